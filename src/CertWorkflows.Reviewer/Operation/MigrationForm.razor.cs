using System.Globalization;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;

namespace CertWorkflows.Reviewer.Operation;

/// <summary>Moves the instances of one version to another: nothing moves before it was said what would happen to each.</summary>
public sealed partial class MigrationForm
{
    private IReadOnlyList<BulkInstanceResultDto> _results = [];
    private BulkInstancesResponse? _preview;
    private ShownProblem? _problem;
    private int _from;
    private int _to;
    private bool _more;
    private bool _moved;
    private bool _busy;

    /// <summary>The definition.</summary>
    [Parameter, EditorRequired] public string DefinitionId { get; set; } = "";

    /// <summary>Its versions, newest first.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<WorkflowVersionDto> Versions { get; set; }

    /// <summary>How many run on each.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<InstanceCountDto> Counts { get; set; }

    /// <summary>Instances have been moved.</summary>
    [Parameter] public EventCallback OnMoved { get; set; }

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    private List<string> Possible => [.. _preview!.Results.Where(result => result.Problem is null).Select(result => result.Id)];

    protected override void OnParametersSet()
    {
        if (_from == 0)
        {
            _to = (Versions.FirstOrDefault(version => version.Published) ?? Versions[0]).Version;
            var others = Versions.Where(version => version.Version != _to).ToList();
            _from = (others.Find(version => Running(version.Version) > 0) ?? others[0]).Version;
        }
    }

    private static int Number(ChangeEventArgs change) => int.Parse(change.Value!.ToString()!, CultureInfo.InvariantCulture);

    private int Running(int version) => Counts.FirstOrDefault(count => count.Version == version)?.Running ?? 0;

    private void Choose(int from, int to) => (_from, _to, _preview, _results, _more, _moved) = (from, to, null, [], false, false);

    private Task PreviewAsync() => RunAsync(async () =>
    {
        _preview = await MoveAsync(new InstanceFilter { DefinitionId = DefinitionId, DefinitionVersion = _from }, dryRun: true);
        (_results, _more, _moved) = (_preview.Results, _preview.More, false);
    });

    private async Task MigrateAsync()
    {
        // Exactly those that were looked at: others may have begun meanwhile.
        await RunAsync(async () =>
        {
            var answer = await MoveAsync(new InstanceFilter { Ids = Possible, DefinitionId = DefinitionId, DefinitionVersion = _from }, dryRun: false);
            (_results, _moved, _preview) = (answer.Results, true, null);
        });
        await OnMoved.InvokeAsync();
    }

    private Task<BulkInstancesResponse> MoveAsync(InstanceFilter filter, bool dryRun) =>
        Api.Instances.MigrateManyAsync(new MigrateInstancesRequest { Filter = filter, Version = _to, DryRun = dryRun }, Leaving);

    private async Task RunAsync(Func<Task> act)
    {
        _busy = true;
        _problem = await Attempt.RunAsync(act);
        _busy = false;
    }
}
