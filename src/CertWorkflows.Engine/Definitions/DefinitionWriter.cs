using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Prints definitions.</summary>
public static class DefinitionWriter
{
    /// <summary>How definitions are written: indented, other scripts' letters as they are.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 512,
    };

    /// <summary>The same options without white space.</summary>
    public static JsonSerializerOptions Compact { get; } = new(Options) { WriteIndented = false };

    /// <summary>The definition as JSON: its source, unknown members included, with the record's own head (ids, version, names, flags).
    /// Reading the text again gives an equal definition.</summary>
    public static string Write(WorkflowDefinition definition) => ToJson(definition).ToJsonString(Options);

    /// <summary>The same without white space, for keeping.</summary>
    public static string WriteCompact(WorkflowDefinition definition) => ToJson(definition).ToJsonString(Compact);

    /// <summary>The same as a new JSON object that the caller may change.</summary>
    public static JsonObject ToJson(WorkflowDefinition definition)
    {
        var json = definition.Source.DeepClone().AsObject();
        Set(json, "id", NullIfEmpty(definition.Id));
        Set(json, "definitionId", NullIfEmpty(definition.DefinitionId));
        Set(json, "tenantId", definition.TenantId);
        Set(json, "name", definition.Name);
        Set(json, "description", definition.Description);
        Set(json, "toolVersion", definition.ToolVersion);
        Set(json, "version", definition.Version, isDefault: definition.Version == 1);
        Set(json, "isReadonly", definition.IsReadonly, isDefault: !definition.IsReadonly);
        Set(json, "isSystem", definition.IsSystem, isDefault: !definition.IsSystem);
        Set(json, "isLatest", definition.IsLatest, isDefault: !definition.IsLatest);
        Set(json, "isPublished", definition.IsPublished, isDefault: !definition.IsPublished);
        SetTime(json, definition.CreatedAt);
        return json;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    // a text that says the same time is left as it was written
    private static void SetTime(JsonObject json, DateTimeOffset? time)
    {
        var written = ActivityJson.Text(json, "createdAt");
        if (time is null || (written is not null
            && DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var same) && same == time))
            return;
        Set(json, "createdAt", time.Value.ToString("O", CultureInfo.InvariantCulture));
    }

    private static void Set(JsonObject json, string name, JsonNode? value) => Set(json, name, value, isDefault: value is null);

    private static void Set(JsonObject json, string name, JsonNode? value, bool isDefault)
    {
        if (!isDefault || ActivityJson.Has(json, name))
            ActivityJson.Set(json, name, value);
    }
}
