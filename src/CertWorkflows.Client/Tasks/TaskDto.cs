using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>A task with all that a decision needs.</summary>
public sealed record TaskDto : TaskSummaryDto
{
    /// <summary>The workflow instance that waits for it.</summary>
    public required string InstanceId { get; init; }

    /// <summary>That instance's definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Who may do it: members of the group who are not excluded.</summary>
    public required IReadOnlyList<PersonDto> Candidates { get; init; }

    /// <summary>What is known about the case, in reading order.</summary>
    public required IReadOnlyList<TaskFactDto> Facts { get; init; }

    /// <summary>The rule that applies; null when none does.</summary>
    public TaskRuleDto? Rule { get; init; }

    /// <summary>A JSON Schema (object) of the data that a decision needs; null when it needs none.</summary>
    public JsonElement? Form { get; init; }

    /// <summary>What was said, oldest first.</summary>
    public required IReadOnlyList<TaskCommentDto> Comments { get; init; }

    /// <summary>Files that were put beside it, oldest first.</summary>
    public required IReadOnlyList<TaskAttachmentDto> Attachments { get; init; }

    /// <summary>Business days from today to the day it is due, negative when that is past; null without a limit and once it is closed.</summary>
    public int? BusinessDaysLeft { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<TaskHistoryDto> History { get; init; }

    /// <summary>Where to go on.</summary>
    public required TaskLinksDto Links { get; init; }

    /// <summary>What was decided; null while the task is open or when it was cancelled.</summary>
    public TaskResultDto? Result { get; init; }

    /// <summary>The version for <c>If-Match</c>.</summary>
    public required long Version { get; init; }
}

/// <summary>One thing known about the case.</summary>
public sealed record TaskFactDto
{
    /// <summary>The camelCase name, such as <c>paidAt</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What to call it; clients know the usual names in their languages.</summary>
    public string? Label { get; init; }

    /// <summary>Text, number, boolean, instant, money, or null when it is not known.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>The id of the rule that looks at it, such as <c>RF-8</c>.</summary>
    public string? Rule { get; init; }
}

/// <summary>A rule of the domain.</summary>
public sealed record TaskRuleDto
{
    /// <summary>The rule's id, such as <c>RF-8</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What the rule says.</summary>
    public required string Text { get; init; }
}

/// <summary>Something that can be decided.</summary>
public sealed record TaskOutcomeDto
{
    /// <summary>What to send as <see cref="CompleteTaskRequest.Outcome"/>.</summary>
    public required string Name { get; init; }

    /// <summary>What to call it; the name when left out.</summary>
    public string? Label { get; init; }
}

/// <summary>Something said about a task.</summary>
public sealed record TaskCommentDto
{
    /// <summary>The comment's id.</summary>
    public required string Id { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who said it.</summary>
    public required PersonDto By { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>Who is named in it, as <c>@username</c>.</summary>
    public required IReadOnlyList<PersonDto> Mentions { get; init; }
}

/// <summary>A file beside a task.</summary>
public sealed record TaskAttachmentDto
{
    /// <summary>The file's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The media type that it is served as.</summary>
    public required string ContentType { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 of the content, hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Who put it there.</summary>
    public required PersonDto By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Something that happened to a task.</summary>
public sealed record TaskHistoryDto
{
    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who or what did it: a username, or <c>system</c>.</summary>
    public required string By { get; init; }

    /// <summary>For whom, where the task was delegated to who did it; null otherwise.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary><c>created</c>, <c>claimed</c>, <c>released</c>, <c>delegated</c>, <c>delegation-ended</c>, <c>commented</c>, <c>attached</c>, <c>detached</c>, <c>escalated</c>,
    /// <c>overdue</c>, <c>completed</c> or <c>cancelled</c>.</summary>
    public required string Event { get; init; }

    /// <summary>More about it: whom it was delegated to, what was decided.</summary>
    public string? Detail { get; init; }
}

/// <summary>Addresses beside a task, all paths below the server's root.</summary>
public sealed record TaskLinksDto
{
    /// <summary>The workflow's picture with the present step highlighted.</summary>
    public string? Diagram { get; init; }

    /// <summary>The case in this API.</summary>
    public string? Case { get; init; }

    /// <summary>The workflow instance.</summary>
    public string? Instance { get; init; }
}

/// <summary>What was decided.</summary>
public sealed record TaskResultDto
{
    /// <summary>The outcome's name.</summary>
    public required string Outcome { get; init; }

    /// <summary>The form's data.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Who decided.</summary>
    public required PersonDto CompletedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CompletedAt { get; init; }
}
