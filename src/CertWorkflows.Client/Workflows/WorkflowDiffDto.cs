using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>What makes one version of a workflow another: what runs, apart from where it is drawn.</summary>
public sealed record WorkflowDiffDto
{
    /// <summary>The definition's id.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The version that was there before.</summary>
    public required int From { get; init; }

    /// <summary>The version that came after.</summary>
    public required int To { get; init; }

    /// <summary>Whether both run alike: nothing but the drawing changed, if anything.</summary>
    public required bool RunsAlike { get; init; }

    /// <summary>Activities that came, went, moved or changed.</summary>
    public required IReadOnlyList<ActivityChangeDto> Activities { get; init; }

    /// <summary>Connections that came or went.</summary>
    public required IReadOnlyList<ConnectionChangeDto> Connections { get; init; }

    /// <summary>Members of the definition itself: name, variables, inputs, outputs, outcomes, options.</summary>
    public required IReadOnlyList<MemberChangeDto> Members { get; init; }

    /// <summary>Ids of activities that are only drawn differently.</summary>
    public required IReadOnlyList<string> Layout { get; init; }
}

/// <summary>An activity that is not as it was.</summary>
public sealed record ActivityChangeDto
{
    /// <summary>In which way; one that moved and changed is told twice.</summary>
    public required ActivityChangeType Change { get; init; }

    /// <summary>Its id.</summary>
    public required string ActivityId { get; init; }

    /// <summary>Its type.</summary>
    public required string ActivityType { get; init; }

    /// <summary>Its name, if any.</summary>
    public string? Name { get; init; }

    /// <summary>Id of the activity that it was in; null for none.</summary>
    public string? FromContainer { get; init; }

    /// <summary>Id of the activity that it is in; null for none.</summary>
    public string? ToContainer { get; init; }

    /// <summary>What changed: inputs, outputs and other members.</summary>
    public required IReadOnlyList<MemberChangeDto> Members { get; init; }
}

/// <summary>Ways in which an activity changes.</summary>
public enum ActivityChangeType
{
    /// <summary>It came.</summary>
    Added,

    /// <summary>It went.</summary>
    Removed,

    /// <summary>It is in another container.</summary>
    Moved,

    /// <summary>Its members are not what they were.</summary>
    Changed,
}

/// <summary>A connection that came or went.</summary>
public sealed record ConnectionChangeDto
{
    /// <summary>Whether it came; else it went.</summary>
    public required bool Added { get; init; }

    /// <summary>Id of the flowchart.</summary>
    public required string Container { get; init; }

    /// <summary>Id of the activity that it leaves.</summary>
    public required string Source { get; init; }

    /// <summary>The outcome by which it leaves.</summary>
    public required string Port { get; init; }

    /// <summary>Id of the activity that it leads to.</summary>
    public required string Target { get; init; }
}

/// <summary>A member with another value.</summary>
public sealed record MemberChangeDto
{
    /// <summary>The member, such as <c>text</c> or <c>variables.Amount</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The older value, as the definition has it; null for none.</summary>
    public JsonElement? From { get; init; }

    /// <summary>The newer value, as the definition has it; null for none.</summary>
    public JsonElement? To { get; init; }
}
