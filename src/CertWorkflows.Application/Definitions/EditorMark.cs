using System.Text.Json.Nodes;

namespace CertWorkflows.Application.Definitions;

/// <summary>Which open editor saved a draft last: kept inside the draft's <c>customProperties</c>, and in no file or answer outside the designer.</summary>
public static class EditorMark
{
    public const string Member = "certWorkflowsEditor";

    private const string Properties = "customProperties";

    /// <summary>The mark of a definition's JSON; null where it has none.</summary>
    public static string? Of(JsonObject definition) =>
        definition[Properties] is JsonObject properties && properties[Member] is JsonValue value && value.TryGetValue<string>(out var mark) ? mark : null;

    /// <summary>Sets the mark, or takes it away.</summary>
    public static void Set(JsonObject definition, string? mark)
    {
        if (mark is not null)
        {
            if (definition[Properties] is not JsonObject properties)
            {
                definition[Properties] = properties = [];
            }

            properties[Member] = mark;
        }
        else
        {
            (definition[Properties] as JsonObject)?.Remove(Member);
        }
    }
}
