using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Server.Studio;

/// <summary>A definition as the designer reads it: whole, with nothing missing or null that it cannot do without.</summary>
internal sealed class StudioDefinitions(DesignerActivities activities, DefinitionCatalog catalog, IWorkflowStore store, TimeProvider clock)
{
    private static readonly string[] Head =
        ["id", "definitionId", "tenantId", "name", "description", "createdAt", "version", "toolVersion"];

    private static readonly string[] Collections = ["variables", "inputs", "outputs", "outcomes"];

    /// <param name="version">The stored version.</param>
    /// <param name="caller">Whose rights decide the links and with them whether Studio lets edit.</param>
    /// <param name="editor">The open editor that it goes to; null for one that opens now.</param>
    public async Task<JsonObject> FullAsync(DefinitionVersion version, Caller caller, string? editor, CancellationToken cancellationToken)
    {
        var definition = version.Definition();
        var source = new Dictionary<string, JsonNode?>(StringComparer.OrdinalIgnoreCase);
        var document = await DocumentAsync(version, cancellationToken);
        foreach (var (name, value) in document)
        {
            source[name] = value?.DeepClone();
        }

        var links = StudioLinks.Of(version, caller, definition.IsReadonly);
        var full = new JsonObject { ["links"] = new JsonArray([.. links.Select(Node)]) };
        foreach (var name in Head)
        {
            full[name] = source.GetValueOrDefault(name);
        }

        full["createdAt"] = version.CreatedAt;
        full["version"] = version.Version;
        full["toolVersion"] = ToolVersion(definition.ToolVersion);
        foreach (var name in Collections)
        {
            full[name] = source.GetValueOrDefault(name) as JsonArray ?? [];
        }

        full["customProperties"] = source.GetValueOrDefault("customProperties") as JsonObject ?? [];
        full["isReadonly"] = definition.IsReadonly;
        full["isSystem"] = definition.IsSystem;
        full["isLatest"] = version.IsLatest;
        full["isPublished"] = version.IsPublished;
        full["options"] = source.GetValueOrDefault("options") as JsonObject ?? [];
        full["root"] = Root(document);
        EditorMark.Set(full, version.IsLatest && StudioLinks.MayEdit(caller) ? Mark(editor, version) : null);
        return full;
    }

    /// <summary>The root activity with node ids and placeholders.</summary>
    public async Task<JsonObject> RootAsync(DefinitionVersion version, CancellationToken cancellationToken) =>
        Root(await DocumentAsync(version, cancellationToken));

    private async Task<JsonObject> DocumentAsync(DefinitionVersion version, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        return await catalog.DocumentAsync(db, version, cancellationToken);
    }

    private JsonObject Root(JsonObject document)
    {
        var root = document["root"]!.DeepClone().AsObject();
        var nodeId = StudioJson.Text(root["nodeId"])!;
        return DesignerForm.Prepare(root, nodeId[..nodeId.LastIndexOf(':')], activities.Current);
    }

    /// <summary>What Studio's client takes: two to four numbers. Anything else breaks it.</summary>
    public static string? ToolVersion(string? text) => Version.TryParse(text, out _) ? text : null;

    public static JsonNode Node(StudioLink link) => new JsonObject { ["href"] = link.Href, ["rel"] = link.Rel, ["method"] = link.Method };

    private string Mark(string? editor, DefinitionVersion version) => string.Create(
        CultureInfo.InvariantCulture, $"{editor ?? NewEditor()}{StudioWrites.MarkSeparator}{version.Revision}");

    private string NewEditor() => Ids.New(clock.GetUtcNow()).ToString("N");
}
