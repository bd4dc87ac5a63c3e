using System.Collections;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>
/// Elsa.BulkDispatchWorkflows: starts a child for each item and, if asked to, waits until all are over. Which children have
/// reported is part of the instance's state: a report that comes twice counts once, and none is lost.
/// </summary>
internal sealed class BulkDispatchWorkflowsActivity : Activity
{
    private const string TypeName = "Elsa.BulkDispatchWorkflows";
    private const string Total = "Total";
    private const string Counted = "Counted";
    private const string CorrelationFunction = "CorrelationIdFunction";
    private const string ChildCompleted = "ChildCompleted";
    private const string ChildFaulted = "ChildFaulted";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder(TypeName, "Composition", "Bulk Dispatch Workflows", "Starts a workflow for each of many items.")
            .Input("WorkflowDefinitionId", TypeRef.String, "Which workflow.", required: true, hint: UiHints.WorkflowPicker, displayName: "Workflow definition")
            .Input("Items", TypeRef.Object, "One instance for each.")
            .Input("DefaultItemInputKey", TypeRef.String, "Name of the input that takes an item which is no object.", "Item", true, displayName: "Item input key")
            .Input(CorrelationFunction, TypeRef.String, "Correlation id of an item's instance; a script sees args.item.", displayName: "Correlation ID", evaluated: false)
            .Input("Input", TypeRef.ObjectDictionary, "Input of each instance.", hint: UiHints.JsonEditor)
            .Input("WaitForCompletion", TypeRef.Boolean, "Whether to wait until all are over.", true, true, displayName: "Wait for completion")
            .Input("StartNewTrace", TypeRef.Boolean, "Has no effect here.", false, displayName: "Start new trace")
            .Input("ChannelName", TypeRef.String, "There are no channels here.", displayName: "Channel")
            .Slots(ChildCompleted, ChildFaulted)
            .Outcomes("Completed", "Canceled", "Done")
            .Kind(ActivityKind.Task)
            .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var definitionId = await ChildWorkflow.PublishedAsync(context, cancellationToken);
        DispatchWorkflowActivity.RequireNoChannel(context);
        var items = Items(context.Input("Items")).ToList();
        Bookmark? bookmark = null;
        if (items.Count > 0 && context.Input<bool>("WaitForCompletion"))
        {
            context.Properties[Total] = items.Count;
            bookmark = context.Wait(new BookmarkRequest
            {
                Name = TypeName,
                Payload = new JsonObject { ["ParentInstanceId"] = context.InstanceId, ["ScheduledInstanceIdsCount"] = items.Count },
                NotHashed = ["ScheduledInstanceIdsCount"],
                IncludeContextId = false,
                AutoBurn = false,
            });
        }

        foreach (var item in items)
        {
            context.Ask(new HostRequest.StartWorkflow(
                context.Turn.NewId(),
                definitionId,
                CorrelationIdOf(context, item),
                InputOf(context, item),
                bookmark?.Id,
                bookmark is null ? ChildReport.None : ChildReport.Finished));
        }

        return bookmark is null ? ActivityResult.Done : ActivityResult.Wait;
    }

    public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        var input = context.ResumeInput;
        var childId = input.GetValueOrDefault(ChildInput.InstanceId) as string;
        var counted = context.Properties[Counted]?.AsArray();
        if (counted is null)
            context.Properties[Counted] = counted = [];
        if (counted.Any(id => id!.GetValue<string>() == childId))
            return new(ActivityResult.Wait);
        counted.Add(childId);

        var port = (input.GetValueOrDefault(ChildInput.SubStatus) as string) switch
        {
            "Faulted" => context.Node.Slot(ChildFaulted),
            "Finished" => context.Node.Slot(ChildCompleted),
            _ => null,
        };
        if (port is null)
            return new(Next(context));
        var variables = new Dictionary<string, object?>
        {
            ["ChildInstanceId"] = childId,
            [ChildInput.Output] = input.GetValueOrDefault(ChildInput.Output),
            [ChildInput.InstanceId] = childId,
            [ChildInput.Status] = input.GetValueOrDefault(ChildInput.Status),
            [ChildInput.SubStatus] = input.GetValueOrDefault(ChildInput.SubStatus),
        };
        return new(ActivityResult.Schedule([new ScheduledChild(port, null, variables)]));
    }

    public override ValueTask<ActivityResult> ChildCompletedAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
        => new(Next(context));

    // a port that is still running for an earlier child is waited for
    private static ActivityResult Next(ActivityContext context)
        => context.Properties[Counted]?.AsArray().Count == context.Properties[Total]?.GetValue<int>() && context.FirstChild is null
            ? ActivityResult.Outcomes(["Completed", "Done"])
            : ActivityResult.Wait;

    private static IEnumerable<object?> Items(object? value) => value switch
    {
        null => [],
        string or IDictionary<string, object?> => [value],
        IEnumerable many => many.Cast<object?>(),
        _ => [value],
    };

    private static Dictionary<string, object?> InputOf(ActivityContext context, object? item)
    {
        var input = ChildWorkflow.Input(context);
        if (item is IDictionary<string, object?> members)
        {
            foreach (var (name, value) in members)
                input[name] = value;
        }
        else
        {
            input[context.Input<string>("DefaultItemInputKey") ?? "Item"] = item;
        }

        return input;
    }

    private static string? CorrelationIdOf(ActivityContext context, object? item)
    {
        if (context.Node.FindInput(CorrelationFunction) is not { } input)
            return null;
        if (input.Expression is null)
            return input.Constant as string;
        var key = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(context.Input<string>("DefaultItemInputKey") ?? "Item");
        var arguments = new ScriptArguments { Values = new Dictionary<string, object?> { ["item"] = item, [key] = item } };
        return context.Evaluate(input.Expression, TypeRef.String, arguments) as string;
    }
}
