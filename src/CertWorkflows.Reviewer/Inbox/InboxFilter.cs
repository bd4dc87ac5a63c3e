using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;

namespace CertWorkflows.Reviewer.Inbox;

/// <summary>The filter of the inbox: what its address says, and what the API is asked.</summary>
internal sealed record InboxFilter(InboxView View, string? Search, TaskSort Sort, string? Group = null, string? Kind = null)
{
    private const int PageSize = 50;

    /// <summary>Reads the address; what it does not know counts as left out.</summary>
    public static InboxFilter Parse(string? view, string? search, string? sort, string? group = null, string? kind = null) => new(
        Enum.TryParse<InboxView>(view, ignoreCase: true, out var knownView) ? knownView : InboxView.Open,
        Given(search),
        Enum.TryParse<TaskSort>(sort, ignoreCase: true, out var knownSort) ? knownSort : TaskSort.Due,
        Given(group),
        Given(kind));

    /// <summary>The address, relative to the site's root; what is as usual is left out.</summary>
    public string ToUrl() => PageAddress.Of(
        "./",
        ("view", View == InboxView.Open ? null : Lower(View)),
        ("q", Search),
        ("group", Group),
        ("kind", Kind),
        ("sort", Sort == TaskSort.Due ? null : Lower(Sort)));

    /// <summary>The address's query: what is kept under a name.</summary>
    public string ToQuery() => ToUrl() is var url && url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? url[(at + 1)..] : "";

    public TaskListRequest ToRequest(string? cursor) => new()
    {
        State = View == InboxView.Done ? HumanTaskState.Completed : HumanTaskState.Open,
        Assignee = View switch { InboxView.Mine => "me", InboxView.Unassigned => "none", _ => null },
        CompletedBy = View == InboxView.Done ? "me" : null,
        Overdue = View == InboxView.Overdue ? true : null,
        DueToday = View == InboxView.Today,
        Mentioned = View == InboxView.Mentioned,
        Group = Group,
        Kind = Kind,
        Q = Search,
        Sort = View == InboxView.Done && Sort == TaskSort.Due ? TaskSort.Closed : Sort,
        Limit = PageSize,
        Cursor = cursor,
    };

    /// <summary>How many there are; null where that is not counted.</summary>
    public static int? Count(InboxView view, TaskCountsDto? counts) => view switch
    {
        InboxView.Open => counts?.Open,
        InboxView.Mine => counts?.Mine,
        InboxView.Unassigned => counts?.Unassigned,
        InboxView.Overdue => counts?.Overdue,
        InboxView.Today => counts?.DueToday,
        InboxView.Mentioned => counts?.Mentioned,
        InboxView.Done => null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Lower(Enum value) => value.ToString().ToLowerInvariant();
}
