using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>One line of an instance's journal.</summary>
public sealed record JournalEntryDto
{
    /// <summary>The place in the journal, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The activity it is about; null when it is about the whole instance.</summary>
    public string? ActivityId { get; init; }

    /// <summary>The activity's name.</summary>
    public string? ActivityName { get; init; }

    /// <summary>The activity's type.</summary>
    public string? ActivityType { get; init; }

    /// <summary>What happened, such as <c>Started</c> or <c>Completed</c>.</summary>
    public required string Event { get; init; }

    /// <summary>More about it.</summary>
    public string? Message { get; init; }

    /// <summary>Who or what caused the turn.</summary>
    public string? By { get; init; }

    /// <summary>Data that goes with it.</summary>
    public JsonElement? Payload { get; init; }
}

/// <summary>Which part of a journal is wanted.</summary>
public sealed record JournalRequest : PageRequest
{
    /// <summary>Entries about one activity; all when left out.</summary>
    public string? ActivityId { get; init; }

    /// <summary>Where to begin; <see cref="JournalOrder.Oldest"/> when left out.</summary>
    public JournalOrder? Order { get; init; }
}

/// <summary>Which end of a journal comes first.</summary>
public enum JournalOrder
{
    /// <summary>The beginning first.</summary>
    Oldest,

    /// <summary>The end first.</summary>
    Newest,
}
