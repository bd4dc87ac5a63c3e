using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Switch: runs the activities of the cases that hold, or the default .</summary>
internal sealed class SwitchActivity : Activity
{
    private const string Open = "OpenCases";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.Switch", "Branching", "Switch", "Runs the cases that hold.")
            .Input("Cases", TypeRef.Object, "Labels, conditions and activities, in order.", hint: UiHints.SwitchEditor, wrapped: false)
            .Input(
                "Mode",
                TypeRef.String,
                "MatchFirst runs the first case that holds, MatchAny all of them.",
                defaultValue: "MatchFirst",
                hint: UiHints.DropDown,
                options: UiHints.OneOf("MatchFirst", "MatchAny"))
            .Output("Output", TypeRef.Object, "Never set.")
            .Slots("Default")
            .Build();

    public override object Plan(ActivityNode node)
    {
        var items = ActivityJson.Items(node.Raw("cases")) ?? [];
        return Enumerable.Range(0, items.Count).Where(index => items[index] is JsonObject).Select(index => new SwitchCase(
            ActivityJson.Text(items[index]!.AsObject(), "label") ?? "",
            ActivityJson.Member(items[index]!.AsObject(), "condition") is JsonObject condition ? InputCompiler.Plain(condition) : null,
            node.Slot($"cases[{index}].activity"))).ToArray();
    }

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var isAny = string.Equals(context.Input<string>("Mode"), "MatchAny", StringComparison.OrdinalIgnoreCase);
        // every condition is worked out, also those after the first match
        var matches = ((SwitchCase[])context.Node.Plan!)
            .Where(each => each.Condition is not null && context.Evaluate(each.Condition, TypeRef.Boolean) is true)
            .ToList();
        if (!isAny && matches.Count > 1)
            matches.RemoveRange(1, matches.Count - 1);
        var children = matches.Where(each => each.Activity is not null).Select(each => new ScheduledChild(each.Activity!)).ToList();
        if (matches.Count == 0 && context.Node.Slot("default") is { } otherwise)
            children.Add(new ScheduledChild(otherwise));
        context.Properties[Open] = children.Count;
        return new(children.Count == 0 ? ActivityResult.Done : ActivityResult.Schedule(children));
    }

    public override ValueTask<ActivityResult> ChildCompletedAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        var open = ((int?)context.Properties[Open] ?? 0) - 1;
        context.Properties[Open] = open;
        return new(open <= 0 ? ActivityResult.Done : ActivityResult.Wait);
    }

    public override ValueTask<ActivityResult> ChildCanceledAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
        => ChildCompletedAsync(context, child, cancellationToken);

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
        => ((SwitchCase[])node.Plan!).Where(each => each.Label.Length == 0 || each.Condition is null).Select(each => new DefinitionProblem(
            "invalid-case", node.NodeId, $"Case '{each.Label}' needs a label and a condition; it would never hold.", true));

    internal static IEnumerable<(string Where, Expression Expression)> Conditions(ActivityNode node)
        => node.Plan is SwitchCase[] cases
            ? cases.Where(each => each.Condition is not null).Select(each => ($"case '{each.Label}'", each.Condition!))
            : [];

    private sealed record SwitchCase(string Label, Expression? Condition, ActivityNode? Activity);
}
