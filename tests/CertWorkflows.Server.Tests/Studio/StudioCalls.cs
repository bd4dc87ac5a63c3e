using System.Text.Json.Nodes;
using CertWorkflows.Server.Tests.Api;

namespace CertWorkflows.Server.Tests.Studio;

/// <summary>Studio's calls in short.</summary>
internal static class StudioCalls
{
    public const string Base = "/elsa/api";

    public static Task<Answer> StudioAsync(this HttpClient client, string path) => client.ReadAsync($"{Base}/{path}");

    public static Task<Answer> StudioAsync(this HttpClient client, string path, JsonNode? body) => client.SubmitAsync($"{Base}/{path}", body?.ToJsonString());

    /// <summary>Creates a definition as the Create dialog does, saves it with that root, and publishes it if wanted; answers it whole.</summary>
    public static async Task<JsonObject> CreateAsync(this HttpClient analyst, string name, string root, bool publish = false, string more = "{}")
    {
        var model = JsonNode.Parse($$"""
            {"model":{"definitionId":null,"name":"{{name}}","description":null,"toolVersion":"3.8.0.0","variables":null,"inputs":null,"outputs":null,
             "outcomes":null,"customProperties":null,"isReadonly":false,"options":null,"root":{{root}},"links":null,"createdAt":"0001-01-01T00:00:00+00:00",
             "version":1,"isLatest":true,"isPublished":false,"id":null},"publish":{{(publish ? "true" : "null")}}}
            """)!;
        foreach (var (member, value) in JsonNode.Parse(more)!.AsObject())
        {
            model["model"]![member] = value?.DeepClone();
        }

        var created = await analyst.StudioAsync("workflow-definitions", model);
        Assert.True(created.Status == 200, created.Body?.ToJsonString());
        return created.Body!["workflowDefinition"]!.AsObject();
    }

    /// <summary>Saves what an editor holds, as it does.</summary>
    public static Task<Answer> SaveAsync(this HttpClient analyst, JsonNode definition, bool publish = false) =>
        analyst.StudioAsync("workflow-definitions", new JsonObject { ["model"] = definition.DeepClone(), ["publish"] = publish });

    public static string Id(this JsonNode definition) => definition["definitionId"]!.GetValue<string>();

    public static string VersionId(this JsonNode definition) => definition["id"]!.GetValue<string>();

    public static IEnumerable<string> Rels(this JsonNode answer) => answer["links"]!.AsArray().Select(link => link!["rel"]!.GetValue<string>());

    public static string Messages(this Answer refused)
    {
        Assert.Equal(400, refused.Status);
        return string.Join('\n', refused.Body!["errors"]!["generalErrors"]!.AsArray().Select(message => message!.GetValue<string>()));
    }

    /// <summary>A flowchart of one activity after the other, each given as JSON without its braces.</summary>
    public static string Flow(params string[] activities)
    {
        var nodes = activities.Select((activity, index) => $$"""{"id":"a{{index}}","version":1,{{activity}}}""");
        var connections = activities.Skip(1).Select((_, index) =>
            $$"""{"source":{"activity":"a{{index}}","port":"Done"},"target":{"activity":"a{{index + 1}}","port":"In"},"vertices":[]}""");
        return $$"""{"id":"flow","type":"Elsa.Flowchart","version":1,"name":"Flowchart1","activities":[{{string.Join(',', nodes)}}],"connections":[{{string.Join(',', connections)}}]}""";
    }

    public static string Fail => Activity("Elsa.Fault", "Boom", "message", "Boom");

    public static string Line(string text) => Activity("Elsa.WriteLine", "Say", "text", text);

    public static string Wait(string eventName) => Activity("Elsa.Event", "Wait", "eventName", eventName);

    private static string Activity(string type, string name, string input, string value) =>
        $$$"""
        "type":"{{{type}}}","name":"{{{name}}}","{{{input}}}":{"typeName":"String","expression":{"type":"Literal","value":"{{{value}}}"}}
        """;
}
