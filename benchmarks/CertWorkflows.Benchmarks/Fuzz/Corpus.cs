using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Benchmarks.Fuzz;

/// <summary>Definitions to begin with: the product's own, and made-up ones in which every built-in activity occurs.</summary>
internal static class Corpus
{
    public static IReadOnlyList<string> Load(string folder, ActivityRegistry registry) =>
    [
        .. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllText),
        .. registry.Descriptors.Select((descriptor, i) => Around(descriptor, i, "Elsa.Sequence")),
        .. registry.Descriptors.Select((descriptor, i) => Around(descriptor, i, "Elsa.Flowchart")),
    ];

    private static string Around(ActivityDescriptor descriptor, int number, string container)
    {
        var tested = Node("tested", descriptor.TypeName);
        foreach (var input in descriptor.Inputs)
        {
            tested[Camel(input.Name)] = input.IsWrapped ? Input(input.TypeName, number) : JsonValue.Create("x");
        }

        foreach (var port in descriptor.Ports.Where(port => port.Type == PortType.Embedded))
        {
            tested[Camel(port.Name)] = Line($"in-{port.Name}");
        }

        if (descriptor.IsContainer)
        {
            tested["activities"] = new JsonArray(Line("inner-1"), Line("inner-2"));
        }

        var root = Node("root", container);
        root["activities"] = new JsonArray(Line("before"), tested, Line("after"));
        if (container == "Elsa.Flowchart")
        {
            root["connections"] = new JsonArray([
                Connection("before", "Done", "tested"),
                .. descriptor.Ports.Where(port => port.Type == PortType.Flow).Select(port => port.Name).DefaultIfEmpty("Done")
                    .Select(port => (JsonNode)Connection("tested", port, "after")),
            ]);
        }

        return new JsonObject
        {
            ["id"] = $"fuzz-{number}:1",
            ["definitionId"] = $"fuzz-{number}",
            ["version"] = 1,
            ["isLatest"] = true,
            ["isPublished"] = true,
            ["variables"] = new JsonArray(
                new JsonObject { ["id"] = "v-i", ["name"] = "I", ["typeName"] = "Int32", ["value"] = "1", ["storageDriverTypeName"] = "WorkflowStorageDriver" },
                new JsonObject { ["id"] = "v-l", ["name"] = "L", ["typeName"] = "String", ["isArray"] = true, ["value"] = "[\"a\",\"b\"]" }),
            ["inputs"] = new JsonArray(new JsonObject { ["name"] = "x", ["type"] = "String" }),
            ["root"] = root,
        }.ToJsonString();
    }

    private static JsonObject Input(string type, int number) => new()
    {
        ["typeName"] = type,
        ["expression"] = (number % 4) switch
        {
            0 => Expression("JavaScript", "variables.I"),
            1 => Expression("Liquid", "{{ Variables.I }}"),
            2 => new JsonObject { ["type"] = "Variable", ["value"] = new JsonObject { ["id"] = "v-l", ["name"] = "L" } },
            _ => Expression("Literal", number.ToString(CultureInfo.InvariantCulture)),
        },
    };

    private static JsonObject Expression(string type, string value) => new() { ["type"] = type, ["value"] = value };

    private static JsonObject Line(string id)
    {
        var line = Node(id, "Elsa.WriteLine");
        line["text"] = new JsonObject { ["typeName"] = "String", ["expression"] = Expression("Literal", id) };
        return line;
    }

    private static JsonObject Connection(string from, string port, string to) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    };

    private static JsonObject Node(string id, string type) => new() { ["id"] = id, ["type"] = type, ["version"] = 1 };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
