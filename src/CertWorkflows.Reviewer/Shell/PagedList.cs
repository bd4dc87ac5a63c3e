using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Shell;

/// <summary>The items that a page has fetched so far. An answer to an earlier question is dropped once there is a newer one.</summary>
internal sealed class PagedList<T>(ApiAttempt attempt) : IPagedList
{
    private List<T> _items = [];
    private Func<string?, Task<Page<T>>>? _fetch;
    private string? _nextCursor;

    public IReadOnlyList<T> Items => _items;

    public int Count => _items.Count;

    public bool Loading { get; private set; } = true;

    public bool HasMore => _nextCursor is not null;

    public ShownProblem? Problem { get; private set; }

    /// <summary>Begins anew.</summary>
    /// <param name="fetch">Asks the API for the page behind a cursor; null is the first.</param>
    public Task ReloadAsync(Func<string?, Task<Page<T>>> fetch)
    {
        _fetch = fetch;
        _items = [];
        _nextCursor = null;
        return MoreAsync();
    }

    /// <summary>Fetches the first page again and shows it in place of what is there, without an empty moment in between.</summary>
    public Task RefreshAsync() => FetchAsync(null);

    /// <summary>Fetches what comes next.</summary>
    public Task MoreAsync() => FetchAsync(_nextCursor);

    private async Task FetchAsync(string? cursor)
    {
        var fetch = _fetch ?? throw new InvalidOperationException("The list was never loaded.");
        Loading = true;
        Page<T>? page = null;
        var problem = await attempt.RunAsync(async () => page = await fetch(cursor));
        if (fetch != _fetch)
        {
            return;
        }

        (Problem, Loading) = (problem, false);
        if (page is not null)
        {
            _items = cursor is null ? [.. page.Items] : [.. _items, .. page.Items];
            _nextCursor = page.NextCursor;
        }
    }
}
