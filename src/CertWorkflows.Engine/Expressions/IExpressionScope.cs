namespace CertWorkflows.Engine.Expressions;

/// <summary>
/// What an expression sees of the running instance (E-6): variables of its activity and of all ancestors, workflow
/// inputs, outputs of finished activities, identities, and the turn's time, ids and randomness.
/// </summary>
public interface IExpressionScope
{
    /// <summary>The id all versions of the definition share.</summary>
    string DefinitionId { get; }

    /// <summary>The id of this version of the definition.</summary>
    string DefinitionVersionId { get; }

    /// <summary>The number of this version, from 1.</summary>
    int DefinitionVersion { get; }

    /// <summary>The id of the running instance.</summary>
    string InstanceId { get; }

    /// <summary>The instance's correlation id; scripts may set it.</summary>
    string? CorrelationId { get; set; }

    /// <summary>The instance's display name; scripts may set it.</summary>
    string? InstanceName { get; set; }

    /// <summary>Names of all variables in scope; an inner one hides an outer one of the same name.</summary>
    IEnumerable<string> VariableNames { get; }

    /// <summary>Names of the declared workflow inputs.</summary>
    IReadOnlyCollection<string> InputNames { get; }

    /// <summary>All inputs the instance was given, for Liquid's <c>Input.*</c>.</summary>
    IReadOnlyDictionary<string, object?> Inputs { get; }

    /// <summary>Activities whose outputs scripts may read by a generated accessor (E-17).</summary>
    IEnumerable<(string Activity, string Output)> NamedOutputs { get; }

    /// <summary>The last value an activity wrote to its output "Result" in this turn; null if none did.</summary>
    object? LastResult { get; }

    /// <summary>The time of the turn; scripts have no other clock.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Reads the nearest variable with exactly this name.</summary>
    bool TryGetVariable(string name, out object? value);

    /// <summary>Reads the variable with this id (E-9).</summary>
    bool TryGetVariableById(string id, out object? value);

    /// <summary>
    /// Assigns the nearest variable of this name, converted to its type, or creates one in the nearest container.
    /// </summary>
    void SetVariable(string name, object? value);

    /// <summary>Reads a workflow input, its name compared ignoring case (E-19).</summary>
    bool TryGetInput(string name, out object? value);

    /// <summary>Reads an output of an activity by its id or name (E-20).</summary>
    /// <exception cref="ExpressionException">There is no such activity: "Activity not found.".</exception>
    object? GetOutput(string activityIdOrName, string outputName);

    /// <summary>Takes the next id of the turn.</summary>
    Guid NewGuid();

    /// <summary>Takes the next random number of the turn, from 0 up to but not including 1.</summary>
    double NextRandom();
}
