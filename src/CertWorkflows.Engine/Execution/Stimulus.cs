namespace CertWorkflows.Engine.Execution;

/// <summary>What a turn gives an instance. A closed family.</summary>
public abstract record Stimulus
{
    private Stimulus()
    {
    }

    /// <summary>Starts a new instance.</summary>
    /// <param name="Input">Input by name, compared ignoring case; not enforced (D-21).</param>
    /// <param name="CorrelationId">Correlation id, or none.</param>
    /// <param name="BusinessKey">The case's own key, or none.</param>
    /// <param name="Name">Instance name, or none.</param>
    /// <param name="Variables">Values for declared variables by name; others become variables of the workflow (X-12a).</param>
    /// <param name="TriggerActivityId">Activity id of the trigger that starts it, or none (F-2, A-20).</param>
    public sealed record Start(
        IReadOnlyDictionary<string, object?> Input,
        string? CorrelationId = null,
        string? BusinessKey = null,
        string? Name = null,
        IReadOnlyDictionary<string, object?>? Variables = null,
        string? TriggerActivityId = null) : Stimulus
    {
        /// <summary>How its flowcharts decide what runs next; <see langword="null"/> for the interpreter's default (F-1).</summary>
        public FlowchartMode? FlowchartMode { get; init; }
    }

    /// <summary>Resumes one bookmark .</summary>
    /// <param name="BookmarkId">The bookmark.</param>
    /// <param name="Input">Merged into the instance input for this turn only.</param>
    public sealed record ResumeBookmark(Guid BookmarkId, IReadOnlyDictionary<string, object?> Input) : Stimulus;

    /// <summary>Resumes every bookmark of the instance that waits for that event .</summary>
    /// <param name="Name">Event name, compared case-sensitively.</param>
    /// <param name="Payload">Result of the Event activity; <see langword="null"/> gives an empty dictionary.</param>
    public sealed record SendEvent(string Name, object? Payload) : Stimulus;

    /// <summary>Cancels the instance (S-13): open activities are cancelled, bookmarks removed.</summary>
    /// <param name="Reason">Written to the journal.</param>
    public sealed record Cancel(string Reason) : Stimulus;

    /// <summary>Runs faulted activities again; re-opens a Faulted instance (S-16, R-6).</summary>
    /// <param name="ActivityInstanceId">That execution only; <see langword="null"/> for all faulted ones.</param>
    /// <param name="ActivityId">Executions of that activity only; <see langword="null"/> for those of any.</param>
    public sealed record RetryFaulted(string? ActivityInstanceId, string? ActivityId = null) : Stimulus;

    /// <summary>Completes a faulted execution in place of its activity, without running it; re-opens a Faulted instance (S-16, R-6).</summary>
    /// <param name="ActivityInstanceId">The execution.</param>
    /// <param name="Outcome">The outcome it completes with. The caller checks that the activity has it.</param>
    public sealed record SkipFaulted(string ActivityInstanceId, string Outcome) : Stimulus;

    /// <summary>Cancels one activity under way and all below it (S-12, S-15); what is around it goes on.</summary>
    /// <param name="ActivityId">The activity.</param>
    /// <param name="ActivityInstanceId">The execution, needed where there are several.</param>
    /// <param name="Reason">Written to the journal.</param>
    public sealed record CancelActivity(string ActivityId, string? ActivityInstanceId, string Reason) : Stimulus;

    /// <summary>Runs an activity of a container under way, out of turn (S-15, F-24).</summary>
    /// <param name="ActivityId">The activity.</param>
    /// <param name="ContainerInstanceId">The execution of the container, needed where there are several.</param>
    /// <param name="Reason">Written to the journal.</param>
    public sealed record ScheduleActivity(string ActivityId, string? ContainerInstanceId, string Reason) : Stimulus;

    /// <summary>Sets a stored variable of an activity under way (S-15); nothing runs. Also for an instance that stopped at a fault.</summary>
    /// <param name="Variable">Id or name of the variable.</param>
    /// <param name="ActivityInstanceId">The execution that has it, needed where there are several.</param>
    /// <param name="Value">The value; it must fit the variable's type.</param>
    /// <param name="Reason">Written to the journal.</param>
    public sealed record SetVariable(string Variable, string? ActivityInstanceId, object? Value, string Reason) : Stimulus;

    /// <summary>Goes on with queued work of a turn that ended at its activity limit .</summary>
    public sealed record Continue : Stimulus;
}
