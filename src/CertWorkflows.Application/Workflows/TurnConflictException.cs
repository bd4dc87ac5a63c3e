using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Workflows;

/// <summary>Another turn changed what this one had read. Normal under concurrency: the turn is run again.</summary>
public sealed class TurnConflictException(string message, Exception? inner = null) : Exception(message, inner), ITurnAborting;

/// <summary>A unique key is already taken.</summary>
/// <param name="constraint">Name of the unique index, for instance <c>ix_effects_idempotency_key</c>; lower case.</param>
public sealed class DuplicateRowException(string constraint, Exception? inner = null)
    : Exception($"A row with this key already exists ({constraint}).", inner)
{
    public string Constraint { get; } = constraint;
}
