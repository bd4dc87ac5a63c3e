using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;

namespace CertWorkflows.Reviewer.Inbox;

public sealed partial class InboxPage
{
    private readonly List<TaskSummaryDto> _tasks = [];
    private InboxFilter _filter = InboxFilter.Parse(null, null, null);
    private TaskCountsDto? _counts;
    private ShownProblem? _problem;
    private string? _nextCursor;
    private bool _loading = true;
    private InboxFilter? _loaded;

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "view")] private string? ViewQuery { get; set; }

    [SupplyParameterFromQuery(Name = "q")] private string? SearchQuery { get; set; }

    [SupplyParameterFromQuery(Name = "sort")] private string? SortQuery { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        _filter = InboxFilter.Parse(ViewQuery, SearchQuery, SortQuery);
        if (_filter != _loaded)
        {
            await ReloadAsync();
        }
    }

    private async Task ReloadAsync()
    {
        _loaded = _filter;
        _tasks.Clear();
        _nextCursor = null;
        await Task.WhenAll(MoreAsync(), CountAsync());
    }

    private async Task MoreAsync()
    {
        var asked = _filter;
        _loading = true;
        var problem = await Attempt.RunAsync(async () =>
        {
            var page = await Api.Tasks.ListAsync(asked.ToRequest(_nextCursor), Leaving);
            if (asked == _filter)
            {
                _tasks.AddRange(page.Items);
                _nextCursor = page.NextCursor;
            }
        });
        if (asked == _filter)
        {
            _problem = problem;
            _loading = false;
        }
    }

    private async Task CountAsync()
    {
        // The counts are an extra: when they cannot be had, the list says why.
        _ = await Attempt.RunAsync(async () => _counts = await Api.Tasks.GetCountsAsync(Leaving));
    }

    private void Search(ChangeEventArgs change) => Go(ViewQuery, change.Value?.ToString(), SortQuery);

    private void SortBy(ChangeEventArgs change) => Go(ViewQuery, SearchQuery, change.Value?.ToString());

    private void Go(string? view, string? search, string? sort) =>
        Navigation.NavigateTo(InboxFilter.Parse(view, search, sort).ToUrl());
}
