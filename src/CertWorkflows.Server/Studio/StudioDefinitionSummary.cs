using System.Text;
using System.Text.Json;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;

namespace CertWorkflows.Server.Studio;

/// <summary>A definition in Studio's lists.</summary>
internal sealed record StudioDefinitionSummary(
    IReadOnlyList<StudioLink> Links,
    string Id,
    string DefinitionId,
    string? TenantId,
    string? Name,
    string? Description,
    int Version,
    string? ToolVersion,
    bool IsLatest,
    bool IsPublished,
    bool IsReadonly,
    string? ProviderName,
    string MaterializerName,
    bool IsMaterializerAvailable,
    DateTimeOffset CreatedAt)
{
    public static StudioDefinitionSummary Of(DefinitionVersion version, Caller caller)
    {
        var (toolVersion, isReadonly) = ReadHead(version.Json);
        return new StudioDefinitionSummary(
            StudioLinks.OfRow(version, caller, isReadonly),
            version.Id,
            version.DefinitionId,
            null,
            version.Name,
            version.Description,
            version.Version,
            StudioDefinitions.ToolVersion(toolVersion),
            version.IsLatest,
            version.IsPublished,
            isReadonly,
            null,
            "Json",
            true,
            version.CreatedAt);
    }

    /// <summary>Passes over the activities: a list may be of many large definitions.</summary>
    private static (string? ToolVersion, bool IsReadonly) ReadHead(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = Engine.Definitions.DefinitionReader.MaxDepth });
        string? toolVersion = null;
        var isReadonly = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if ("toolVersion".Equals(name, StringComparison.OrdinalIgnoreCase) && reader.TokenType == JsonTokenType.String)
            {
                toolVersion = reader.GetString();
            }
            else if ("isReadonly".Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                isReadonly = reader.TokenType == JsonTokenType.True;
            }

            reader.Skip();
        }

        return (toolVersion, isReadonly);
    }
}
