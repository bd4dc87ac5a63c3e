using CertWorkflows.Domain.Refunds;

namespace CertWorkflows.Domain.Revocations;

/// <summary>What a customer, or customer service for them, asks for.</summary>
/// <param name="Id">The new case's id.</param>
/// <param name="InstanceId">The workflow instance that runs the case.</param>
/// <param name="Reason">Why.</param>
/// <param name="Channel">How it is asked for.</param>
/// <param name="RequestedBy">The person who asks; may not approve a forced revocation.</param>
/// <param name="At">When.</param>
/// <param name="WithinPackageRefund">Whether the certificate's package is being refunded, which alone may revoke a
/// bundled certificate (RV-3).</param>
public sealed record RevocationRequest(
    RevocationId Id,
    Guid InstanceId,
    RevocationReason Reason,
    RefundChannel Channel,
    string RequestedBy,
    DateTimeOffset At,
    bool WithinPackageRefund = false);
