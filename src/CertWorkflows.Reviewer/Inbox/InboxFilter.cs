using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Inbox;

/// <summary>The filter of the inbox: what its address says, and what the API is asked.</summary>
internal sealed record InboxFilter(InboxView View, string? Search, TaskSort Sort)
{
    private const int PageSize = 50;

    /// <summary>Reads the address; what it does not know counts as left out.</summary>
    public static InboxFilter Parse(string? view, string? search, string? sort) => new(
        Enum.TryParse<InboxView>(view, ignoreCase: true, out var knownView) ? knownView : InboxView.Open,
        string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
        Enum.TryParse<TaskSort>(sort, ignoreCase: true, out var knownSort) ? knownSort : TaskSort.Due);

    /// <summary>The address, relative to the site's root; what is as usual is left out.</summary>
    public string ToUrl()
    {
        string?[] parts =
        [
            View == InboxView.Open ? null : "view=" + Lower(View),
            Search is null ? null : "q=" + Uri.EscapeDataString(Search),
            Sort == TaskSort.Due ? null : "sort=" + Lower(Sort),
        ];
        var query = string.Join('&', parts.Where(part => part is not null));
        return query.Length == 0 ? "./" : "./?" + query;
    }

    public TaskListRequest ToRequest(string? cursor) => new()
    {
        State = HumanTaskState.Open,
        Assignee = View switch { InboxView.Mine => "me", InboxView.Unassigned => "none", _ => null },
        Overdue = View == InboxView.Overdue ? true : null,
        Q = Search,
        Sort = Sort,
        Limit = PageSize,
        Cursor = cursor,
    };

    public static int? Count(InboxView view, TaskCountsDto? counts) => view switch
    {
        InboxView.Open => counts?.Open,
        InboxView.Mine => counts?.Mine,
        InboxView.Unassigned => counts?.Unassigned,
        InboxView.Overdue => counts?.Overdue,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Lower(Enum value) => value.ToString().ToLowerInvariant();
}
