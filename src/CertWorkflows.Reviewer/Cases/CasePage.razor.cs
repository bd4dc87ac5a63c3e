using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Language;
using CertWorkflows.Reviewer.Session;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;

namespace CertWorkflows.Reviewer.Cases;

/// <summary>One thing of any kind; the address says which.</summary>
public sealed partial class CasePage
{
    private CaseKind _kind = default!;
    private CaseDetail? _case;
    private IReadOnlyList<TaskSummaryDto> _tasks = [];
    private ShownProblem? _problem;
    private bool _worker;
    private string? _loaded;

    /// <summary>Its id.</summary>
    [Parameter] public string Id { get; set; } = "";

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    [Inject] private CurrentUser User { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private string Title => L[$"Case.Title.{_kind.Machine}"];

    private string StateName => JsonNamingPolicy.CamelCase.ConvertName(_case!.State);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        var address = Navigation.ToBaseRelativePath(Navigation.Uri).Split('?', '#')[0];
        if (address == _loaded)
        {
            return Task.CompletedTask;
        }

        _loaded = address;
        _kind = CaseKind.OfAddress(address);
        (_case, _tasks) = (null, []);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var (kind, id) = (_kind, Id);
        CaseDetail? found = null;
        IReadOnlyList<TaskSummaryDto> tasks = [];
        var problem = await Attempt.RunAsync(async () =>
        {
            found = await kind.GetAsync(Api, id, Leaving);
            tasks = await TasksAsync(id);
        });
        if ((kind, id) == (_kind, Id))
        {
            (_case, _tasks, _problem) = (found ?? _case, tasks, problem);
        }
    }

    /// <summary>The open tasks for it that the user may see; those who never work on tasks are not asked for.</summary>
    private async Task<IReadOnlyList<TaskSummaryDto>> TasksAsync(string id)
    {
        var me = await User.GetAsync();
        _worker = me.Roles.Intersect([UserRole.Caller, UserRole.Reviewer, UserRole.Operator]).Any();
        if (!me.Roles.Contains(UserRole.Reviewer) && !me.Roles.Contains(UserRole.Operator))
        {
            return [];
        }

        var page = await Api.Tasks.ListAsync(new TaskListRequest { State = HumanTaskState.Open, Q = id }, Leaving);
        return [.. page.Items.Where(task => task.CaseId == id)];
    }

    private static bool Known(CaseFact fact) => fact switch
    {
        CaseFact.Plain plain => !string.IsNullOrEmpty(plain.Text),
        CaseFact.Why why => !string.IsNullOrEmpty(why.Text),
        CaseFact.Word word => !string.IsNullOrEmpty(word.Text),
        CaseFact.Instant instant => instant.At is not null,
        CaseFact.Link link => link.Id is not null,
        _ => true,
    };

    private string StateText(string state) => L.Or($"{_kind.StateTexts}.{char.ToUpperInvariant(state[0])}{state[1..]}", state);

    private string Why(CaseAction action)
    {
        var code = action.Code is null ? null : L.Or($"Case.Code.{action.Code}", action.Code);
        var rule = action.Rule is null ? null : L[$"Rule.{action.Rule}"] is { ResourceNotFound: false } says ? $"{action.Rule}: {says.Value}" : action.Rule;
        return string.Join(" · ", new[] { code, rule }.Where(text => text is not null));
    }

    private string? WhyText(string? why) => why is null ? null : L.Why(why);
}
