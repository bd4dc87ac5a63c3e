using System.Text.Json.Nodes;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Conformance;

/// <summary>Containers, branches and loops in as few words as possible.</summary>
internal static class Blocks
{
    public static JsonObject Say(string id, string script) => Activity("Elsa.WriteLine", id, ("text", Input("String", "JavaScript", script)));

    public static JsonObject Break(string id) => Activity("Elsa.Break", id);

    public static JsonObject End(string id) => Activity("Elsa.End", id);

    public static JsonObject When(string id, string condition, JsonObject? then, JsonObject? otherwise = null)
        => Activity("Elsa.If", id, ("condition", Input("Boolean", "JavaScript", condition)), ("then", then), ("else", otherwise));

    public static JsonObject ForEach(string id, JsonNode? items, JsonObject? body) => Activity("Elsa.ForEach", id, ("items", items), ("body", body));

    public static JsonObject ParallelForEach(string id, JsonObject items, JsonObject? body)
        => Activity("Elsa.ParallelForEach", id, ("items", items), ("body", body));

    public static JsonObject While(string id, string condition, JsonObject? body)
        => Activity("Elsa.While", id, ("condition", Input("Boolean", "JavaScript", condition)), ("body", body));

    public static JsonObject Parallel(string id, params IEnumerable<JsonObject> children)
        => Activity("Elsa.Parallel", id, ("activities", new JsonArray([.. children])));

    public static JsonObject Fork(string id, string? joinMode, params IEnumerable<JsonObject> branches)
        => Activity("Elsa.Fork", id, ("joinMode", joinMode), ("branches", new JsonArray([.. branches])));

    public static JsonObject Case(string label, JsonObject condition, JsonObject? activity)
        => new() { ["label"] = label, ["condition"] = condition, ["activity"] = activity };

    public static JsonObject Expression(string type, JsonNode? value) => new() { ["type"] = type, ["value"] = value };

    /// <summary>Runs to the first wait, with the state stored after each turn.</summary>
    public static async Task<Runner> RunAsync(JsonObject root, params JsonObject[] variables)
    {
        var runner = new Runner(Definition(root, ("variables", new JsonArray([.. variables])))) { IsStoredBetweenTurns = true };
        await runner.StartAsync();
        return runner;
    }
}
