using CertWorkflows.Client;
using CertWorkflows.Reviewer.Forms;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;

namespace CertWorkflows.Reviewer.Tasks;

public sealed partial class TaskPage
{
    private static readonly Dictionary<string, string> NoErrors = [];

    private IReadOnlyDictionary<string, string> _formErrors = NoErrors;
    private TaskDto? _task;
    private TaskSummaryDto? _next;
    private MeDto? _me;
    private ShownProblem? _problem;
    private string? _loadedId;
    private bool _busy;

    /// <summary>The task's id.</summary>
    [Parameter] public string Id { get; set; } = "";

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    private bool HeldByOther => _task?.Assignee is { } holder && holder.Username != _me?.Username;

    protected override async Task OnParametersSetAsync()
    {
        if (_loadedId != Id)
        {
            _loadedId = Id;
            _task = null;
            _problem = null;
            _formErrors = NoErrors;
            await LoadAsync();
        }
    }

    private async Task LoadAsync() => _problem = await Attempt.RunAsync(async () =>
    {
        _me ??= await Api.Administration.GetMeAsync(Leaving);
        await RefreshAsync();
    });

    private async Task ClaimAsync() => await ActAsync(async () => _task = await Api.Tasks.ClaimAsync(Id, cancellationToken: Leaving));

    private async Task ReleaseAsync() => await ActAsync(async () => _task = await Api.Tasks.ReleaseAsync(Id, cancellationToken: Leaving));

    private Task<bool> CommentAsync(string text) => ActAsync(async () =>
    {
        await Api.Tasks.AddCommentAsync(Id, new AddTaskCommentRequest { Text = text }, cancellationToken: Leaving);
        await RefreshAsync();
    });

    private async Task DecideAsync(CompleteTaskRequest decision)
    {
        await ActAsync(async () =>
        {
            _task = await Api.Tasks.CompleteAsync(Id, decision, cancellationToken: Leaving);
            await FindNextAsync();
        });
        ShowErrorsBesideFields();
    }

    /// <summary>Does one thing at a time. After a refusal the task is fetched again, because it was not what the page showed.</summary>
    private async Task<bool> ActAsync(Func<Task> act)
    {
        _busy = true;
        _formErrors = NoErrors;
        StateHasChanged();
        _problem = await Attempt.RunAsync(act);
        if (_problem is not null)
        {
            await Attempt.RunAsync(RefreshAsync);
        }

        _busy = false;
        StateHasChanged(); // the comment's callback is a plain function, after which nothing is rendered by itself
        return _problem is null;
    }

    private async Task RefreshAsync()
    {
        _task = await Api.Tasks.GetAsync(Id, Leaving);
        if (_task.State != HumanTaskState.Open)
        {
            await FindNextAsync();
        }
    }

    private async Task FindNextAsync()
    {
        var request = new TaskListRequest { State = HumanTaskState.Open, Sort = TaskSort.Due, Limit = 2 };
        _next = (await Api.Tasks.ListAsync(request, Leaving)).Items.FirstOrDefault(task => task.Id != Id);
    }

    private void ShowErrorsBesideFields()
    {
        if (_problem is not { Errors.Count: > 0 } || _task is null)
        {
            return;
        }

        var fields = FormSchema.Read(_task.Form).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var beside = _problem.Errors.Where(error => fields.Contains(FormAnswers.FieldOf(error.Key))).ToList();
        _formErrors = beside
            .GroupBy(error => FormAnswers.FieldOf(error.Key), error => error.Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => string.Join(' ', group.SelectMany(messages => messages)), StringComparer.Ordinal);
        _problem = _problem with { Errors = _problem.Errors.Except(beside).ToDictionary(StringComparer.Ordinal) };
    }
}
