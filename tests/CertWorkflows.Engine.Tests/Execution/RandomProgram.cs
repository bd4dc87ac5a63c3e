using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Execution;

/// <summary>A workflow made from a seed: sequences, ifs, loops, forks and flowcharts of both modes with joins, decisions, loops through events, waits,
/// variables of several types, and now and then a fault or an end.</summary>
internal sealed class RandomProgram
{
    private readonly Random _random;
    private int _count;

    private RandomProgram(int seed)
    {
        _random = new Random(seed);
        Mode = _random.Next(2) == 0 ? FlowchartMode.CounterBased : FlowchartMode.TokenBased;
        Definition = Build();
    }

    public JsonObject Definition { get; }

    /// <summary>How its flowcharts run.</summary>
    public FlowchartMode Mode { get; }

    public List<string> Events { get; } = [];

    public static RandomProgram Of(int seed) => new(seed);

    public static IEnumerable<Activity> Activities => [new CollectActivity()];

    private JsonObject Build()
    {
        var variables = new JsonArray(
            Variable("count", "Int32", "0"),
            Variable("text", "String", "a"),
            Variable("when", "DateTimeOffset", "2026-01-01T00:00:00Z"),
            Variable("list", "Object"),
            Variable("burst", "Int32", "0", isStored: false));
        var root = _random.Next(4) == 0 ? Sequence(Id("S"), Children(2)) : Flow(2);
        var options = new JsonObject();
        if (_random.Next(3) == 0)
            options["incidentStrategyType"] = "ContinueWithIncidentsStrategy";
        return Definition(root, ("variables", variables), ("options", options));
    }

    private string Id(string prefix) => prefix + (++_count).ToString(CultureInfo.InvariantCulture);

    private IEnumerable<JsonObject> Children(int depth)
        => [.. Enumerable.Range(0, _random.Next(5)).Select(_ => One(depth))];

    private JsonObject One(int depth) => _random.Next(depth > 0 ? 17 : 10) switch
    {
        0 or 1 or 2 => Print(Id("p")),
        3 or 4 => NewEvent(),
        5 => Activity("Elsa.Delay", Id("d")),
        6 or 7 => Activity("Test.Collect", Id("c")),
        8 => _random.Next(3) == 0 ? Activity("Elsa.Fault", Id("x"), ("message", Text("boom"))) : Print(Id("p")),
        9 => _random.Next(4) switch
        {
            0 => Activity("Elsa.End", Id("e")),
            1 when _random.Next(3) == 0 => Activity("Elsa.Finish", Id("f")),
            2 => Activity("Elsa.Complete", Id("k")),
            _ => Print(Id("p")),
        },
        10 => Sequence(Id("S"), Children(depth - 1)),
        11 => If(Id("I"), _random.Next(2) == 0, One(depth - 1), _random.Next(2) == 0 ? One(depth - 1) : null),
        12 => Activity("Elsa.ForEach", Id("L"), ("items", Script("[1,2]")), ("body", Sequence(Id("S"), [.. Children(depth - 1), MaybeBreak()]))),
        13 => Activity("Elsa.Parallel", Id("P"), ("activities", new JsonArray([.. Children(depth - 1)]))),
        14 => Activity(
            "Elsa.Fork",
            Id("K"),
            ("joinMode", _random.Next(2) == 0 ? "WaitAny" : "WaitAll"),
            ("branches", new JsonArray([.. Children(depth - 1)]))),
        _ => Flow(depth - 1),
    };

    private JsonObject MaybeBreak() => If(Id("I"), _random.Next(3) == 0, Activity("Elsa.Break", Id("b")));

    private JsonObject NewEvent()
    {
        var id = Id("E");
        Events.Add(id);
        return Activity("Elsa.Event", id, ("eventName", Text(id)), ("result", BoundTo("list")));
    }

    private JsonObject Flow(int depth)
    {
        var size = 1 + _random.Next(7);
        var activities = new List<JsonObject>();
        for (var index = 0; index < size; index++)
        {
            activities.Add(_random.Next(6) switch
            {
                0 => Join(Id("J"), _random.Next(3) switch { 0 => "WaitAny", 1 => "WaitAll", _ => "WaitAllActive" }),
                1 => Decision(Id("D"), _random.Next(2) == 0),
                _ => One(depth),
            });
        }

        var edges = new List<string>();
        for (var to = 1; to < size; to++)
        {
            foreach (var from in Enumerable.Range(0, to).OrderBy(_ => _random.Next()).Take(1 + _random.Next(2)))
                edges.Add($"{Port(activities[from])}>{activities[to]["id"]}");
        }

        // loops only through waits, so that every burst ends
        var waiting = activities.FindIndex(activity => (string?)activity["type"] == "Elsa.Event");
        if (waiting > 0 && _random.Next(2) == 0)
            edges.Add($"{Port(activities[waiting])}>{activities[_random.Next(waiting + 1)]["id"]}");
        return Flowchart(Id("F"), string.Join(' ', edges.Prepend((string)activities[0]["id"]!)), activities);
    }

    private string Port(JsonObject activity)
        => (string?)activity["type"] == "Elsa.FlowDecision" ? $"{activity["id"]}:{(_random.Next(2) == 0 ? "True" : "False")}" : (string)activity["id"]!;

    /// <summary>Reads and writes variables of several kinds, among them a list that it changes in place, and its own properties.</summary>
    private sealed class CollectActivity : Activity
    {
        public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder("Test.Collect", "Test").Build();

        public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        {
            context.TryGetVariable("count", out var count);
            context.TryGetVariable("burst", out var burst);
            context.TryGetVariable("list", out var list);
            context.TryGetVariable("when", out var when);
            if (list is IList<object?> { IsReadOnly: false } items)
                items.Add(count);
            else
                context.SetVariable("list", new List<object?> { count, new Dictionary<string, object?> { ["n"] = count } });
            context.SetVariable("count", (int)count! + 1);
            context.SetVariable("burst", (int)burst! + 1);
            context.SetVariable("when", ((DateTimeOffset)when!).AddHours(1));
            context.SetVariable("text", context.Node.Id);
            context.SetVariable("made" + context.Node.Id, (int)count! * 1.5m);
            context.WriteLine($"{context.Node.Id} {count} {burst} {when:O}");
            return new(ActivityResult.Done);
        }
    }
}
