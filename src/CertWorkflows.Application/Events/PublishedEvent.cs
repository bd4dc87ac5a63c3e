namespace CertWorkflows.Application.Events;

/// <summary>An event on its way to those that wait for it or are started by it (B-8).</summary>
/// <param name="Name">Case counts.</param>
/// <param name="CorrelationId">Only those with this correlation id are resumed; null for all.</param>
public sealed record PublishedEvent(string Name, string? CorrelationId, object? Payload)
{
    /// <summary>Only this instance; null for all. With an instance, no trigger is started.</summary>
    public Guid? InstanceId { get; init; }

    /// <summary>Whether triggers are started; not when a kept event is offered again.</summary>
    public bool StartsTriggers { get; init; } = true;

    /// <summary>Whether it is kept when nobody was resumed (B-10); not when it comes from the place where such events are kept.</summary>
    public bool IsKept { get; init; } = true;
}
