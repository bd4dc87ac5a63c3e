using CertWorkflows.Client;
using CertWorkflows.Reviewer.Session;
using CertWorkflows.Reviewer.Shell;
using CertWorkflows.Reviewer.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CertWorkflows.Reviewer.Inbox;

public sealed partial class InboxPage
{
    private const string KindPrefix = "Kind.";

    private readonly HashSet<string> _selected = new(StringComparer.Ordinal);
    private PagedList<TaskSummaryDto> _tasks = default!;
    private IReadOnlyList<BulkResult> _results = [];
    private InboxFilter _filter = InboxFilter.Parse(null, null, null);
    private InboxFilter? _loaded;
    private TaskCountsDto? _counts;
    private InboxBulk? _bulk;
    private MeDto? _me;
    private bool _dense;

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    [Inject] private CurrentUser User { get; set; } = default!;

    [Inject] private TaskTrail Trail { get; set; } = default!;

    [Inject] private IJSRuntime Browser { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "view")] private string? ViewQuery { get; set; }

    [SupplyParameterFromQuery(Name = "q")] private string? SearchQuery { get; set; }

    [SupplyParameterFromQuery(Name = "sort")] private string? SortQuery { get; set; }

    [SupplyParameterFromQuery(Name = "group")] private string? GroupQuery { get; set; }

    [SupplyParameterFromQuery(Name = "kind")] private string? KindQuery { get; set; }

    private IReadOnlyList<(string Key, string Text)> Keys =>
    [
        ("j, k", L["Keys.Move"]), ("Enter", L["Keys.Open"]), ("x", L["Keys.Select"]), ("c", L["Keys.Claim"]), ("a", L["Keys.Approve"]),
        ("r", L["Keys.Reject"]), ("n", L["Keys.First"]), ("/", L["Keys.Search"]),
    ];

    private IEnumerable<(string Kind, string Text)> Kinds => L.GetAllStrings(includeParentCultures: true)
        .Where(text => text.Name.StartsWith(KindPrefix, StringComparison.Ordinal))
        .Select(text => (text.Name[KindPrefix.Length..], text.Value)).OrderBy(kind => kind.Value, StringComparer.CurrentCulture);

    private IReadOnlyList<TaskSummaryDto> Selected => [.. _tasks.Items.Where(task => _selected.Contains(task.Id))];

    private string EmptyText => L[_filter switch
    {
        { Search: not null } or { Group: not null } or { Kind: not null } => "Inbox.NothingFound",
        { View: InboxView.Done } => "Inbox.NothingDone",
        _ => "Inbox.Empty",
    }];

    protected override async Task OnInitializedAsync()
    {
        _tasks = new PagedList<TaskSummaryDto>(Attempt);
        await Attempt.RunAsync(async () => _me = await User.GetAsync());
        Listen();
    }

    protected override async Task OnParametersSetAsync()
    {
        _filter = InboxFilter.Parse(ViewQuery, SearchQuery, SortQuery, GroupQuery, KindQuery);
        if (_filter != _loaded)
        {
            await ReloadAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && await Browser.InvokeAsync<bool>("certWorkflows.isDense", Leaving))
        {
            _dense = true;
            StateHasChanged();
        }
    }

    protected override bool Concerns(ChangeEventDto? change) => change is null or { Subject: "task" };

    /// <summary>What has been scrolled to stays: as much is fetched again as was there, up to what one answer holds.</summary>
    protected override async Task RefreshAsync()
    {
        if (_tasks.Count <= (_filter.ToRequest(null).Limit ?? 0) && !_tasks.Loading)
        {
            await _tasks.RefreshAsync();
            Trail.Remember(_tasks.Items);
            _selected.IntersectWith(_tasks.Items.Select(task => task.Id));
        }

        await CountAsync();
    }

    private async Task ReloadAsync()
    {
        var asked = _loaded = _filter;
        ClearSelection();
        await Task.WhenAll(_tasks.ReloadAsync(cursor => Api.Tasks.ListAsync(asked.ToRequest(cursor), Leaving)), CountAsync());
        Trail.Remember(_tasks.Items);
    }

    private async Task MoreAsync()
    {
        await _tasks.MoreAsync();
        Trail.Remember(_tasks.Items);
    }

    private async Task CountAsync()
    {
        // The counts are an extra: when they cannot be had, the list says why.
        _ = await Attempt.RunAsync(async () => _counts = await Api.Tasks.GetCountsAsync(Leaving));
    }

    private void Select(string id, bool selected)
    {
        _ = selected ? _selected.Add(id) : _selected.Remove(id);
        _results = [];
        StateHasChanged(); // the table's callback is a plain function, after which nothing is rendered by itself
    }

    private void ClearSelection()
    {
        _selected.Clear();
        _results = [];
    }

    /// <summary>What could not be done stays selected, so that it can be tried again.</summary>
    private async Task BulkDoneAsync(IReadOnlyList<BulkResult> results)
    {
        _results = results;
        _selected.ExceptWith(results.Where(result => result.Problem is null).Select(result => result.Id));
        await RefreshAsync();
    }

    private async Task OnKeyAsync(string key, string? row)
    {
        if (key == "n" && _tasks.Count > 0)
        {
            Navigation.NavigateTo(PageAddress.Of("tasks", _tasks.Items[0].Id));
        }
        else if (key == "x" && row is not null)
        {
            Select(row, !_selected.Contains(row));
        }
        else if (key is "c" or "a" or "r")
        {
            if (_selected.Count == 0 && row is not null)
            {
                Select(row, true);
                StateHasChanged();
                await Task.Yield(); // the bar comes up with the selection
            }

            if (_bulk is not null)
            {
                await _bulk.PressedAsync(key);
            }
        }
        else if (key == "Enter" && row is not null)
        {
            Navigation.NavigateTo(PageAddress.Of("tasks", row));
        }

        StateHasChanged();
    }

    private async Task SwitchDensityAsync()
    {
        _dense = !_dense;
        await Browser.InvokeVoidAsync("certWorkflows.rememberDense", Leaving, _dense);
    }

    private void Go(InboxFilter filter) => Navigation.NavigateTo(filter.ToUrl());

    private static string? Text(ChangeEventArgs change) => change.Value?.ToString() is { Length: > 0 } text ? text : null;
}
