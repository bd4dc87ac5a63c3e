using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.SetVariable: assigns a variable, found by its id .</summary>
internal sealed class SetVariableActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.SetVariable", "Primitives", "Set Variable", "Assigns a variable.")
            .Input("Variable", TypeRef.Object, "The variable.", required: true, hint: UiHints.VariablePicker, wrapped: false)
            .Input("Value", TypeRef.Object, "Its new value.")
            .Build();

    public override object? Plan(ActivityNode node) => node.Raw("variable") is JsonObject variable ? ActivityJson.Text(variable, "id") : null;

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var id = (string?)context.Node.Plan;
        if (id is null || !context.TrySetVariableById(id, context.Input("Value")))
            throw new WorkflowFaultException($"Variable '{id}' not found.");
        return new(ActivityResult.Done);
    }
}
