using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Execution;

/// <summary>One execution of one activity. Valid during its turn only.</summary>
public sealed partial class ActivityContext : IExpressionScope
{
    private readonly WorkflowRun _run;
    private JsonObject? _properties;
    private object?[]? _inputs;

    internal ActivityContext(WorkflowRun run, string id, ActivityNode node, ActivityContext? parent, string? tag, DateTimeOffset startedAt)
    {
        _run = run;
        Id = id;
        Node = node;
        Parent = parent;
        Tag = tag;
        StartedAt = startedAt;
    }

    /// <summary>Id of the execution.</summary>
    public string Id { get; }

    /// <summary>The activity.</summary>
    public ActivityNode Node { get; }

    /// <summary>The execution around it; <see langword="null"/> for the workflow node.</summary>
    public ActivityContext? Parent { get; }

    /// <summary>Tag it was queued with, or <see langword="null"/>.</summary>
    public string? Tag { get; }

    /// <summary>Status.</summary>
    public ActivityStatus Status { get; internal set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Faults in it and below it (S-4).</summary>
    public int FaultCount { get; internal set; }

    /// <summary>The instance: ids, status, correlation id, name. Its lists are those of the turn's beginning.</summary>
    public InstanceState Instance => _run.Instance;

    /// <summary>The turn.</summary>
    public Turn Turn => _run.Turn;

    /// <summary>The workflow.</summary>
    public CompiledWorkflow Workflow => _run.Workflow;

    /// <summary>Whether this activity is the trigger that started the instance in this turn (A-20, B-7).</summary>
    public bool IsTrigger => TriggerActivityId is { } trigger && trigger == Node.Id;

    /// <summary>Activity id of the trigger, in the turn that it started (F-2); <see langword="null"/> otherwise.</summary>
    public string? TriggerActivityId => _run.IsStart ? Instance.TriggerActivityId : null;

    /// <summary>Input that came with the stimulus of this turn; for a start, the instance input. Names compare ignoring case.</summary>
    public IReadOnlyDictionary<string, object?> ResumeInput => _run.StimulusInput;

    /// <summary>The activity's own state; survives suspension.</summary>
    public JsonObject Properties => _properties ??= [];

    /// <summary>State of this turn only, see <see cref="Activity.SaveMemory"/>.</summary>
    public object? Memory { get; set; }

    /// <summary>Whether a break signal has come here or passed by .</summary>
    public bool IsBreaking
    {
        get => _properties?[nameof(IsBreaking)] is not null;
        internal set
        {
            if (value)
                Properties[nameof(IsBreaking)] = true;
            else
                _properties?.Remove(nameof(IsBreaking));
        }
    }

    /// <summary>What a Complete below it chose; then its outcomes whatever else completes it.</summary>
    internal IReadOnlyList<string>? ChosenOutcomes { get; set; }

    /// <summary>Its own open bookmarks in order of creation.</summary>
    public IReadOnlyList<Bookmark> Bookmarks => _run.BookmarksOf(this);

    /// <summary>The evaluated input, converted; <see langword="default"/> where it is null (E-25).</summary>
    /// <param name="name">Pascal-cased name.</param>
    /// <exception cref="ArgumentException">The activity declares no such input.</exception>
    public T? Input<T>(string name) => Input(name) switch
    {
        null => default,
        T value => value,
        var other => (T?)ValueConversion.Convert(other, typeof(T)),
    };

    /// <summary>The evaluated input; <see langword="null"/> where it has no value.</summary>
    /// <param name="name">Pascal-cased name.</param>
    /// <exception cref="ArgumentException">The activity declares no such input.</exception>
    public object? Input(string name)
    {
        var inputs = Node.Inputs;
        for (var index = 0; index < inputs.Count; index++)
        {
            if (inputs[index].Descriptor.Name == name)
                return _inputs?[index];
        }

        throw new ArgumentException($"Activity type {Node.Type} declares no input '{name}'.", nameof(name));
    }

    /// <summary>Whether the definition gives that input a value (not absent, not null).</summary>
    public bool HasInput(string name) => Node.FindInput(name)?.IsGiven == true;

    /// <summary>Evaluates an expression in this scope, for inputs the activity evaluates itself (E-2).</summary>
    /// <exception cref="ExpressionException">It failed.</exception>
    public object? Evaluate(Expression expression, TypeRef target, ScriptArguments? arguments = null)
        => _run.Evaluator.Evaluate(expression, target, this, arguments);

    /// <summary>Writes an output: to the register, to the bound variable and to the workflow output of that name (D-14, D-15, X-15).</summary>
    /// <param name="name">Pascal-cased name.</param>
    /// <param name="value">The value.</param>
    public void SetOutput(string name, object? value) => WriteOutput(name, value);

    /// <summary>Writes an output of the instance, declared or not .</summary>
    public void SetInstanceOutput(string name, object? value) => _run.SetInstanceOutput(name, value);

    /// <summary>Creates a bookmark; return <see cref="ActivityResult.Wait"/> afterwards.</summary>
    public Bookmark Wait(BookmarkRequest request) => _run.AddBookmark(this, request);

    /// <summary>Removes one of its own bookmarks.</summary>
    public void Burn(Bookmark bookmark) => _run.RemoveBookmark(bookmark);

    /// <summary>Adds a journal entry.</summary>
    /// <param name="eventName">What happened.</param>
    /// <param name="message">Text, or <see langword="null"/>.</param>
    /// <param name="payload">Details, or <see langword="null"/>.</param>
    public void Journal(string eventName, string? message, JsonNode? payload = null)
        => _run.Write(eventName, this, message, data: payload);

    /// <summary>Writes a line of the turn's output; <see langword="null"/> an empty one.</summary>
    public void WriteLine(string? text) => _run.Lines.Add(text ?? "");

    /// <summary>Asks the host for something that is done once the turn is committed.</summary>
    public void Ask(HostRequest request) => _run.Requests.Add(request);

    /// <summary>Answers the request that waits for this turn .</summary>
    /// <exception cref="WorkflowFaultException"><c>NoHttpContext</c>: none waits; <c>ResponseWritten</c>: it is answered already.</exception>
    public void Answer(HttpReply reply)
    {
        if (!Turn.HasRequest)
            throw new WorkflowFaultException("No request waits for an answer: the workflow was not started or resumed by one, or has waited since.", "NoHttpContext", "HTTP");
        if (_run.Reply is not null)
            throw new WorkflowFaultException("The request is answered already; a request has one answer.", "ResponseWritten", "HTTP");
        _run.Reply = reply;
    }

    /// <summary>Cancels the instance once this activity has returned (S-13).</summary>
    public void RequestCancel(string reason) => _run.CancelReason ??= reason;
}
