namespace CertWorkflows.Reviewer.Inbox;

/// <summary>What part of the tasks is shown.</summary>
internal enum InboxView
{
    /// <summary>All open ones of the user's groups.</summary>
    Open,

    /// <summary>Those that the user holds.</summary>
    Mine,

    /// <summary>Those that nobody holds.</summary>
    Unassigned,

    /// <summary>Those past their limit.</summary>
    Overdue,

    /// <summary>Those due today.</summary>
    Today,

    /// <summary>Those in whose comments the user is named.</summary>
    Mentioned,

    /// <summary>Those that the user has completed, the last first.</summary>
    Done,
}
