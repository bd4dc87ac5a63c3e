using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Domain.Renewals;

/// <summary>What a customer, or customer service for them, asks for.</summary>
/// <param name="Id">The new case's id.</param>
/// <param name="InstanceId">The workflow instance that runs the case.</param>
/// <param name="Application">The application for the new certificate: the last one, with the customer's changes
/// (RN-8).</param>
/// <param name="Host">Where to look whether the new certificate is served; null for the application's first name.</param>
/// <param name="Port">The port to look at.</param>
/// <param name="RequestedBy">The person who asks.</param>
/// <param name="At">When.</param>
public sealed record RenewalRequest(
    RenewalId Id,
    Guid InstanceId,
    CertificateApplication Application,
    string? Host,
    int Port,
    string RequestedBy,
    DateTimeOffset At);
