using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>What a host needs to know of the HTTP endpoints of a definition (B-5).</summary>
public static class HttpEndpoints
{
    /// <summary>The rules of an endpoint, one for each method that it supports.</summary>
    /// <param name="node">A node of type <c>Elsa.HttpEndpoint</c>.</param>
    /// <param name="value">The value of an input, by its Pascal-cased name, converted to its type.</param>
    /// <exception cref="WorkflowFaultException">A value is not possible; the message says which and why.</exception>
    public static IReadOnlyList<HttpEndpointRules> RulesOf(ActivityNode node, Func<string, object?> value) => HttpEndpointActivity.RulesOf(node, value);
}
