using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.DispatchWorkflow: starts another workflow as a child, and waits for its end if asked to .</summary>
internal sealed class DispatchWorkflowActivity : Activity
{
    private const string TypeName = "Elsa.DispatchWorkflow";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder(TypeName, "Composition", "Dispatch Workflow", "Starts another workflow.")
            .Input("WorkflowDefinitionId", TypeRef.String, "Which workflow.", required: true, hint: UiHints.WorkflowPicker, displayName: "Workflow definition")
            .Input("CorrelationId", TypeRef.String, "Correlation id of the new instance.", displayName: "Correlation ID")
            .Input("Input", TypeRef.ObjectDictionary, "Input of the new instance.", hint: UiHints.JsonEditor)
            .Input("WaitForCompletion", TypeRef.Boolean, "Whether to wait until it is over.", displayName: "Wait for completion")
            .Input("StartNewTrace", TypeRef.Boolean, "Has no effect here.", displayName: "Start new trace")
            .Input("ChannelName", TypeRef.String, "There are no channels here.", displayName: "Channel")
            .Output("Result", TypeRef.Object, "Output of the child.")
            .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var definitionId = await ChildWorkflow.PublishedAsync(context, cancellationToken);
        RequireNoChannel(context);
        var childId = context.Turn.NewId();
        var waits = context.Input<bool>("WaitForCompletion");
        var bookmark = waits ? ChildWorkflow.Wait(context, TypeName, childId) : null;
        context.Ask(new HostRequest.StartWorkflow(
            childId,
            definitionId,
            ChildWorkflow.CorrelationId(context),
            ChildWorkflow.Input(context),
            bookmark?.Id,
            waits ? ChildReport.Finished : ChildReport.None));
        return waits ? ActivityResult.Wait : ActivityResult.Done;
    }

    public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        context.SetOutput("Result", context.ResumeInput.GetValueOrDefault(ChildInput.Output));
        return new(ActivityResult.Done);
    }

    internal static void RequireNoChannel(ActivityContext context)
    {
        if (context.Input<string>("ChannelName") is { Length: > 0 } channel)
            throw new WorkflowFaultException($"The channel '{channel}' does not exist; there are no channels here.", "UnknownChannel", "Dispatch");
    }
}
