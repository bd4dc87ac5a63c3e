namespace CertWorkflows.Domain.Hostings;

/// <summary>What is asked for when hosting starts.</summary>
/// <param name="InstanceId">The workflow instance that hosts.</param>
/// <param name="Host">Where to look whether a new certificate is served; null for its first name.</param>
/// <param name="Port">The port to look at.</param>
/// <param name="RequestedBy">Who asks.</param>
/// <param name="At">When.</param>
public sealed record HostingRequest(Guid InstanceId, string? Host, int Port, string RequestedBy, DateTimeOffset At);
