using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.While: its body for as long as the condition holds .</summary>
internal sealed class WhileActivity : LoopActivity
{
    private const string Condition = "Condition";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.While", "Looping", "While", "Repeats while a condition holds.")
            .Input(Condition, TypeRef.Boolean, "Worked out before each round.", evaluated: false)
            .Slots("Body")
            .Build();

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        if (node.Slot("Body") is null)
            yield return new DefinitionProblem("missing-body", node.NodeId, $"The loop '{node.Id}' has no body; it would fault once its condition holds.", true);
    }

    protected override ActivityResult First(ActivityContext context) => Next(context);

    protected override ActivityResult Next(ActivityContext context)
    {
        if (context.EvaluateInput(Condition) is not true)
            return ActivityResult.Done;
        // Elsa recurses without end
        return context.Node.Slot("Body") is { } body
            ? ActivityResult.Schedule(body)
            : throw new WorkflowFaultException($"The loop '{context.Node.Id}' has no body, so its condition would hold for ever.");
    }
}
