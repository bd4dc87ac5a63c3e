using CertWorkflows.Client;
using CertWorkflows.Reviewer.Forms;
using CertWorkflows.Reviewer.Inbox;
using CertWorkflows.Reviewer.Session;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;

namespace CertWorkflows.Reviewer.Tasks;

public sealed partial class TaskPage
{
    /// <summary>The most that the server can be told to take; how much it takes, it says itself.</summary>
    private const long MostBytes = 25 * 1024 * 1024;

    private static readonly Dictionary<string, string> NoErrors = [];

    private IReadOnlyDictionary<string, string> _formErrors = NoErrors;
    private TaskDto? _task;
    private TaskSummaryDto? _next;
    private MeDto? _me;
    private ShownProblem? _problem;
    private string? _loadedId;
    private bool _busy;
    private string? _news;
    private TaskDecision? _decision;
    private IReadOnlyList<TimelineEntryDto> _timeline = [];

    /// <summary>The task's id.</summary>
    [Parameter] public string Id { get; set; } = "";

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private IJSRuntime Browser { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    [Inject] private CurrentUser User { get; set; } = default!;

    [Inject] private TaskTrail Trail { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private IReadOnlyList<(string Key, string Text)> Keys =>
    [
        ("n", L["Keys.Next"]), ("p", L["Keys.Previous"]), ("c", L["Keys.Claim"]), ("u", L["Keys.Release"]), ("a", L["Keys.Approve"]),
        ("r", L["Keys.Reject"]), ("m", L["Keys.Comment"]), ("i", L["Keys.Inbox"]),
    ];

    private bool IsSupervisor => _me?.Groups.Contains("supervisors") == true;

    /// <summary>The next of the list that the user came from, else the one that is due first.</summary>
    private TaskSummaryDto? NextTask => Trail.Beside(Id, 1) ?? _next;

    private bool HeldByOther => _task?.Assignee is { } holder && holder.Username != _me?.Username;

    protected override async Task OnParametersSetAsync()
    {
        if (_loadedId != Id)
        {
            _loadedId = Id;
            _task = null;
            _problem = null;
            _formErrors = NoErrors;
            (_news, _timeline) = (null, []);
            Listen();
            await LoadAsync();
        }
    }

    protected override bool Concerns(ChangeEventDto? change) =>
        change is null || (_task is not null && (change.SubjectId == Id || change.InstanceId == _task.InstanceId));

    protected override async Task RefreshAsync()
    {
        if (_busy || _task is null)
        {
            return;
        }

        var before = _task;
        await Attempt.RunAsync(() => FetchAsync());
        _news = NewsSince(before) ?? _news;
    }

    /// <summary>What somebody else did to the task while the user was looking at it.</summary>
    private string? NewsSince(TaskDto before) => before.Id != _task!.Id ? null
        : before.State == HumanTaskState.Open && _task.Result is { } result ? L["Task.NewsDecided", result.CompletedBy.DisplayName].Value
        : before.Assignee?.Username != _task.Assignee?.Username
            ? _task.Assignee is { } holder ? L["Task.NewsHeld", holder.DisplayName].Value : L["Task.NewsFree"].Value
        : _task.Comments.Count > before.Comments.Count ? L["Task.NewsComment", _task.Comments[^1].By.DisplayName].Value
        : null;

    private async Task LoadAsync() => _problem = await Attempt.RunAsync(async () =>
    {
        _me = await User.GetAsync();
        await FetchAsync();
    });

    private async Task ClaimAsync() => await ActAsync(async () => await Api.Tasks.ClaimAsync(Id, cancellationToken: Leaving));

    private async Task ReleaseAsync() => await ActAsync(async () => await Api.Tasks.ReleaseAsync(Id, cancellationToken: Leaving));

    private async Task HandOverAsync(DelegateTaskRequest request) =>
        await ActAsync(async () => await Api.Tasks.DelegateAsync(Id, request, cancellationToken: Leaving));

    private Task<bool> CommentAsync(string text) => ActAsync(async () =>
    {
        await Api.Tasks.AddCommentAsync(Id, new AddTaskCommentRequest { Text = text }, cancellationToken: Leaving);
        return null;
    });

    private async Task AttachAsync(IBrowserFile file) => await ActAsync(async () =>
    {
        await using var content = file.OpenReadStream(MostBytes, Leaving);
        await Api.Tasks.AttachAsync(Id, file.Name, content, Leaving);
        return null;
    });

    private async Task DetachAsync(TaskAttachmentDto file) => await ActAsync(async () =>
    {
        await Api.Tasks.DetachAsync(Id, file.Id, Leaving);
        return null;
    });

    private async Task OnKeyAsync(string key, string? row)
    {
        switch (key)
        {
            case "n" when NextTask is { } next:
                Navigation.NavigateTo(PageAddress.Of("tasks", next.Id));
                break;
            case "p" when Trail.Beside(Id, -1) is { } previous:
                Navigation.NavigateTo(PageAddress.Of("tasks", previous.Id));
                break;
            case "c" when _task is { State: HumanTaskState.Open, Assignee: null } && !_busy:
                await ClaimAsync();
                break;
            case "u" when _task is { State: HumanTaskState.Open } && !HeldByOther && !_busy:
                await ReleaseAsync();
                break;
            case "a" or "r":
                _decision?.Choose(key == "a" ? "Approve" : "Reject");
                break;
            case "m":
                await Browser.InvokeVoidAsync("certWorkflows.focus", Leaving, "comment-text");
                break;
            case "i":
                Navigation.NavigateTo("./");
                break;
        }
    }

    private async Task DecideAsync(CompleteTaskRequest decision)
    {
        await ActAsync(async () => await Api.Tasks.CompleteAsync(Id, decision, cancellationToken: Leaving));
        ShowErrorsBesideFields();
    }

    /// <summary>Does one thing at a time. Where it does not answer with the task, and after a refusal, that is fetched again.</summary>
    private async Task<bool> ActAsync(Func<Task<TaskDto?>> act)
    {
        _busy = true;
        _formErrors = NoErrors;
        StateHasChanged();
        _news = null;
        TaskDto? changed = null;
        _problem = await Attempt.RunAsync(async () => changed = await act());
        await Attempt.RunAsync(() => FetchAsync(changed));
        _busy = false;
        StateHasChanged(); // the comment's callback is a plain function, after which nothing is rendered by itself
        return _problem is null;
    }

    /// <param name="known">The task as it is now; null fetches it.</param>
    private async Task FetchAsync(TaskDto? known = null)
    {
        var (task, timeline) = (known is null ? Api.Tasks.GetAsync(Id, Leaving) : Task.FromResult(known), Api.Tasks.GetTimelineAsync(Id, Leaving));
        await Task.WhenAll(task, timeline);
        (_task, _timeline) = (await task, (await timeline).Entries);
        if (_task.State != HumanTaskState.Open || !Trail.Has(Id))
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
