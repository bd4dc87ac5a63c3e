using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Language;
using CertWorkflows.Reviewer.Session;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace CertWorkflows.Reviewer.Operation;

public sealed partial class InstancePage
{
    private const int Shown = 20;

    private InstanceDto? _instance;
    private IReadOnlyList<TaskSummaryDto> _tasks = [];
    private IReadOnlyList<EffectDto> _effects = [];
    private IReadOnlyList<DeadlineDto> _deadlines = [];
    private IReadOnlyList<InstanceVariableDto> _variables = [];
    private IReadOnlyList<InstanceSummaryDto> _children = [];
    private IReadOnlyList<WorkflowVersionDto> _versions = [];
    private bool _moreEffects;
    private bool _moreChildren;
    private bool _operator;
    private ShownProblem? _problem;
    private string? _done;
    private string? _loadedId;
    private bool _busy;

    /// <summary>The instance's id.</summary>
    [Parameter] public string Id { get; set; } = "";

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    [Inject] private CurrentUser User { get; set; } = default!;

    [Inject] private IStringLocalizer<Texts> Words { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        if (_loadedId != Id)
        {
            (_loadedId, _instance, _done) = (Id, null, null);
            await LoadAsync();
        }
    }

    private async Task LoadAsync() => _problem = await Attempt.RunAsync(RefreshAsync);

    private async Task RefreshAsync()
    {
        var asked = Id;
        var instance = await Api.Instances.GetAsync(asked, Leaving);
        var children = await Api.Instances.ListAsync(new InstanceListRequest { ParentId = asked, Limit = Shown }, Leaving);
        _operator = (await User.GetAsync()).Roles.Contains(UserRole.Operator);
        if (_operator)
        {
            await LoadPartsAsync(instance);
        }

        if (asked == Id)
        {
            (_instance, _children, _moreChildren) = (instance, children.Items, children.NextCursor is not null);
        }
    }

    /// <summary>What only operators may see.</summary>
    private async Task LoadPartsAsync(InstanceDto instance)
    {
        var tasks = Api.Instances.GetTasksAsync(instance.Id, Leaving);
        var effects = Api.Effects.ListAsync(new EffectListRequest { InstanceId = instance.Id, Limit = Shown }, Leaving);
        var deadlines = Api.Deadlines.ListAsync(new DeadlineListRequest { InstanceId = instance.Id, Limit = Shown }, Leaving);
        var variables = Api.Instances.GetVariablesAsync(instance.Id, Leaving);
        var versions = Api.Workflows.ListVersionsAsync(instance.DefinitionId, Leaving);
        await Task.WhenAll(tasks, effects, deadlines, variables, versions);
        (_tasks, _variables) = (await tasks, await variables);
        var sent = await effects;
        (_effects, _moreEffects) = (sent.Items, sent.NextCursor is not null);
        (_deadlines, _versions) = ((await deadlines).Items, (await versions).Items);
    }

    private Task<bool> CancelAsync(string reason) => ActAsync(
        () => Api.Instances.CancelAsync(Id, new CancelInstanceRequest { Reason = reason }, _instance!.Version, cancellationToken: Leaving),
        Words["Instance.Done.cancel"]);

    private Task<bool> RetryAsync(string activityId) => ActAsync(
        () => Api.Instances.RetryAsync(Id, new RetryInstanceRequest { ActivityId = activityId }, _instance!.Version, cancellationToken: Leaving),
        Words["Instance.Done.retry", activityId]);

    private Task<bool> SkipAsync(IncidentDto incident, string outcome, string reason) => ActAsync(
        () => Api.Instances.SkipAsync(
            Id,
            new SkipActivityRequest
            {
                ActivityId = incident.ActivityId,
                ActivityInstanceId = incident.ActivityInstanceId,
                Outcome = outcome,
                Reason = reason,
            },
            _instance!.Version,
            cancellationToken: Leaving),
        Words["Instance.Done.skip", incident.ActivityId, outcome]);

    private Task<bool> CancelActivityAsync(string activityId, string reason) => ActAsync(
        () => Api.Instances.CancelActivityAsync(
            Id, new CancelActivityRequest { ActivityId = activityId, Reason = reason }, _instance!.Version, cancellationToken: Leaving),
        Words["Instance.Done.cancel-activity", activityId]);

    private Task<bool> ScheduleAsync(string activityId, string reason) => ActAsync(
        () => Api.Instances.ScheduleActivityAsync(
            Id, new ScheduleActivityRequest { ActivityId = activityId, Reason = reason }, _instance!.Version, cancellationToken: Leaving),
        Words["Instance.Done.schedule", activityId]);

    private Task<bool> MigrateAsync(int version) => ActAsync(
        () => Api.Instances.MigrateAsync(Id, new MigrateInstanceRequest { Version = version }, _instance!.Version, cancellationToken: Leaving),
        Words["Instance.Done.migrate", version]);

    private Task<bool> SetVariableAsync(InstanceVariableDto variable, JsonElement value, string reason) => ActAsync(
        () => Api.Instances.SetVariableAsync(
            Id,
            new SetVariableRequest { Variable = variable.Id, ActivityInstanceId = variable.ActivityInstanceId, Value = value, Reason = reason },
            _instance!.Version,
            cancellationToken: Leaving),
        Words["Instance.Done.set-variable", variable.Name]);

    /// <summary>Does one thing at a time, and fetches all again: after a refusal too, because the instance was not what the page showed.</summary>
    private async Task<bool> ActAsync(Func<Task<InstanceDto>> act, string done)
    {
        (_busy, _problem, _done) = (true, null, null);
        StateHasChanged();
        _problem = await Attempt.RunAsync(act);
        var stale = await Attempt.RunAsync(RefreshAsync);
        _done = _problem is null ? done : null;
        _problem ??= stale;
        _busy = false;
        StateHasChanged(); // the parts' callbacks are plain functions, after which nothing is rendered by itself
        return _done is not null;
    }
}
