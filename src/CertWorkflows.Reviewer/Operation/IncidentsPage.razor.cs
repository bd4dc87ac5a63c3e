using CertWorkflows.Client;
using CertWorkflows.Reviewer.Language;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace CertWorkflows.Reviewer.Operation;

public sealed partial class IncidentsPage
{
    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private PagedList<InstanceSummaryDto> _list = default!;
    private IReadOnlyList<InstanceCountDto> _counts = [];
    private IReadOnlyList<BulkInstanceResultDto> _results = [];
    private Dictionary<string, InstanceDto> _details = [];
    private List<string>? _outcomes;
    private string? _outcome;
    private string? _done;
    private string? _loaded;
    private ShownProblem? _problem;
    private bool _busy;

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private IStringLocalizer<Texts> Words { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "definition")] private string? Definition { get; set; }

    /// <summary>The definitions with incidents, and how many instances of each.</summary>
    private IEnumerable<KeyValuePair<string, int>> Definitions => _counts.Where(count => count.Repairable > 0)
        .GroupBy(count => count.DefinitionId, count => count.Repairable, StringComparer.Ordinal)
        .Select(group => KeyValuePair.Create(group.Key, group.Sum()));

    protected override void OnInitialized() => _list = new PagedList<InstanceSummaryDto>(Attempt);

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded != (Definition ?? ""))
        {
            _loaded = Definition ?? "";
            await ReloadAsync();
        }
    }

    private Task ReloadAsync()
    {
        var definition = string.IsNullOrEmpty(Definition) ? null : Definition;
        _chosen.Clear();
        return Task.WhenAll(
            _list.ReloadAsync(cursor => Api.Instances.ListAsync(
                new InstanceListRequest { DefinitionId = definition, Repairable = true, Cursor = cursor }, Leaving)),
            Attempt.RunAsync(async () => _counts = await Api.Instances.CountAsync(cancellationToken: Leaving)));
    }

    private void Filter(ChangeEventArgs change) => Navigation.NavigateTo(PageAddress.Of("incidents", ("definition", change.Value?.ToString())));

    private void Choose((string Id, bool On) change) => _ = change.On ? _chosen.Add(change.Id) : _chosen.Remove(change.Id);

    private void ChooseAll()
    {
        var all = _chosen.Count == _list.Count;
        _chosen.Clear();
        if (!all)
        {
            _chosen.UnionWith(_list.Items.Select(instance => instance.Id));
        }
    }

    private Task<bool> RetryAsync() => ActAsync(
        async () => (await Api.Instances.RetryManyAsync(new RetryInstancesRequest { Filter = Chosen() }, Leaving)).Results, Words["Incident.Done.retry"]);

    private Task<bool> CancelAsync(string reason) => ActAsync(
        async () => (await Api.Instances.CancelManyAsync(new CancelInstancesRequest { Filter = Chosen(), Reason = reason }, Leaving)).Results,
        Words["Incident.Done.cancel"]);

    /// <summary>The outcomes that everything that failed in the chosen instances can have.</summary>
    private async Task FindOutcomesAsync()
    {
        (_outcomes, _outcome) = (null, null);
        _problem = await Attempt.RunAsync(async () =>
        {
            var found = await Task.WhenAll(_chosen.Select(id => Api.Instances.GetAsync(id, Leaving)));
            _details = found.ToDictionary(instance => instance.Id, StringComparer.Ordinal);
            var incidents = found.SelectMany(instance => instance.Incidents).ToList();
            _outcomes = incidents.Count == 0
                ? []
                : [.. incidents.Skip(1).Aggregate(incidents[0].Outcomes.AsEnumerable(), (common, incident) => common.Intersect(incident.Outcomes, StringComparer.Ordinal))];
            _outcome = _outcomes.FirstOrDefault();
        });
    }

    private Task<bool> SkipAsync(string reason) => ActAsync(() => SkipEachAsync(reason), Words["Incident.Done.skip"]);

    // The API skips one failed activity a call; each instance has its own result.
    private async Task<IReadOnlyList<BulkInstanceResultDto>> SkipEachAsync(string reason)
    {
        var results = new List<BulkInstanceResultDto>();
        foreach (var instance in _chosen.Where(_details.ContainsKey).Select(id => _details[id]).ToList())
        {
            ProblemDto? problem = null;
            try
            {
                foreach (var incident in instance.Incidents)
                {
                    await Api.Instances.SkipAsync(
                        instance.Id,
                        new SkipActivityRequest
                        {
                            ActivityId = incident.ActivityId,
                            ActivityInstanceId = incident.ActivityInstanceId,
                            Outcome = _outcome!,
                            Reason = reason,
                        },
                        cancellationToken: Leaving);
                }
            }
            catch (ApiException refused)
            {
                problem = refused.Problem;
            }

            results.Add(new BulkInstanceResultDto { Id = instance.Id, Changed = problem is null, Problem = problem });
        }

        return results;
    }

    private InstanceFilter Chosen() => new() { Ids = [.. _chosen] };

    private async Task<bool> ActAsync(Func<Task<IReadOnlyList<BulkInstanceResultDto>>> act, string done)
    {
        foreach (var instance in _list.Items)
        {
            _names[instance.Id] = ThingLink.NameOf(instance);
        }

        (_busy, _results, _done) = (true, [], null);
        StateHasChanged();
        var asked = _chosen.ToList();
        _problem = await Attempt.RunAsync(async () =>
        {
            var results = await act();
            var found = results.Select(result => result.Id).ToHashSet(StringComparer.Ordinal);

            // What the filter no longer finds was dealt with by somebody else meanwhile.
            _results = [.. results, .. asked.Where(id => !found.Contains(id)).Select(id => new BulkInstanceResultDto { Id = id, Changed = false })];
            _done = done;
        });
        await ReloadAsync();
        _busy = false;
        StateHasChanged();
        return _problem is null;
    }
}
