namespace CertWorkflows.Domain.Renewals;

/// <summary>States of a renewal case (rules.md section 8).</summary>
public enum RenewalState
{
    /// <summary>The new certificate is paid; no application is with the CA.</summary>
    Ordered,

    /// <summary>The application is complete and about to go to the CA.</summary>
    Applied,

    /// <summary>The CA reviews it.</summary>
    UnderReview,

    /// <summary>The CA signed; the customer has yet to install it.</summary>
    Issued,

    /// <summary>The customer says that it is installed; the site was not seen to serve it yet.</summary>
    Installed,

    /// <summary>The site was seen to serve it (RN-9). Final.</summary>
    Verified,

    /// <summary>Given up. What was bought stays the customer's. Final.</summary>
    Cancelled,
}
