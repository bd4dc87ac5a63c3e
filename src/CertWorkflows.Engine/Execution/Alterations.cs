using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Execution;

/// <summary>What an operator's alterations (S-15) mean: which executions they are about, and why some cannot be done.</summary>
internal static class Alterations
{
    private const int MaxValueCharacters = 65_536;

    /// <summary>The one execution to cancel.</summary>
    public static ActivityContext ToCancel(IEnumerable<ActivityContext> contexts, Stimulus.CancelActivity cancel)
    {
        var open = contexts.Where(context => context.Status is ActivityStatus.Running or ActivityStatus.Faulted && context.Parent is not null).ToList();
        var found = open.Where(context => context.Node.Id == cancel.ActivityId).ToList();
        if (found.Count == 0)
        {
            throw new AlterationException(
                "nothing-to-cancel", $"'{cancel.ActivityId}' is not under way; these are: {List(open.Select(context => context.Node.Id))}.");
        }

        return One(found, cancel.ActivityInstanceId, "activityInstanceId", $"'{cancel.ActivityId}' is under way");
    }

    /// <summary>Refuses a cancellation that would leave the activity around it waiting for nothing.</summary>
    public static void EnsureParentGoesOn(ActivityContext cancelled)
    {
        if (cancelled.Parent is not { Status: ActivityStatus.Running, FirstChild: null, QueuedWork: 0, BookmarkCount: 0 } parent)
            return;
        throw new AlterationException(
            "cannot-cancel-activity",
            $"'{parent.Node.Id}' ({parent.Node.Type}) would wait for '{cancelled.Node.Id}' for ever; cancel the activity around it, or the instance.");
    }

    /// <summary>The activity to run, and the execution of the container that is to run it (F-24).</summary>
    public static (ActivityNode Child, ActivityContext Container) ToSchedule(
        CompiledWorkflow workflow, IReadOnlyCollection<ActivityContext> contexts, Stimulus.ScheduleActivity schedule)
    {
        var nodes = workflow.All.Where(node => node.Id == schedule.ActivityId && node.Parent is not null).ToList();
        if (nodes.Count == 0)
            throw new AlterationException("unknown-activity", $"The definition has no activity '{schedule.ActivityId}'.", "activityId");
        var open = contexts.Where(context => context.Status == ActivityStatus.Running && nodes.Exists(node => node.Parent == context.Node)).ToList();
        if (open.Count == 0)
        {
            throw new AlterationException(
                "container-not-under-way", $"'{nodes[0].Parent!.Id}', which holds '{schedule.ActivityId}', is not under way; only a container that is can run it.");
        }

        var container = One(open, schedule.ContainerInstanceId, "containerInstanceId", $"'{nodes[0].Parent!.Id}' is under way");
        var child = nodes.Find(node => node.Parent == container.Node)!;
        return container.Children.FirstOrDefault(context => context.Node == child) is { } present
            ? throw new AlterationException(
                "already-under-way",
                $"'{child.Id}' is under way already ({present.Status}); " + (present.Status == ActivityStatus.Faulted ? "retry it instead." : "cancel it first."))
            : (child, container);
    }

    /// <summary>Sets a declared variable, and answers where, and what it was and is, in stored form.</summary>
    public static (ActivityContext Holder, JsonObject Change) Set(IEnumerable<ActivityContext> contexts, Stimulus.SetVariable set)
    {
        var all = contexts.ToList();
        var holders = all.Where(context => context.FindVariable(set.Variable) is not null).ToList();
        if (holders.Count == 0)
        {
            throw new AlterationException(
                "unknown-variable",
                $"No activity under way has a variable '{set.Variable}'; these exist: {List(all.SelectMany(each => each.Node.Variables).Select(each => each.Name))}.",
                "variable");
        }

        var holder = One(holders, set.ActivityInstanceId, "activityInstanceId", $"'{set.Variable}' exists");
        var variable = holder.FindVariable(set.Variable)!;
        if (!variable.IsStored)
            throw new AlterationException("variable-not-stored", $"'{variable.Name}' is not stored between turns, so a change would be lost.", "variable");
        var value = Typed(set.Value, variable);
        var written = StoredValue.Write(value);
        if (written?.ToJsonString().Length > MaxValueCharacters)
            throw new AlterationException("value-too-large", $"The value has more than {MaxValueCharacters} characters.", "value");
        holder.TryGetVariableById(variable.Id, out var before);
        var change = new JsonObject { ["variable"] = variable.Name, ["from"] = StoredValue.Write(before), ["to"] = written };
        holder.TrySetVariableById(variable.Id, value);
        return (holder, change);
    }

    // where a running workflow puts up with a default in place of what does not convert (E-26), a person is told
    private static object? Typed(object? value, VariableDefinition variable)
    {
        var type = variable.Type.ClrType;
        if (value is null || type.IsInstanceOfType(value))
            return value;
        try
        {
            var text = value is IConvertible scalar ? scalar.ToString(CultureInfo.InvariantCulture) : null;
            var converted = ValueConversion.Convert(text ?? value, type);
            if (converted is not null && (text is null ? !type.IsValueType && type != typeof(string) : Says(text, converted)))
                return converted;
        }
        catch (ConversionException)
        {
            // told below
        }

        throw new AlterationException("invalid-value", $"'{variable.Name}' is a {variable.Type}, and the value is none.", "value");
    }

    /// <summary>Whether a text really says that value, and it is no rounding and no default.</summary>
    private static bool Says(string text, object value) => value switch
    {
        bool => bool.TryParse(text, out _),
        Guid => Guid.TryParse(text, out _),
        TimeSpan => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _),
        IConvertible number when number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var told) && told.Equals(number.ToDouble(CultureInfo.InvariantCulture)),
        _ => !value.Equals(ValueConversion.Default(value.GetType())),
    };

    private static ActivityContext One(List<ActivityContext> found, string? chosen, string path, string what)
    {
        var left = chosen is null ? found : found.FindAll(context => context.Id == chosen);
        return left.Count == 1
            ? left[0]
            : throw new AlterationException("which-execution", $"{what} in these executions; choose one: {List(found.Select(context => context.Id))}.", path);
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.Ordinal)) is { Length: > 0 } list ? list : "none";
}
