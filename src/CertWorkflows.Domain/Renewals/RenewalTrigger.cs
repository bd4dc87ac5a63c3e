namespace CertWorkflows.Domain.Renewals;

/// <summary>What moves a renewal case (rules.md section 8).</summary>
public enum RenewalTrigger
{
    /// <summary>The application is submitted, as the last one was or as the customer corrected it (RN-8).</summary>
    Apply,

    /// <summary>The application goes to the CA.</summary>
    StartReview,

    /// <summary>The CA refused the application.</summary>
    FailReview,

    /// <summary>The CA signed.</summary>
    Issue,

    /// <summary>The customer says that it is installed.</summary>
    Install,

    /// <summary>The site was seen to serve it (RN-9).</summary>
    Verify,

    /// <summary>The customer, or customer care, gives the case up.</summary>
    Cancel,
}
