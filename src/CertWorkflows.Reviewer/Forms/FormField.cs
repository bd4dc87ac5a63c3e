using System.Text.Json;

namespace CertWorkflows.Reviewer.Forms;

/// <summary>One property of a task's form.</summary>
public sealed record FormField
{
    /// <summary>The property's name.</summary>
    public required string Name { get; init; }

    /// <summary>What to call it; the name when the schema has no title.</summary>
    public required string Label { get; init; }

    /// <summary>A hint below the label.</summary>
    public string? Description { get; init; }

    /// <summary>How it is filled in.</summary>
    public required FieldKind Kind { get; init; }

    /// <summary>The HTML input type of a <see cref="FieldKind.Text"/>: <c>text</c>, <c>email</c>, <c>url</c> or <c>tel</c>.</summary>
    public string InputType { get; init; } = "text";

    /// <summary>Whether a decision without it is refused.</summary>
    public bool Required { get; init; }

    /// <summary>The value it starts with, as the user would type it; empty for none.</summary>
    public string Initial { get; init; } = "";

    /// <summary>What a <see cref="FieldKind.Choice"/> offers.</summary>
    public IReadOnlyList<FormChoice> Choices { get; init; } = [];

    /// <summary>The least number allowed.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>The greatest number allowed.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>The least number of characters.</summary>
    public int? MinLength { get; init; }

    /// <summary>The greatest number of characters.</summary>
    public int? MaxLength { get; init; }

    /// <summary>A regular expression that the text must match somewhere.</summary>
    public string? Pattern { get; init; }
}

/// <summary>Something to choose.</summary>
/// <param name="Key">What the page knows it by: its JSON text.</param>
/// <param name="Label">What to call it.</param>
/// <param name="Value">What is sent.</param>
public sealed record FormChoice(string Key, string Label, JsonElement Value);
