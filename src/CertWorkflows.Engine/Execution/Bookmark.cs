using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Execution;

/// <summary>A point where an instance waits .</summary>
public sealed record Bookmark
{
    /// <summary>What resumes it.</summary>
    public required Guid Id { get; init; }

    /// <summary>Kind of stimulus, e.g. <c>Elsa.Event</c> (6.3).</summary>
    public required string Name { get; init; }

    /// <summary>Hash of name, payload and, if asked for, context (B-1).</summary>
    public required string Hash { get; init; }

    /// <summary>Node id (D-7) of the activity.</summary>
    public required string NodeId { get; init; }

    /// <summary>Id of the activity.</summary>
    public required string ActivityId { get; init; }

    /// <summary>The activity's execution.</summary>
    public required string ContextId { get; init; }

    /// <summary>The turn's time.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it must be resumed by its id; <see langword="null"/> for no deadline. Any distance is allowed (B-18).</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether resuming uses it up. Default <see langword="true"/>.</summary>
    public bool AutoBurn { get; init; } = true;

    /// <summary>What it waits for. Never changed after creation.</summary>
    public JsonObject? Payload { get; init; }

    /// <summary>The activity's own mark, to tell several bookmarks apart.</summary>
    public string? Tag { get; init; }
}

/// <summary>A bookmark an activity asks for.</summary>
public sealed record BookmarkRequest
{
    /// <summary>Kind of stimulus; by convention the activity type.</summary>
    public required string Name { get; init; }

    /// <summary>What it waits for, members in Pascal case and declared order (B-1).</summary>
    public JsonObject? Payload { get; init; }

    /// <summary>What counts for the hash; <see langword="null"/> for the payload.</summary>
    public JsonObject? Hashed { get; init; }

    /// <summary>Names of payload members that do not count for the hash.</summary>
    public IReadOnlyList<string>? NotHashed { get; init; }

    /// <summary>When it is resumed by itself; <see langword="null"/> for never.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether resuming uses it up. Default <see langword="true"/>.</summary>
    public bool AutoBurn { get; init; } = true;

    /// <summary>Whether the hash tells executions apart. Default <see langword="true"/>; events say <see langword="false"/>.</summary>
    public bool IncludeContextId { get; init; } = true;

    /// <summary>The activity's own mark.</summary>
    public string? Tag { get; init; }
}
