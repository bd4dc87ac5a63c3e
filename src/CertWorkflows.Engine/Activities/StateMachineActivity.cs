using System.Globalization;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.StateMachine: waits in a state for the triggers of its transitions .</summary>
internal sealed class StateMachineActivity : Activity
{
    private const string CurrentState = "CurrentState";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.StateMachine", "Flow", "State machine", "States, and transitions that triggers take.")
            .Input("InitialState", TypeRef.String, "Name of the state it begins in.", wrapped: false, displayName: "Initial state")
            .Input("CurrentState", TypeRef.String, "Name of a state to begin in instead.", wrapped: false, displayName: "Current state")
            .Build();

    public override object Plan(ActivityNode node) => new StateMachinePlan(node);

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node) => ((StateMachinePlan)node.Plan!).Check(node);

    internal static IEnumerable<(string Where, Expression Expression)> Conditions(ActivityNode node)
        => node.Plan is StateMachinePlan plan
            ? plan.Transitions.Where(each => each.Condition?.Expression is not null)
                .Select(each => ($"condition of '{each.From}' to '{each.To}'", each.Condition!.Expression!))
            : [];

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var plan = (StateMachinePlan)context.Node.Plan!;
        return new(Enter(context, plan, (string?)context.Properties[CurrentState] ?? plan.Initial, []));
    }

    public override ValueTask<ActivityResult> ChildCompletedAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        var plan = (StateMachinePlan)context.Node.Plan!;
        var (step, number) = Read(child.Tag);
        return new(step switch
        {
            "entry" => Triggers(context, plan, []),
            "trigger" => Take(context, plan, plan.Transitions[number]),
            "action" => Leave(context, plan, plan.Transitions[number], []),
            _ => Enter(context, plan, plan.Transitions[number].To, []),
        });
    }

    /// <summary>Runs the state's entry, then waits for its triggers; an unknown state completes the machine.</summary>
    private static ActivityResult Enter(ActivityContext context, StateMachinePlan plan, string? name, List<ActivityContext> cancel)
    {
        if (name is null || plan.Find(name) is not { } state)
            return Complete(cancel);
        context.Properties[CurrentState] = name;
        return state.Entry is null ? Triggers(context, plan, cancel) : Schedule(state.Entry, "entry", cancel);
    }

    private static ActivityResult Triggers(ActivityContext context, StateMachinePlan plan, List<ActivityContext> cancel)
    {
        var current = (string?)context.Properties[CurrentState];
        var children = plan.Transitions
            .Where(each => each.From == current && each.Trigger is not null && plan.Find(each.To) is not null)
            .Select(each => new ScheduledChild(each.Trigger!, Tag("trigger", each.Number)))
            .ToList();
        return children.Count == 0
            ? Complete(cancel)
            : new ActivityResult.Scheduled(children) { Cancel = cancel, WithdrawsQueued = true };
    }

    private static ActivityResult Take(ActivityContext context, StateMachinePlan plan, Transition transition)
    {
        if (transition.From != (string?)context.Properties[CurrentState])
            return ActivityResult.Wait;
        if (transition.Condition is { } condition
            && (condition.Expression is null ? condition.Constant : context.Evaluate(condition.Expression, TypeRef.Boolean)) is not true)
            return ActivityResult.Schedule([new ScheduledChild(transition.Trigger!, Tag("trigger", transition.Number))]);
        var competing = context.Children.Where(child => child.Status == ActivityStatus.Running).ToList();
        return transition.Action is null
            ? Leave(context, plan, transition, competing)
            : Schedule(transition.Action, Tag("action", transition.Number), competing);
    }

    private static ActivityResult Leave(ActivityContext context, StateMachinePlan plan, Transition transition, List<ActivityContext> cancel)
        => plan.Find(transition.From)?.Exit is { } exit
            ? Schedule(exit, Tag("exit", transition.Number), cancel)
            : Enter(context, plan, transition.To, cancel);

    private static ActivityResult.Scheduled Schedule(ActivityNode child, string tag, List<ActivityContext> cancel)
        => new ActivityResult.Scheduled([new ScheduledChild(child, tag)]) { Cancel = cancel, WithdrawsQueued = true };

    // a competing trigger that is still queued must not wait once the machine is over
    private static ActivityResult.CompletedAfterCancelling Complete(List<ActivityContext> cancel)
        => new(cancel) { WithdrawsQueued = true };

    private static string Tag(string step, int number) => string.Create(CultureInfo.InvariantCulture, $"{step}:{number}");

    private static (string Step, int Number) Read(string? tag)
        => tag?.Split(':') is [var step, var number] ? (step, int.Parse(number, CultureInfo.InvariantCulture)) : (tag ?? "", 0);
}
