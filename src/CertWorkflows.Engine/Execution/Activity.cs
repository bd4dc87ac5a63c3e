using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Engine.Execution;

/// <summary>An activity type. One instance per type is shared by all runs, so it keeps no state of its own:
/// what must be remembered goes into <see cref="ActivityContext.Properties"/>.</summary>
/// <remarks>Exceptions are faults of the activity (S-4), except the turn's own cancellation and <see cref="ITurnAborting"/>.</remarks>
public abstract class Activity
{
    /// <summary>Name, ports, inputs and outputs of the type.</summary>
    public abstract ActivityDescriptor Descriptor { get; }

    /// <summary>Runs the body. Inputs are evaluated before.</summary>
    public abstract ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken);

    /// <summary>Goes on after a bookmark of this activity was resumed; inputs were evaluated again (E-2). Default: completes.</summary>
    public virtual ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
        => new(ActivityResult.Done);

    /// <summary>Goes on after a child completed. Default: completes.</summary>
    public virtual ValueTask<ActivityResult> ChildCompletedAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
        => new(ActivityResult.Done);

    /// <summary>Told that a child was cancelled while this activity goes on. Default: nothing.</summary>
    public virtual ValueTask<ActivityResult> ChildCanceledAsync(ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
        => new(ActivityResult.Wait);

    /// <summary>Runs a child out of turn, because an operator asks for it (F-24). Default: <see langword="null"/>, it cannot.</summary>
    /// <exception cref="AlterationException">Not this child.</exception>
    internal virtual ActivityResult? ScheduleFromOutside(ActivityContext context, ActivityNode child) => null;

    /// <summary>Works out, once per definition, what the activity needs from its node; kept as <see cref="ActivityNode.Plan"/>. Default: nothing.</summary>
    public virtual object? Plan(ActivityNode node) => null;

    /// <summary>Problems of this node that only its type can see, for publishing. Default: none.</summary>
    public virtual IEnumerable<DefinitionProblem> Check(ActivityNode node) => [];

    /// <summary>The outcomes this node can complete with. Default: the declared flow ports, else Done.</summary>
    public virtual IEnumerable<string> Outcomes(ActivityNode node)
    {
        var ports = Descriptor.Ports.Where(port => port.Type == PortType.Flow).Select(port => port.Name);
        return ports.Any() ? ports : ["Done"];
    }

    /// <summary>Whether a break stops here, and a composite that completes cancels what is below it. Default: no.</summary>
    public virtual bool IsLoop => false;

    /// <summary>Whether it is a workflow: what a Complete below it completes. Default: no.</summary>
    public virtual bool IsComposite => false;

    /// <summary>Writes what <see cref="ActivityContext.Memory"/> holds into <see cref="ActivityContext.Properties"/>; called once when the turn ends. Default: nothing.</summary>
    public virtual void SaveMemory(ActivityContext context)
    {
    }
}
