using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;
using CertWorkflows.Reviewer.Tasks;
using Microsoft.AspNetCore.Components;

namespace CertWorkflows.Reviewer.Board;

/// <summary>Everybody's open tasks: some are chosen, and handed to somebody.</summary>
public sealed partial class BoardTasks
{
    private static readonly string[] Groups = ["refunds", "certificates", "customer-care", "supervisors", "operators"];

    private readonly HashSet<string> _chosen = [];
    private PagedList<TaskSummaryDto> _tasks = default!;
    private IReadOnlyList<ColleagueDto> _people = [];
    private IReadOnlyList<BulkResult> _results = [];
    private ShownProblem? _problem;
    private BoardFilter? _loaded;
    private string? _to;
    private bool _busy;

    /// <summary>What the address says.</summary>
    [Parameter, EditorRequired] public BoardFilter Filter { get; set; } = new();

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    [Inject] private TaskBulk Bulk { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private bool AllChosen => _tasks.Count > 0 && _chosen.Count == _tasks.Count;

    private IEnumerable<ColleagueDto> Workers => _people.Where(
        person => !person.Disabled && person.Groups.Count > 0 && (person.Roles.Contains(UserRole.Reviewer) || person.Roles.Contains(UserRole.Operator)));

    private string Question => string.IsNullOrEmpty(_to)
        ? L["Board.GiveBackQuestion", _chosen.Count]
        : L["Board.AssignQuestion", _chosen.Count, _people.FirstOrDefault(person => person.Username == _to)?.DisplayName ?? _to];

    protected override void OnInitialized() => _tasks = new PagedList<TaskSummaryDto>(Attempt);

    protected override async Task OnInitializedAsync() =>
        _problem = await Attempt.RunAsync(async () => _people = await Colleagues.AllAsync(Api, Leaving));

    protected override async Task OnParametersSetAsync()
    {
        if (Filter != _loaded)
        {
            _results = [];
            await ReloadAsync();
        }
    }

    private async Task ReloadAsync()
    {
        var asked = _loaded = Filter;
        _chosen.Clear();
        await _tasks.ReloadAsync(cursor => Api.Tasks.ListAsync(asked.ToTasks(cursor), Leaving));
    }

    private Task MoreAsync() => _tasks.MoreAsync();

    private async Task AssignAsync()
    {
        _busy = true;
        var results = new List<BulkResult>();
        _problem = await Bulk.AssignAsync(
            [.. _tasks.Items.Where(task => _chosen.Contains(task.Id))], string.IsNullOrEmpty(_to) ? null : _to, results, Leaving);
        _results = results;
        _busy = false;
        if (_problem is null)
        {
            await ReloadAsync();
        }
    }

    private void Choose(string id, bool chosen)
    {
        _ = chosen ? _chosen.Add(id) : _chosen.Remove(id);
    }

    private void ChooseAll(ChangeEventArgs change)
    {
        _chosen.Clear();
        if (change.Value is true)
        {
            _chosen.UnionWith(_tasks.Items.Select(task => task.Id));
        }
    }

    private void Go(BoardFilter filter) => Navigation.NavigateTo((filter with { View = BoardView.Tasks }).ToUrl());

    private static string? Chosen(ChangeEventArgs change) => string.IsNullOrWhiteSpace(change.Value?.ToString()) ? null : change.Value.ToString();
}
