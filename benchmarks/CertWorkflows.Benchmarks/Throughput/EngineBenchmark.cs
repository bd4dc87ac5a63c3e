using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Benchmarks.Throughput;

/// <summary>The interpreter alone: no database, no rows, one core.</summary>
internal static class EngineBenchmark
{
    private const int SequenceLength = 200;
    private const int Loops = 100;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        Console.WriteLine("\n| engine only, one thread | activities/s | bytes an activity | activities a turn | turn p50 ms |\n| --- | ---: | ---: | ---: | ---: |");
        await MeasureAsync($"sequence of {SequenceLength} SetVariable (literals)", Sequence(), length, cancellationToken);
        await MeasureAsync($"flowchart loop, {Loops} rounds of FlowDecision and SetVariable (JavaScript)", Loop(), length, cancellationToken);
    }

    private static async Task MeasureAsync(string name, JsonObject root, TimeSpan length, CancellationToken cancellationToken)
    {
        var definition = DefinitionReader.Read(Definition(root).ToJsonString());
        var workflow = CompiledWorkflow.Compile(definition, new ActivityRegistry(BuiltInActivities.All));
        var interpreter = new WorkflowInterpreter(new ExpressionEvaluator(new ExpressionLimits()));
        var now = TimeProvider.System.GetUtcNow();
        var start = new Stimulus.Start(new Dictionary<string, object?>());

        var first = await TurnAsync(0);
        if (first.State.SubStatus != WorkflowSubStatus.Finished)
        {
            throw new InvalidOperationException($"'{name}' ended {first.State.SubStatus}: {string.Join("; ", first.NewIncidents.Select(i => i.Message))}");
        }

        var activities = first.Journal.Count(entry => entry.EventName == JournalEvents.Completed);
        await RunAsync(new Sample(() => Task.FromResult(TimeSpan.Zero)), WarmUp);
        var sample = new Sample(() => Task.FromResult(TimeSpan.Zero));
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        await RunAsync(sample, length);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {sample.Rate * activities:0} | {allocated / ((double)sample.Count * activities):0} | {activities} | {sample.Percentile(0.5):0.000} |"));

        Task RunAsync(Sample into, TimeSpan time) => into.RunSliceAsync(1, time, async _ =>
        {
            await TurnAsync(into.Count);
            return true;
        });

        async Task<TurnResult> TurnAsync(int seed)
        {
            var turn = new SimpleTurn(now, seed);
            return await interpreter.RunAsync(workflow, null, turn.NewId(), start, turn, cancellationToken);
        }
    }

    private static JsonObject Definition(JsonObject root) => new()
    {
        ["id"] = "bench:1",
        ["definitionId"] = "bench",
        ["version"] = 1,
        ["isLatest"] = true,
        ["isPublished"] = true,
        ["variables"] = new JsonArray(new JsonObject { ["id"] = "v-i", ["name"] = "I", ["typeName"] = "Int32", ["value"] = "0" }),
        ["root"] = root,
    };

    private static JsonObject Sequence() => Node("all", "Elsa.Sequence", new JsonObject
    {
        ["activities"] = new JsonArray([.. Enumerable.Range(0, SequenceLength).Select(i =>
            (JsonNode)SetI($"set-{i}", "Literal", i.ToString(CultureInfo.InvariantCulture)))]),
    });

    private static JsonObject Loop()
    {
        var check = Node("check", "Elsa.FlowDecision", new JsonObject
        {
            ["condition"] = Input("Boolean", "JavaScript", $"variables.I < {Loops}"),
        });
        return Node("flow", "Elsa.Flowchart", new JsonObject
        {
            ["activities"] = new JsonArray(Node("start", "Elsa.Start", []), check, SetI("next", "JavaScript", "variables.I + 1")),
            ["connections"] = new JsonArray(
                Connection("start", "Done", "check"), Connection("check", "True", "next"), Connection("next", "Done", "check")),
        });
    }

    private static JsonObject SetI(string id, string expressionType, string value) => Node(id, "Elsa.SetVariable", new JsonObject
    {
        ["variable"] = new JsonObject { ["id"] = "v-i", ["name"] = "I", ["typeName"] = "Int32" },
        ["value"] = Input("Int32", expressionType, value),
    });

    private static JsonObject Input(string type, string expressionType, string value) => new()
    {
        ["typeName"] = type,
        ["expression"] = new JsonObject { ["type"] = expressionType, ["value"] = value },
    };

    private static JsonObject Connection(string from, string port, string to) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    };

    private static JsonObject Node(string id, string type, JsonObject members)
    {
        members["id"] = id;
        members["type"] = type;
        members["version"] = 1;
        return members;
    }
}
