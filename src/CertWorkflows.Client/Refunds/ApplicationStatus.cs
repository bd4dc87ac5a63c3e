namespace CertWorkflows.Client;

/// <summary>Where the application for an unissued certificate stands (RF-6 to RF-8).</summary>
public enum ApplicationStatus
{
    /// <summary>Nothing was submitted, or it was withdrawn.</summary>
    NotSubmitted,

    /// <summary>The CA reviews it.</summary>
    UnderReview,

    /// <summary>The CA refused it.</summary>
    Failed,

    /// <summary>The CA accepted it and has not issued yet.</summary>
    Passed,
}
