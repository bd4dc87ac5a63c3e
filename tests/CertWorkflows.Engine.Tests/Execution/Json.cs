using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Tests.Execution;

/// <summary>Builds definitions as Studio writes them, in as few words as possible.</summary>
internal static class Json
{
    public static JsonObject Input(string type, string expression, JsonNode? value) => new()
    {
        ["typeName"] = type,
        ["expression"] = new JsonObject { ["type"] = expression, ["value"] = value },
    };

    public static JsonObject Text(string value) => Input("String", "Literal", value);

    public static JsonObject Script(string value) => Input("Object", "JavaScript", value);

    public static JsonObject BoundTo(string target) => new()
    {
        ["typeName"] = "Object",
        ["memoryReference"] = new JsonObject { ["id"] = target },
    };

    public static JsonObject Activity(string type, string id, params IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var json = new JsonObject
        {
            ["id"] = id,
            ["name"] = id,
            ["type"] = type,
            ["version"] = 1,
            ["customProperties"] = new JsonObject(),
            ["metadata"] = new JsonObject(),
        };
        foreach (var (name, value) in members)
            json[name] = value;
        return json;
    }

    public static JsonObject Print(string id) => Activity("Elsa.WriteLine", id, ("text", Text(id)));

    public static JsonObject Event(string id, string eventName) => Activity("Elsa.Event", id, ("eventName", Text(eventName)));

    public static JsonObject Sequence(string id, params IEnumerable<JsonObject> activities)
        => Activity("Elsa.Sequence", id, ("activities", new JsonArray([.. activities])));

    public static JsonObject If(string id, bool condition, JsonObject? then, JsonObject? otherwise = null)
        => Activity("Elsa.If", id, ("condition", Input("Boolean", "Literal", condition)), ("then", then), ("else", otherwise));

    public static JsonObject Join(string id, string mode) => Activity("Elsa.FlowJoin", id, ("mode", Text(mode)));

    public static JsonObject Decision(string id, bool value)
        => Activity("Elsa.FlowDecision", id, ("condition", Input("Boolean", "Literal", value)));

    public static JsonObject SetVariable(string id, string variableId, JsonObject value)
        => Activity("Elsa.SetVariable", id, ("variable", new JsonObject { ["id"] = variableId }), ("value", value));

    public static JsonObject Variable(string id, string type, string? value = null, bool isStored = true) => new()
    {
        ["id"] = id,
        ["name"] = id,
        ["typeName"] = type,
        ["isArray"] = false,
        ["value"] = value,
        ["storageDriverTypeName"] = isStored ? "WorkflowInstanceStorageDriver" : null,
    };

    /// <summary>A flowchart in the notation of the specification: <c>A>B</c>, <c>A:True>B</c>. Activities that are not given print
    /// their id. Children are in the order in which the connections name them.</summary>
    public static JsonObject Flowchart(string id, string connections, params IEnumerable<JsonObject> given)
    {
        var known = given.ToDictionary(activity => (string)activity["id"]!);
        var activities = new JsonArray();
        var edges = new JsonArray();
        var seen = new HashSet<string>();
        foreach (var word in connections.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = word.Split('>');
            var from = ends[0].Split(':');
            Add(from[0]);
            if (ends.Length < 2)
                continue;
            Add(ends[1]);
            edges.Add(new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = from[0], ["port"] = from.Length > 1 ? from[1] : "Done" },
                ["target"] = new JsonObject { ["activity"] = ends[1], ["port"] = "In" },
                ["vertices"] = new JsonArray(),
            });
        }

        return Activity("Elsa.Flowchart", id, ("activities", activities), ("connections", edges), ("variables", new JsonArray()));

        void Add(string child)
        {
            if (seen.Add(child))
                activities.Add(known.GetValueOrDefault(child) ?? Print(child));
        }
    }

    public static JsonObject Definition(JsonObject root, params IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var json = new JsonObject
        {
            ["id"] = "version-1",
            ["definitionId"] = "definition-1",
            ["name"] = "Test",
            ["createdAt"] = "2026-03-02T08:15:00+00:00",
            ["version"] = 1,
            ["toolVersion"] = "3.8.0.0",
            ["variables"] = new JsonArray(),
            ["inputs"] = new JsonArray(),
            ["outputs"] = new JsonArray(),
            ["outcomes"] = new JsonArray(),
            ["customProperties"] = new JsonObject(),
            ["isReadonly"] = false,
            ["isSystem"] = false,
            ["isLatest"] = true,
            ["isPublished"] = true,
            ["options"] = new JsonObject(),
            ["root"] = root,
        };
        foreach (var (name, value) in members)
            json[name] = value;
        return json;
    }
}
