using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Engine.Execution;

/// <summary>One journal record (S-20).</summary>
/// <param name="Sequence">Per instance from 0 on, without gaps, over all turns.</param>
/// <param name="Timestamp">The turn's time.</param>
/// <param name="EventName">See <see cref="JournalEvents"/>, or an activity's own.</param>
/// <param name="Node">The activity; the workflow node for entries of the instance.</param>
/// <param name="ActivityInstanceId">The execution; the instance id for entries of the instance.</param>
/// <param name="ParentActivityInstanceId">The parent's execution, if any.</param>
/// <param name="Message">Text, if any.</param>
/// <param name="Outcomes">Outcomes of a Completed entry; <see langword="null"/> otherwise.</param>
/// <param name="Data">What the activity added; may be <see langword="null"/>.</param>
public sealed record JournalEntry(
    long Sequence,
    DateTimeOffset Timestamp,
    string EventName,
    ActivityNode Node,
    string ActivityInstanceId,
    string? ParentActivityInstanceId,
    string? Message = null,
    IReadOnlyList<string>? Outcomes = null,
    JsonNode? Data = null)
{
    /// <summary>Id of the activity.</summary>
    public string ActivityId => Node.Id;

    /// <summary>Node id (D-7).</summary>
    public string ActivityNodeId => Node.NodeId;

    /// <summary>Type name.</summary>
    public string ActivityType => Node.Type;

    /// <summary>Type version.</summary>
    public int ActivityTypeVersion => Node.Version;

    /// <summary>The author's name of the activity, if any.</summary>
    public string? ActivityName => Node.Name;

    /// <summary>Where the activity was written, from <c>customProperties.source</c> (D-8), if anywhere.</summary>
    public string? Source => Node.SourceLocation;

    /// <summary>The payload to store: the data, with <c>Outcomes</c> for a Completed entry.</summary>
    public JsonNode? Payload => Outcomes is null
        ? Data
        : new JsonObject { [nameof(Outcomes)] = new JsonArray([.. Outcomes.Select(outcome => (JsonNode)outcome)]) };
}

/// <summary>Names of journal events (S-21).</summary>
public static class JournalEvents
{
    /// <summary>An execution begins.</summary>
    public const string Started = "Started";

    /// <summary>An execution goes on from a bookmark.</summary>
    public const string Resumed = "Resumed";

    /// <summary>An execution waits at a bookmark.</summary>
    public const string Suspended = "Suspended";

    /// <summary>An execution is over.</summary>
    public const string Completed = "Completed";

    /// <summary>An execution failed.</summary>
    public const string Faulted = "Faulted";

    /// <summary>A failed execution is run again by an operator.</summary>
    public const string Retried = "Retried";

    /// <summary>A failed execution is completed by an operator with an outcome of his choice.</summary>
    public const string Skipped = "Skipped";

    /// <summary>An operator has changed something by hand: cancelled or scheduled an activity, set a variable.</summary>
    public const string Altered = "Altered";

    /// <summary>The instance goes on with another version of its definition.</summary>
    public const string Migrated = "Migrated";

    /// <summary>An execution was cancelled.</summary>
    public const string Canceled = "Canceled";

    /// <summary>The instance was cancelled.</summary>
    public const string WorkflowCancelled = "Workflow cancelled";
}
