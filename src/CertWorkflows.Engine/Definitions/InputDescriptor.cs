using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Definitions;

/// <summary>One input of an activity type.</summary>
public sealed record InputDescriptor
{
    /// <summary>Pascal-cased name; the property in a definition is its camelCase form.</summary>
    public required string Name { get; init; }

    /// <summary>Alias of <see cref="Type"/>.</summary>
    public string TypeName => Type.Alias;

    /// <summary>Label in the designer; never <see langword="null"/>, because Studio shows nothing then.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Helper text.</summary>
    public string? Description { get; init; }

    /// <summary>Sort order in the designer.</summary>
    public double Order { get; init; }

    /// <summary>Whether the designer shows it. Default <see langword="true"/>.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Whether it stems from a workflow used as activity.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary><see langword="true"/> (default): stored as an expression object (D-12); <see langword="false"/>: raw JSON (D-13).</summary>
    public bool IsWrapped { get; init; } = true;

    /// <summary>Editor in the designer, one of <see cref="UiHints"/>.</summary>
    [JsonPropertyName("uiHint")]
    public string UiHint { get; init; } = UiHints.SingleLine;

    /// <summary>Unused by the designer.</summary>
    public string? Category { get; init; }

    /// <summary>Value where the definition says nothing; <see langword="null"/> for none.</summary>
    public object? DefaultValue { get; init; }

    /// <summary>Expression type a code editor starts with.</summary>
    public string? DefaultSyntax { get; init; }

    /// <summary>Whether the editor is disabled.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether evaluated values are withheld from records (E-5).</summary>
    public bool IsSensitive { get; init; }

    /// <summary>Unused by the designer.</summary>
    public string? StorageDriverType { get; init; }

    /// <summary>Options of the editor, see <see cref="UiHints"/>.</summary>
    public JsonObject? UiSpecifications { get; init; }

    /// <summary>The type that values are converted to (E-25). Default Object.</summary>
    [JsonIgnore]
    public TypeRef Type { get; init; } = TypeRef.Object;

    /// <summary>Whether <see cref="DefaultValue"/> also replaces a JSON null (the † of the catalogue, D-12).</summary>
    [JsonIgnore]
    public bool DefaultReplacesNull { get; init; }

    /// <summary>Whether it is evaluated before the activity runs (E-2); otherwise the activity asks for its value. Default <see langword="true"/>.</summary>
    [JsonIgnore]
    public bool IsAutoEvaluated { get; init; } = true;

    /// <summary>Whether publishing is refused without it.</summary>
    [JsonIgnore]
    public bool IsRequired { get; init; }
}

/// <summary>One output of an activity type.</summary>
/// <param name="Name">Pascal-cased name.</param>
/// <param name="Type">Values bound to a variable are converted to it first (D-15).</param>
/// <param name="Description">Helper text.</param>
/// <param name="Order">Sort order in the designer.</param>
public sealed record OutputDescriptor(
    string Name, [property: JsonIgnore] TypeRef Type, string? Description = null, double Order = 0)
{
    /// <summary>Alias of <see cref="Type"/>.</summary>
    public string TypeName => Type.Alias;

    /// <summary>Label in the designer.</summary>
    public string DisplayName { get; init; } = Name;

    /// <summary>Whether the designer shows it. Default <see langword="true"/>.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Whether it stems from a workflow used as activity.</summary>
    public bool IsSynthetic { get; init; }
}
