namespace CertWorkflows.Application.Access;

/// <summary>What a caller may be.</summary>
public static class Roles
{
    /// <summary>A program or person that starts and reads cases.</summary>
    public const string Caller = "caller";

    /// <summary>Does human tasks of its groups.</summary>
    public const string Reviewer = "reviewer";

    /// <summary>Edits definitions; what it edits is a draft.</summary>
    public const string Analyst = "analyst";

    /// <summary>Decides which definitions run: publishes and unpublishes them, and deletes what nothing needs.</summary>
    public const string Publisher = "publisher";

    /// <summary>Runs the system: instances, effects, deadlines, the virtual clock.</summary>
    public const string Operator = "operator";

    /// <summary>Manages users and API keys.</summary>
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Caller, Reviewer, Analyst, Publisher, Operator, Admin];
}
