namespace CertWorkflows.Client;

/// <summary>The state of a renewal case (section 8).</summary>
public enum RenewalState
{
    /// <summary>The new certificate is paid; no application is with the CA.</summary>
    Ordered,

    /// <summary>The application is about to go to the CA.</summary>
    Applied,

    /// <summary>The CA reviews it.</summary>
    UnderReview,

    /// <summary>The CA signed; the customer has yet to install it.</summary>
    Issued,

    /// <summary>The customer says that it is installed; the site was not seen to serve it yet.</summary>
    Installed,

    /// <summary>The site was seen to serve it (RN-9).</summary>
    Verified,

    /// <summary>Given up; what was bought stays the customer's.</summary>
    Cancelled,
}
