namespace CertWorkflows.Domain;

/// <summary>What has a state machine of its own, and records each of its moves.</summary>
public interface IAggregate
{
    /// <summary>Raised by each move; the token of optimistic concurrency.</summary>
    long Version { get; }

    /// <summary>Hands over the moves that were not stored yet, and forgets them.</summary>
    IReadOnlyList<StateChange> TakeChanges();
}
