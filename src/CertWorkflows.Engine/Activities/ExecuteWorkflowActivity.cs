using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>
/// Elsa.ExecuteWorkflow: runs another workflow as a child and takes its result, of its first turn or of its end. The
/// child runs in turns of its own, so this activity always suspends.
/// </summary>
internal sealed class ExecuteWorkflowActivity : Activity
{
    private const string TypeName = "Elsa.ExecuteWorkflow";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder(TypeName, "Composition", "Execute Workflow", "Runs another workflow and takes its result.")
            .Input("WorkflowDefinitionId", TypeRef.String, "Which workflow.", required: true, hint: UiHints.WorkflowPicker, displayName: "Workflow definition")
            .Input("CorrelationId", TypeRef.String, "Correlation id of the new instance.", displayName: "Correlation ID")
            .Input("Input", TypeRef.ObjectDictionary, "Input of the new instance.", hint: UiHints.JsonEditor)
            .Input("WaitForCompletion", TypeRef.Boolean, "Whether to wait until it is over.", displayName: "Wait for completion")
            .Output("Result", TypeRef.Object, "Id, status, sub-status and output of the child.")
            .Kind(ActivityKind.Task)
            .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var definitionId = await ChildWorkflow.PublishedAsync(context, cancellationToken);
        var childId = context.Turn.NewId();
        context.Ask(new HostRequest.StartWorkflow(
            childId,
            definitionId,
            ChildWorkflow.CorrelationId(context),
            ChildWorkflow.Input(context),
            ChildWorkflow.Wait(context, TypeName, childId).Id,
            context.Input<bool>("WaitForCompletion") ? ChildReport.Finished : ChildReport.Started));
        return ActivityResult.Wait;
    }

    public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        var input = context.ResumeInput;
        context.SetOutput("Result", new Dictionary<string, object?>
        {
            ["WorkflowInstanceId"] = input.GetValueOrDefault(ChildInput.InstanceId),
            ["Status"] = input.GetValueOrDefault(ChildInput.Status),
            ["SubStatus"] = input.GetValueOrDefault(ChildInput.SubStatus),
            ["Output"] = input.GetValueOrDefault(ChildInput.Output),
        });
        return new(ActivityResult.Done);
    }
}
