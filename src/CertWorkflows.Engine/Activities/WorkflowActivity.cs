using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>The workflow node around a definition's root .</summary>
internal sealed class WorkflowActivity : Activity
{
    public const string RootSlot = "Root";

    public static readonly WorkflowActivity Instance = new();

    private WorkflowActivity()
    {
    }

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.Workflow", "Workflows", "Workflow", "A whole workflow.").Container().Hidden().Build();

    public override bool IsComposite => true;

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        if (node.Parent is not null)
        {
            yield return new DefinitionProblem(
                "refused-activity-type", node.NodeId, $"Activity '{node.Id}' has the type 'Elsa.Workflow', which is not supported inside a workflow: only the root is one.");
        }
    }

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        => new(context.Node.Slot(RootSlot) is { } root ? ActivityResult.Schedule(root) : ActivityResult.Done);
}
