using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CertWorkflows.Application.Access;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Server.Endpoints;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Studio;

/// <summary>
/// Bodies as Elsa Studio sends and reads them: members in camel case, choices in Pascal case. It sends every member that it knows, so that
/// unknown ones are passed over here; it reads by the letter.
/// </summary>
internal static class StudioJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 512,
    };

    public static JsonHttpResult<T> Answer<T>(T value) => TypedResults.Json(value, Options);

    /// <summary>A list with its length, as <c>ListResponse</c>.</summary>
    public static JsonHttpResult<StudioList<T>> List<T>(IReadOnlyList<T> items) => Answer(new StudioList<T>(items, items.Count));

    public static async Task<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : new()
    {
        var text = await DefinitionEndpoints.ReadTextAsync(request, cancellationToken);
        if (text.Length == 0)
        {
            return new T();
        }

        try
        {
            return JsonSerializer.Deserialize<T>(text, Options) ?? new T();
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException("body", $"The body cannot be read: {exception.Message}");
        }
    }

    public static async Task<JsonObject> ReadObjectAsync(HttpRequest request, CancellationToken cancellationToken) =>
        Parse(await DefinitionEndpoints.ReadTextAsync(request, cancellationToken));

    public static JsonObject Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = DefinitionReader.MaxDepth, AllowDuplicateProperties = false }) as JsonObject
                ?? throw new InvalidInputException("body", "A JSON object is needed.");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException("body", $"The body is no JSON: {exception.Message}");
        }
    }

    /// <summary>A text that says something; null for any other node.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}

internal sealed record StudioList<T>(IReadOnlyList<T> Items, int Count);

internal sealed record StudioPage<T>(IReadOnlyList<T> Items, int TotalCount, IReadOnlyList<StudioLink>? Links = null);

internal sealed record StudioLink(string Href, string Rel, string Method);
