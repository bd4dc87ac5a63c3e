using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Forms;
using CertWorkflows.Reviewer.Language;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CertWorkflows.Reviewer.Tasks;

public sealed partial class TaskDecision
{
    private IReadOnlyList<FormField> _fields = [];
    private IReadOnlyDictionary<string, string> _localErrors = new Dictionary<string, string>();
    private FormAnswers? _answers;
    private TaskOutcomeDto? _chosen;
    private MudButton? _confirm;
    private bool _focusConfirm;
    private JsonElement _data;
    private string? _formOf;
    private string? _begunWith;

    /// <summary>The task to decide.</summary>
    [Parameter, EditorRequired] public required TaskDto Task { get; set; }

    /// <summary>Somebody else holds the task, so the user can only look.</summary>
    [Parameter] public bool HeldByOther { get; set; }

    /// <summary>Something is under way.</summary>
    [Parameter] public bool Busy { get; set; }

    /// <summary>What the server found wrong, by field.</summary>
    [Parameter] public IReadOnlyDictionary<string, string> Errors { get; set; } = new Dictionary<string, string>();

    /// <summary>For how many tasks it is decided; more than one in bulk.</summary>
    [Parameter] public int Count { get; set; } = 1;

    /// <summary>The outcome that a key has chosen already; null for none.</summary>
    [Parameter] public string? Chosen { get; set; }

    /// <summary>The user decided and confirmed.</summary>
    [Parameter] public EventCallback<CompleteTaskRequest> OnDecide { get; set; }

    private bool Locked => HeldByOther || Busy || _chosen is not null;

    protected override void OnParametersSet()
    {
        // What was typed survives a refusal or a comment; only another task brings an empty form.
        if (_formOf != Task.Id)
        {
            _formOf = Task.Id;
            _fields = FormSchema.Read(Task.Form);
            _answers = new FormAnswers(_fields, Time);
        }

        if (_begunWith != Chosen)
        {
            _begunWith = Chosen;
            Choose(Chosen);
        }
    }

    /// <summary>Chooses an outcome by its name, as a key does; it is still to be confirmed. What the task does not offer changes nothing.</summary>
    public void Choose(string? name)
    {
        if (!HeldByOther && !Busy && Task.Outcomes.FirstOrDefault(o => string.Equals(o.Name, name, StringComparison.OrdinalIgnoreCase)) is { } outcome)
        {
            Choose(outcome);
            StateHasChanged();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // While something is under way the button is disabled, and would not take the focus.
        if (_focusConfirm && !Busy && _confirm is not null)
        {
            _focusConfirm = false;
            await _confirm.FocusAsync();
        }
    }

    private string Label(TaskOutcomeDto outcome) => L.Outcome(outcome.Name, outcome.Label);

    private string? ErrorOf(FormField field) =>
        _localErrors.TryGetValue(field.Name, out var key)
            ? L[key, (object?)field.Minimum ?? field.MinLength ?? 0, (object?)field.Maximum ?? field.MaxLength ?? 0]
            : Errors.TryGetValue(field.Name, out var said) ? L.Said(said) : null;

    private void Choose(TaskOutcomeDto outcome)
    {
        if (_answers!.TryRead(out _data, out _localErrors))
        {
            _chosen = outcome;
            _focusConfirm = true;
        }
    }

    private async Task ConfirmAsync()
    {
        var decision = new CompleteTaskRequest { Outcome = _chosen!.Name, Data = _fields.Count > 0 ? _data : null };
        await OnDecide.InvokeAsync(decision);
        _chosen = null;
    }
}
