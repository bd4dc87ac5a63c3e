using System.Text;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>A desk on each database for the tests of a class; each test has definitions and paths of its own.</summary>
public sealed class RouteDesks : IAsyncDisposable
{
    private readonly Dictionary<DatabaseKind, Desk> _desks = [];

    internal async Task<Desk> OfAsync(DatabaseKind database) => _desks.TryGetValue(database, out var desk)
        ? desk
        : _desks[database] = await Desk.OpenAsync(
            database, settings: [("Connectors:Http:AllowPrivateAddresses", "true"), ("HttpEndpoints:MaxRequestBytes", "200000")]);

    public async ValueTask DisposeAsync()
    {
        foreach (var desk in _desks.Values)
        {
            await desk.DisposeAsync();
        }
    }
}

/// <summary>Definitions with routes of their own, and requests to them.</summary>
internal static class RouteRequests
{
    private static readonly Caller Analyst = new("analyst", new HashSet<string> { Roles.Analyst }, new HashSet<string>());

    /// <summary>Publishes a sequence of these activities, with the variables <c>Content</c>, <c>Route</c>, <c>Query</c>, <c>Headers</c> and <c>Files</c>.</summary>
    public static Task<SavedDefinition> ServeAsync(this Desk desk, string definitionId, params string[] activities) => ServeRootAsync(desk, definitionId, $$"""
        { "id": "main", "type": "Elsa.Sequence", "version": 1, "activities": [{{string.Join(",", activities)}}] }
        """);

    /// <summary>Publishes a definition with this root, and with the same variables.</summary>
    public static Task<SavedDefinition> ServeRootAsync(this Desk desk, string definitionId, string root)
    {
        var variables = string.Join(",", new[] { "Content", "Route", "Query", "Headers", "Files" }.Select(name =>
            $$"""{ "id": "{{name}}", "name": "{{name}}", "typeName": "Object", "isArray": false, "value": null, "storageDriverTypeName": "WorkflowInstanceStorageDriver" }"""));
        var draft = new SaveDraft(
            definitionId,
            $$"""{ "definitionId": "{{definitionId}}", "name": "{{definitionId}}", "version": 1, "variables": [{{variables}}], "inputs": [], "outputs": [], "outcomes": [], "root": {{root}} }""",
            Publish: true);
        return desk.Services.GetRequiredService<DefinitionService>().SaveAsync(draft, Analyst, TestContext.Current.CancellationToken);
    }

    public static Task RetractAsync(this Desk desk, string definitionId) =>
        desk.Services.GetRequiredService<DefinitionService>().RetractAsync(definitionId, null, Analyst, TestContext.Current.CancellationToken);

    public static string Endpoint(string id, string path, string methods = "GET", bool starts = true, string more = "") => $$"""
        { "id": "{{id}}", "type": "Elsa.HttpEndpoint", "version": 1, "customProperties": { "canStartWorkflow": {{(starts ? "true" : "false")}} },
          "path": {{Literal(path)}}, "supportedMethods": { "typeName": "List<String>", "expression": { "type": "Object", "value": "[\"{{methods.Replace(",", "\\\",\\\"", StringComparison.Ordinal)}}\"]" } },
          "parsedContent": {{Bound("Content")}}, "routeData": {{Bound("Route")}}, "queryStringData": {{Bound("Query")}}, "headers": {{Bound("Headers")}}, "files": {{Bound("Files")}}{{more}} }
        """;

    public static string Respond(string script, string more = "") => $$"""
        { "id": "{{"respond" + script.Length}}", "type": "Elsa.WriteHttpResponse", "version": 1, "content": {{Script(script)}}{{more}} }
        """;

    public static string Script(string script) => Expression("Object", "JavaScript", script);

    public static string Literal(string text) => Expression("String", "Literal", text);

    public static string Expression(string type, string language, string value) => new JsonObject
    {
        ["typeName"] = type,
        ["expression"] = new JsonObject { ["type"] = language, ["value"] = value },
    }.ToJsonString();

    /// <summary>Sends a request to a workflow.</summary>
    public static async Task<(int Status, string Body, HttpResponseMessage Response)> CallAsync(
        this HttpClient client, string method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"/workflows{path}", UriKind.Relative)) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response);
    }

    public static StringContent Body(string text, string type = "application/json") => new(text, Encoding.UTF8, type);

    public static string Code(this (int Status, string Body, HttpResponseMessage Response) answer) =>
        $"{answer.Status} {JsonNode.Parse(answer.Body)!["code"]} {answer.Response.Content.Headers.ContentType}";

    public static string Problem(int status, string code) => $"{status} {code} application/problem+json";

    private static string Bound(string variable) => $$"""{ "typeName": "Object", "memoryReference": { "id": "{{variable}}" } }""";
}
