using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.FlowDecision: outcome True or False.</summary>
internal sealed class FlowDecisionActivity : Activity
{
    private static readonly ActivityResult True = ActivityResult.Outcome("True");
    private static readonly ActivityResult False = ActivityResult.Outcome("False");

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.FlowDecision", "Branching", "Decision", "Leaves by True or by False.")
            .Input("Condition", TypeRef.Boolean, "Chooses the outcome.", defaultValue: false)
            .Outcomes("True", "False")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        => new(context.Input<bool>("Condition") ? True : False);
}
