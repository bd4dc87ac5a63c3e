using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>States and transitions of one state machine of a definition.</summary>
internal sealed class StateMachinePlan
{
    private static readonly InputDescriptor Condition = new() { Name = "Condition", DisplayName = "Condition", Type = TypeRef.Boolean, DefaultValue = true };

    private readonly Dictionary<string, State> _states = new(StringComparer.Ordinal);

    public StateMachinePlan(ActivityNode node)
    {
        var states = ActivityJson.Items(node.Raw("states")) ?? [];
        for (var index = 0; index < states.Count; index++)
        {
            if (states[index] is JsonObject json && ActivityJson.Text(json, "name") is { } name)
                _states.TryAdd(name, new State(node.Slot($"states[{index}].entry"), node.Slot($"states[{index}].exit")));
        }

        var transitions = ActivityJson.Items(node.Raw("transitions")) ?? [];
        Transitions =
        [
            .. Enumerable.Range(0, transitions.Count).Select(index => Read(node, transitions[index] as JsonObject ?? [], index)),
        ];
        Initial = Given(node, "currentState") ?? Given(node, "initialState");
    }

    /// <summary>The state a run begins in.</summary>
    public string? Initial { get; }

    /// <summary>Transitions in order.</summary>
    public IReadOnlyList<Transition> Transitions { get; }

    /// <summary>The state of that name, compared exactly.</summary>
    public State? Find(string name) => _states.GetValueOrDefault(name);

    public IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        if (Initial is null || !_states.ContainsKey(Initial))
        {
            yield return new DefinitionProblem(
                "unknown-state", node.NodeId, $"The state machine '{node.Id}' begins in the state '{Initial}', which it does not have; it would end at once.", true);
        }

        foreach (var each in Transitions.Where(each => each.Trigger is null || Find(each.From) is null || Find(each.To) is null))
        {
            yield return new DefinitionProblem(
                "dead-transition", node.NodeId, $"The transition from '{each.From}' to '{each.To}' of '{node.Id}' needs a trigger and two states; it is never taken.", true);
        }
    }

    private static Transition Read(ActivityNode node, JsonObject json, int index) => new(
        index,
        ActivityJson.Text(json, "from") ?? "",
        ActivityJson.Text(json, "to") ?? "",
        node.Slot($"transitions[{index}].trigger"),
        node.Slot($"transitions[{index}].action"),
        ActivityJson.Member(json, "condition") is null ? null : InputCompiler.Compile(Condition, json));

    private static string? Given(ActivityNode node, string name) => node.Raw(name) is { } value && ActivityJson.AsText(value) is { Length: > 0 } text ? text : null;
}

/// <summary>A state.</summary>
/// <param name="Entry">Runs when it is entered.</param>
/// <param name="Exit">Runs when it is left.</param>
internal sealed record State(ActivityNode? Entry, ActivityNode? Exit);

/// <summary>A transition.</summary>
/// <param name="Number">Number in the machine.</param>
/// <param name="From">Name of the state it leaves.</param>
/// <param name="To">Name of the state it enters.</param>
/// <param name="Trigger">What takes it when it completes.</param>
/// <param name="Action">Runs when it is taken.</param>
/// <param name="Condition">Must hold for it to be taken; <see langword="null"/> always holds.</param>
internal sealed record Transition(int Number, string From, string To, ActivityNode? Trigger, ActivityNode? Action, CompiledInput? Condition);
