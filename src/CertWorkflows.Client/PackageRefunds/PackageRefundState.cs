namespace CertWorkflows.Client;

/// <summary>The state of a package's refund (sections 6 and 8).</summary>
public enum PackageRefundState
{
    /// <summary>Accepted, and nothing has to happen first.</summary>
    Submitted,

    /// <summary>Waits for what <see cref="PackageRefundDto.WaitingFor"/> says.</summary>
    Waiting,

    /// <summary>People decide.</summary>
    UnderReview,

    /// <summary>Approved; the money is on its way.</summary>
    Approved,

    /// <summary>Refused by people.</summary>
    Rejected,

    /// <summary>Taken back by the customer.</summary>
    Cancelled,

    /// <summary>Closed: domains were not switched back in time (PK-3).</summary>
    StillInUse,

    /// <summary>Closed: the bundled certificate was not revoked in time (PK-7).</summary>
    BundledCertificateKept,

    /// <summary>Closed: the package expired first.</summary>
    Expired,

    /// <summary>The money went back.</summary>
    Paid,

    /// <summary>The payment failed and is being repaired.</summary>
    PaymentFailed,
}
