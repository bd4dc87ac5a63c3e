using CertWorkflows.Application.Access;

namespace CertWorkflows.Application.Workflows;

/// <summary>Starts the published version of a definition.</summary>
public sealed record StartWorkflow(string DefinitionId)
{
    public IReadOnlyDictionary<string, object?> Input { get; init; } = new Dictionary<string, object?>();

    /// <summary>Id of the new instance; null for a new one. Starting the same id again is refused by its key.</summary>
    public Guid? InstanceId { get; init; }

    /// <summary>The activity that started it as a trigger, null for none.</summary>
    public string? TriggerActivityId { get; init; }

    public Guid? ParentInstanceId { get; init; }

    /// <summary>The parent's bookmark that learns of its end; null where nobody waits.</summary>
    public Guid? ParentBookmarkId { get; init; }

    public string? CorrelationId { get; init; }

    public string? BusinessKey { get; init; }

    /// <summary>Whether the definition's activation strategy is passed over, as for a child that its parent starts (B-13).</summary>
    public bool IgnoresActivation { get; init; }

    /// <summary>Opens the case in the same turn, before the first activity; null for a bare workflow.</summary>
    public ICaseOpening? Opening { get; init; }

    /// <summary>The request that waits for what the instance answers; null for none.</summary>
    public WaitingRequest? Request { get; init; }

    /// <summary>Makes the answer that is stored for the request's idempotency key, from what is about to be committed.</summary>
    public Func<CaseTurn, WorkflowInstance, CancellationToken, ValueTask<StoredAnswer?>>? Answer { get; init; }
}

/// <summary>What must hold and happen in the turn that starts a case's workflow. A broken rule refuses the start: nothing is stored.</summary>
public interface ICaseOpening
{
    /// <summary>Checks, changes the case's things in the turn, and adds to the workflow's input.</summary>
    Task OpenAsync(CaseTurn turn, IDictionary<string, object?> input, CancellationToken cancellationToken);
}
