using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Session;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;

namespace CertWorkflows.Reviewer.Cases;

public sealed partial class CasePage
{
    private CaseKind _kind = CaseKinds.All[0];
    private (CaseKind Kind, string Id)? _loaded;
    private JsonElement? _case;
    private IReadOnlyList<HistoryEntry> _history = [];
    private ShownProblem? _problem;
    private TaskSummaryDto? _task;
    private bool _operator;

    /// <summary>The id.</summary>
    [Parameter] public string Id { get; set; } = "";

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    [Inject] private CurrentUser User { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        if (CaseKind.At(Navigation.ToBaseRelativePath(Navigation.Uri)) is { } kind && _loaded != (kind, Id))
        {
            (_kind, _loaded, _case, _task) = (kind, (kind, Id), null, null);
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        var asked = _loaded;
        JsonElement? found = null;
        var problem = await Attempt.RunAsync(async () => found = await _kind.GetAsync(Api, Id, Leaving));
        if (asked != _loaded)
        {
            return;
        }

        (_case, _problem) = (found, problem);
        if (found is { } read)
        {
            _history = read.GetProperty("history").Deserialize<IReadOnlyList<HistoryEntry>>(ApiJson.Options)!;
            StateHasChanged();
            await FindTaskAsync(asked);
        }
    }

    /// <summary>The task and the instance are extras, for those who may see them.</summary>
    private async Task FindTaskAsync((CaseKind Kind, string Id)? asked) => _ = await Attempt.RunAsync(async () =>
    {
        var me = await User.GetAsync();
        _operator = me.Roles.Contains(UserRole.Operator);
        if (!me.Roles.Contains(UserRole.Reviewer) && !_operator)
        {
            return;
        }

        var tasks = await Api.Tasks.ListAsync(new TaskListRequest { State = HumanTaskState.Open, Q = Id, Limit = 1 }, Leaving);
        if (asked == _loaded)
        {
            _task = tasks.Items.Count > 0 ? tasks.Items[0] : null;
        }
    });

    private JsonElement? Member(string name) =>
        _case is { } found && found.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string? Text(string name) => Member(name)?.GetString();
}
