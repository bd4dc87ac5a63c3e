namespace CertWorkflows.Domain.Certificates;

/// <summary>Where the application to the CA stands.</summary>
public enum ApplicationStatus
{
    /// <summary>None is with the CA.</summary>
    NotSubmitted,

    /// <summary>The CA reviews it.</summary>
    UnderReview,

    /// <summary>The CA refused it.</summary>
    Failed,

    /// <summary>The CA accepted it.</summary>
    Passed,
}
