using Stateless;
using Stateless.Graph;

namespace CertWorkflows.Domain;

/// <summary>
/// What the machines of all aggregates share: the aggregate keeps the state field, Stateless keeps the rules, every
/// move is recorded, and a trigger that is not permitted throws and changes nothing.
/// </summary>
internal sealed class Lifecycle<TState, TTrigger>
    where TState : struct, Enum
    where TTrigger : struct, Enum
{
    private static readonly TTrigger[] Triggers = Enum.GetValues<TTrigger>();

    private readonly string subject;
    private readonly Func<TState> read;
    private readonly List<StateChange> changes = [];

    public Lifecycle(string subject, Func<TState> read, Action<TState> write)
    {
        this.subject = subject;
        this.read = read;
        Machine = new StateMachine<TState, TTrigger>(read, write);
        Machine.OnUnhandledTrigger((state, trigger, unmet) => throw Refusal(state, trigger, unmet));
    }

    public StateMachine<TState, TTrigger> Machine { get; }

    public IReadOnlyList<TTrigger> Permitted => [.. Triggers.Where(trigger => Machine.CanFire(trigger))];

    /// <summary>The machine as a Mermaid state diagram; states without an exit are marked as ends.</summary>
    public string Picture()
    {
        var machine = Machine.GetInfo();
        var ends = machine.States
            .Where(state => !state.Transitions.Any())
            .Select(state => $"\t{state.UnderlyingState} --> [*]")
            .Order(StringComparer.Ordinal);
        return string.Join('\n', [MermaidGraph.Format(machine).ReplaceLineEndings("\n").Trim(), .. ends]);
    }

    /// <summary>The machine as it is drawn beside a case.</summary>
    public LifecycleGraph Graph()
    {
        var machine = Machine.GetInfo();
        return new LifecycleGraph(
            CamelCase.Of((TState)machine.InitialState.UnderlyingState),
            [.. Enum.GetValues<TState>().Select(CamelCase.Of)],
            [
                .. from state in machine.States
                   from move in state.FixedTransitions
                   select new LifecycleMove(
                       CamelCase.Of((TState)state.UnderlyingState),
                       CamelCase.Of((TState)move.DestinationState.UnderlyingState),
                       CamelCase.Of((TTrigger)move.Trigger.UnderlyingTrigger),
                       string.Join(", ", move.GuardConditionsMethodDescriptions.Select(guard => guard.Description))),
            ]);
    }

    public void Ensure(TTrigger trigger)
    {
        if (!Machine.CanFire(trigger, out var unmet))
        {
            throw Refusal(read(), trigger, unmet);
        }
    }

    public void Fire(TTrigger trigger, string id, string actor, DateTimeOffset at, string reason)
    {
        var from = read();
        Machine.Fire(trigger);
        Record(CamelCase.Of(trigger), id, CamelCase.Of(from), actor, at, reason);
    }

    public void RecordCreation(string trigger, string id, string actor, DateTimeOffset at, string reason) =>
        Record(trigger, id, string.Empty, actor, at, reason);

    public IReadOnlyList<StateChange> Take()
    {
        StateChange[] taken = [.. changes];
        changes.Clear();
        return taken;
    }

    private void Record(string trigger, string id, string from, string actor, DateTimeOffset at, string reason) =>
        changes.Add(new StateChange(
            subject, id, trigger, from, CamelCase.Of(read()), actor, at.ToUniversalTime(), reason));

    // Stateless hands over null where the state has no such trigger at all.
    private IllegalTransitionException Refusal(TState state, TTrigger trigger, ICollection<string>? unmet) =>
        new(subject, CamelCase.Of(state), CamelCase.Of(trigger), [.. Permitted.Select(CamelCase.Of)], [.. unmet ?? []]);
}
