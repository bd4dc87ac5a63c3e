using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.If: one of two children .</summary>
internal sealed class IfActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.If", "Branching", "If", "Runs one of two activities.")
            .Input("Condition", TypeRef.Boolean, "Chooses Then or Else.", defaultValue: false)
            .Output("Result", TypeRef.Boolean, "What the condition came to.")
            .Slots("Then", "Else")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var condition = context.Input<bool>("Condition");
        context.SetOutput("Result", condition);
        return new(context.Node.Slot(condition ? "Then" : "Else") is { } child ? ActivityResult.Schedule(child) : ActivityResult.Done);
    }

    // its outcome is always Done, also of a child that was cancelled
    public override ValueTask<ActivityResult> ChildCanceledAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken) => new(ActivityResult.Done);

    public override IEnumerable<string> Outcomes(ActivityNode node) => ["Done"];
}
