namespace CertWorkflows.Domain.Revocations;

/// <summary>What a confirmation link is good for (RV-5).</summary>
public enum ConfirmationLinkState
{
    /// <summary>It confirms the revocation.</summary>
    Valid,

    /// <summary>It confirmed the revocation already.</summary>
    Used,

    /// <summary>A newer mail, a ticket or the end of the case took its place.</summary>
    Void,

    /// <summary>It was not used in time.</summary>
    Expired,
}
