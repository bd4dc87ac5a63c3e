using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Client;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Definitions that analysts of the scenarios write.</summary>
internal static class Definitions
{
    public static JsonObject Input(string type, string syntax, JsonNode? value) =>
        new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };

    public static JsonObject Text(string text) => Input("String", "Literal", text);

    public static JsonObject Activity(string type, string id, params IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var json = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in members)
        {
            json[name] = value;
        }

        return json;
    }

    public static JsonObject Print(string id) => Activity("Elsa.WriteLine", id, ("text", Text(id)));

    public static JsonObject Event(string id, string name) => Activity("Elsa.Event", id, ("eventName", Text(name)));

    public static JsonObject Sequence(string id, params IEnumerable<JsonObject> activities) =>
        Activity("Elsa.Sequence", id, ("activities", new JsonArray([.. activities])));

    /// <param name="connections">Such as <c>A:True&gt;B</c>.</param>
    public static JsonObject Flowchart(string id, IEnumerable<JsonObject> activities, params IEnumerable<string> connections) => Activity(
        "Elsa.Flowchart",
        id,
        ("activities", new JsonArray([.. activities])),
        ("connections", new JsonArray([.. connections.Select(connection =>
        {
            var ends = connection.Split('>');
            var source = ends[0].Split(':');
            return new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source.Length > 1 ? source[1] : "Done" },
                ["target"] = new JsonObject { ["activity"] = ends[1], ["port"] = "In" },
            };
        })])));

    public static JsonObject Named(string name, JsonObject root, params IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var json = new JsonObject { ["name"] = name, ["toolVersion"] = "3.8.0.0", ["root"] = root };
        foreach (var (member, value) in members)
        {
            json[member] = value;
        }

        return json;
    }

    /// <summary>A definition that others may use as an activity.</summary>
    public static JsonObject Usable(string name, JsonObject root, bool isFollowed = false, params IEnumerable<(string Name, JsonNode? Value)> members) => Named(
        name,
        root,
        [("options", new JsonObject { ["usableAsActivity"] = true, ["autoUpdateConsumingWorkflows"] = isFollowed, ["activityCategory"] = "Checks" }), .. members]);

    public static Task<WorkflowSavedDto> SaveAsync(this Desk desk, string definitionId, JsonObject definition) =>
        desk.Anna.Workflows.SaveDraftAsync(definitionId, JsonSerializer.SerializeToElement(definition));

    public static async Task<WorkflowSavedDto> PublishAsync(this Desk desk, string definitionId, JsonObject definition)
    {
        await desk.SaveAsync(definitionId, definition);
        return await desk.Anna.Workflows.PublishAsync(definitionId);
    }

    /// <summary>The codes of the problems for which publishing is refused.</summary>
    public static async Task<IReadOnlyList<WorkflowProblemDto>> RefusedAsync(this Desk desk, string definitionId, JsonObject definition)
    {
        var saved = await desk.SaveAsync(definitionId, definition);
        var refused = await Assert.ThrowsAsync<ApiException>(() => desk.Anna.Workflows.PublishAsync(definitionId));
        Assert.Equal((422, "invalid-definition"), ((int)refused.Status, refused.Code));
        return [.. saved.Problems.Where(problem => problem.Severity == ProblemSeverity.Error)];
    }

    /// <summary>The ids of the lines that the instance printed, in order.</summary>
    public static async Task<string> PrintedAsync(this Desk desk, string instanceId) => string.Join(
        " | ",
        (await desk.Olga.Instances.GetJournalAsync(instanceId, new JournalRequest { Limit = 200 })).Items
            .Where(entry => entry is { ActivityType: "Elsa.WriteLine", Event: "Completed" }).Select(entry => entry.ActivityId));
}
