namespace CertWorkflows.Application.Routes;

/// <summary>Where a request wants to go.</summary>
/// <param name="Path">Below the base path, as sent.</param>
/// <param name="Method">As sent.</param>
/// <param name="InstanceId">Only to this instance, or the id of the one that it starts; null for any.</param>
/// <param name="CorrelationId">Only to instances with this correlation id, or that of the one that it starts; null for any.</param>
public sealed record RouteAddress(string Path, string Method, Guid? InstanceId, string? CorrelationId);
