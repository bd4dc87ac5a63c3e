using System.Globalization;
using System.Text.Json.Nodes;
using static CertWorkflows.Engine.Tests.Conformance.Blocks;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Conformance;

/// <summary>A random program of sequences, loops, branches, breaks, ends and waits, once as a definition and once as a plain tree
/// that says by itself which lines it prints.</summary>
internal sealed class BlockProgram
{
    private readonly Random _random;
    private int _count;

    private BlockProgram(int seed)
    {
        _random = new Random(seed);
        var root = Sequence(3);
        Definition = Json(root.Json);
        Expected = [];
        root.Run(new Scope(Expected, null));
    }

    private enum Leave
    {
        No,

        /// <summary>A terminal activity: the sequence it is directly in is over.</summary>
        Terminal,

        /// <summary>A break below: sequences up to the loop are over, and the loop.</summary>
        Break,
    }

    public JsonObject Definition { get; }

    /// <summary>What it prints when every wait is answered.</summary>
    public List<string> Expected { get; }

    public static BlockProgram Of(int seed) => new(seed);

    private static JsonObject Json(JsonObject root) => Execution.Json.Definition(root, ("variables", new JsonArray(Variable("n", "Int32", "0"))));

    private string Id(string prefix) => prefix + (++_count).ToString(CultureInfo.InvariantCulture);

    private Block One(int depth) => _random.Next(depth > 0 ? 12 : 6) switch
    {
        0 or 1 => Print(),
        2 => Value(),
        3 => Wait(),
        4 => _random.Next(2) == 0 ? new Block(Break(Id("b")), _ => Leave.Break) : Print(),
        5 => _random.Next(3) == 0 ? new Block(End(Id("e")), _ => Leave.Terminal) : Print(),
        6 => Sequence(depth - 1),
        7 => Choice(depth - 1),
        8 => ForEachLoop(depth - 1),
        9 => ForLoop(depth - 1),
        10 => WhileLoop(depth - 1),
        _ => SwitchOver(depth - 1),
    };

    private Block Print()
    {
        var id = Id("p");
        return new Block(Execution.Json.Print(id), scope =>
        {
            scope.Lines.Add(id);
            return Leave.No;
        });
    }

    private Block Value()
    {
        var id = Id("v");
        return new Block(Say(id, $"'{id} ' + getVariable('CurrentValue')"), scope =>
        {
            scope.Lines.Add($"{id} {scope.Value ?? "null"}");
            return Leave.No;
        });
    }

    private Block Wait() => new(Event(Id("E"), "go"), _ => Leave.No);

    private Block Sequence(int depth)
    {
        var children = Enumerable.Range(0, 1 + _random.Next(4)).Select(_ => One(depth)).ToList();
        return new Block(Execution.Json.Sequence(Id("S"), children.Select(child => child.Json)), scope =>
        {
            foreach (var child in children)
            {
                var leave = child.Run(scope);
                if (leave == Leave.Break)
                    return Leave.Break;
                if (leave == Leave.Terminal)
                    return Leave.No;
            }

            return Leave.No;
        });
    }

    private Block Choice(int depth)
    {
        var (condition, then, otherwise) = (_random.Next(2) == 0, One(depth), _random.Next(2) == 0 ? One(depth) : null);
        return new Block(
            If(Id("I"), condition, then.Json, otherwise?.Json),
            scope => Inner((condition ? then : otherwise)?.Run(scope) ?? Leave.No));
    }

    private Block SwitchOver(int depth)
    {
        var cases = Enumerable.Range(0, _random.Next(3)).Select(_ => (Holds: _random.Next(2) == 0, Body: One(depth))).ToList();
        var otherwise = One(depth);
        var json = Activity(
            "Elsa.Switch",
            Id("X"),
            ("cases", new JsonArray([.. cases.Select((each, index) => Case($"c{index}", Expression("Literal", each.Holds), each.Body.Json))])),
            ("default", otherwise.Json));
        return new Block(json, scope =>
        {
            var chosen = cases.FindIndex(each => each.Holds);
            return Inner((chosen < 0 ? otherwise : cases[chosen].Body).Run(scope));
        });
    }

    private Block ForEachLoop(int depth)
    {
        var (items, body) = (Enumerable.Range(0, _random.Next(4)).Select(index => $"i{index}").ToList(), One(depth));
        var script = $"[{string.Join(',', items.Select(item => $"'{item}'"))}]";
        return new Block(ForEach(Id("L"), Script(script), body.Json), scope => Loop(items, body, scope));
    }

    private Block ForLoop(int depth)
    {
        var (start, end, step, isInclusive, body) = (_random.Next(4), _random.Next(4), _random.Next(2) == 0 ? 1 : -2, _random.Next(2) == 0, One(depth));
        var json = Activity(
            "Elsa.For", Id("L"), ("start", start), ("end", end), ("step", step), ("outerBoundInclusive", isInclusive), ("body", body.Json));
        var numbers = new List<string>();
        for (var number = start; step > 0 ? number < end || (isInclusive && number == end) : number > end || (isInclusive && number == end); number += step)
            numbers.Add(number.ToString(CultureInfo.InvariantCulture));
        return new Block(json, scope => Loop(numbers, body, scope));
    }

    // the counter goes up where the condition is worked out, so that a body of any kind comes to an end
    private Block WhileLoop(int depth)
    {
        var (rounds, body) = (1 + _random.Next(3), One(depth));
        var json = While(Id("W"), $"variables.n = variables.n + 1; variables.n % {rounds + 1} != 0", body.Json);
        return new Block(json, scope =>
        {
            while (++scope.Counter.Value % (rounds + 1) != 0)
            {
                if (body.Run(scope) == Leave.Break)
                    break;
            }

            return Leave.No;
        });
    }

    private static Leave Loop(List<string> values, Block body, Scope scope)
    {
        foreach (var value in values)
        {
            if (body.Run(scope with { Value = value }) == Leave.Break)
                break;
        }

        return Leave.No;
    }

    // a branch completes with its child; a terminal child is terminal for the container it is directly in only
    private static Leave Inner(Leave leave) => leave == Leave.Break ? Leave.Break : Leave.No;

    private sealed record Block(JsonObject Json, Func<Scope, Leave> Run);

    private sealed record Scope(List<string> Lines, string? Value)
    {
        public Counter Counter { get; } = new();
    }

    private sealed class Counter
    {
        public int Value { get; set; }
    }
}
