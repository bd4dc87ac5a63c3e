namespace CertWorkflows.Engine.Execution;

/// <summary>What a turn did.</summary>
/// <param name="State">The state after it; the very state given if nothing was consumed.</param>
/// <param name="Consumed"><see langword="false"/>: the bookmark is used already, nothing waits for it, or the instance is over; nothing changed.</param>
/// <param name="AddedBookmarks">Bookmarks that are open now and were not before, in order of creation (B-4).</param>
/// <param name="RemovedBookmarks">Bookmarks used up or dropped in this turn, also those that it had itself created.</param>
/// <param name="Journal">Journal in order.</param>
/// <param name="Lines">Lines written by WriteLine, in order.</param>
/// <param name="NewIncidents">Incidents of this turn.</param>
public sealed record TurnResult(
    InstanceState State,
    bool Consumed,
    IReadOnlyList<Bookmark> AddedBookmarks,
    IReadOnlyList<Bookmark> RemovedBookmarks,
    IReadOnlyList<JournalEntry> Journal,
    IReadOnlyList<string> Lines,
    IReadOnlyList<Incident> NewIncidents)
{
    /// <summary>What the host is asked to do, in order. Default: nothing.</summary>
    public IReadOnlyList<HostRequest> Requests { get; init; } = [];

    /// <summary>What the request that waits for the turn is answered; <see langword="null"/> where nothing was written.</summary>
    public HttpReply? Reply { get; init; }

    /// <summary>Whether queued work is left because the activity limit was reached: give <see cref="Stimulus.Continue"/> in another turn.</summary>
    public bool HasMore => State.Queue.Count > 0;
}
