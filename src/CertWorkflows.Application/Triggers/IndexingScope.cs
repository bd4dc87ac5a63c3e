using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Triggers;

/// <summary>
/// What an expression of a trigger sees when the workflow is published (B-5): the definition and the time, but no instance. Whatever an
/// instance alone would have is refused, because an empty value would start the workflow by something nobody meant.
/// </summary>
internal sealed class IndexingScope(WorkflowDefinition definition, DateTimeOffset now) : IExpressionScope
{
    public string DefinitionId => definition.DefinitionId;

    public string DefinitionVersionId => definition.Id;

    public int DefinitionVersion => definition.Version;

    // Liquid takes these whether they are used or not; see TriggerPayload for those that do use them
    public string InstanceId => "";

    public string? CorrelationId
    {
        get => null;
        set => throw Missing("a correlation id");
    }

    public string? InstanceName
    {
        get => throw Missing("an instance name");
        set => throw Missing("an instance name");
    }

    public IEnumerable<string> VariableNames => definition.Variables.Select(variable => variable.Name);

    public IReadOnlyCollection<string> InputNames => [.. definition.Inputs.Select(input => input.Name)];

    public IReadOnlyDictionary<string, object?> Inputs => throw Missing("inputs");

    public IEnumerable<(string Activity, string Output)> NamedOutputs => [];

    public object? LastResult => throw Missing("a last result");

    public DateTimeOffset Now => now;

    public bool TryGetVariable(string name, out object? value) => throw Missing($"a variable '{name}'");

    public bool TryGetVariableById(string id, out object? value) => throw Missing($"a variable '{id}'");

    public void SetVariable(string name, object? value) => throw Missing($"a variable '{name}'");

    public bool TryGetInput(string name, out object? value) => throw Missing($"an input '{name}'");

    public object? GetOutput(string activityIdOrName, string outputName) => throw Missing($"an output of '{activityIdOrName}'");

    public Guid NewGuid() => throw new ExpressionException("A new id would be another one every time the workflow is published.");

    public double NextRandom() => throw new ExpressionException("A random number would be another one every time the workflow is published.");

    private static ExpressionException Missing(string what) => new($"There is no instance yet that could have {what}.");
}
