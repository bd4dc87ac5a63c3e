namespace CertWorkflows.Client;

/// <summary>What a user may do.</summary>
public enum UserRole
{
    /// <summary>Starts and reads cases.</summary>
    Caller,

    /// <summary>Decides tasks of the groups they belong to.</summary>
    Reviewer,

    /// <summary>Edits workflow definitions; what it edits is a draft.</summary>
    Analyst,

    /// <summary>Publishes and unpublishes workflow definitions, and deletes what nothing needs.</summary>
    Publisher,

    /// <summary>Sees to instances, incidents, the catalogue and the clock.</summary>
    Operator,

    /// <summary>Sees to users and API keys.</summary>
    Admin,
}
