namespace CertWorkflows.Reviewer.Inbox;

/// <summary>What part of the open tasks is shown.</summary>
internal enum InboxView
{
    /// <summary>All of the user's groups.</summary>
    Open,

    /// <summary>Those that the user holds.</summary>
    Mine,

    /// <summary>Those that nobody holds.</summary>
    Unassigned,

    /// <summary>Those past their limit.</summary>
    Overdue,
}
