namespace CertWorkflows.Client;

/// <summary>Which instances are wanted; a member left out does not filter.</summary>
public sealed record InstanceListRequest : PageRequest
{
    /// <summary>Instances of one definition.</summary>
    public string? DefinitionId { get; init; }

    /// <summary>Running or finished ones.</summary>
    public InstanceStatus? Status { get; init; }

    /// <summary>Instances that run or ended in one way.</summary>
    public InstanceSubStatus? SubStatus { get; init; }

    /// <summary>Instances that events find by this.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Instances with (true) or without (false) incidents.</summary>
    public bool? Incident { get; init; }
}
