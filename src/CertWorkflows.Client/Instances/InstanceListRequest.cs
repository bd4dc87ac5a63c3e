namespace CertWorkflows.Client;

/// <summary>Which instances are wanted; a member left out does not filter.</summary>
public sealed record InstanceListRequest : PageRequest
{
    /// <summary>Instances of one definition.</summary>
    public string? DefinitionId { get; init; }

    /// <summary>Instances on one version of their definition.</summary>
    public int? Version { get; init; }

    /// <summary>Running or finished ones.</summary>
    public InstanceStatus? Status { get; init; }

    /// <summary>Instances that run or ended in one way.</summary>
    public InstanceSubStatus? SubStatus { get; init; }

    /// <summary>Instances that events find by this.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Instances that people know by this.</summary>
    public string? BusinessKey { get; init; }

    /// <summary>The instance of one case.</summary>
    public string? CaseId { get; init; }

    /// <summary>Instances that this one started.</summary>
    public string? ParentId { get; init; }

    /// <summary>Instances that an operator can (true) or cannot (false) retry or skip: they have incidents, and run or stopped at one.</summary>
    public bool? Repairable { get; init; }

    /// <summary>Instances with (true) or without (false) incidents.</summary>
    public bool? Incident { get; init; }
}
