using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Execution;

/// <summary>A declared variable of an activity under way, between two turns.</summary>
/// <param name="ActivityId">The activity that declares it.</param>
/// <param name="ActivityInstanceId">Its execution.</param>
/// <param name="Declaration">The declaration.</param>
/// <param name="Value">Its value in stored form; the default where it was never set.</param>
public sealed record InstanceVariable(string ActivityId, string ActivityInstanceId, VariableDefinition Declaration, JsonNode? Value)
{
    /// <summary>All of an instance that are stored, outermost first.</summary>
    public static IReadOnlyList<InstanceVariable> Of(CompiledWorkflow workflow, InstanceState state) =>
    [
        .. from context in state.Contexts
           where workflow.Nodes.ContainsKey(context.NodeId)
           let node = workflow.Nodes[context.NodeId]
           from variable in node.Variables
           where variable.IsStored
           select new InstanceVariable(
               node.Id,
               context.Id,
               variable,
               context.Variables.TryGetValue(variable.Id, out var stored) ? stored : StoredValue.Write(ActivityContext.InitialValue(variable))),
    ];
}
