using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Engine.Execution;

/// <summary>What an activity's body, resumption or child callback came to. A closed family.</summary>
public abstract record ActivityResult
{
    private static readonly string[] DoneOutcomes = ["Done"];

    private ActivityResult()
    {
    }

    /// <summary>Completed with the outcome Done .</summary>
    public static ActivityResult Done { get; } = new Completed(DoneOutcomes);

    /// <summary>Stays Running: it created a bookmark, or its children go on.</summary>
    public static ActivityResult Wait { get; } = new Waiting();

    /// <summary>Ends the whole instance at once .</summary>
    public static ActivityResult Finish { get; } = new InstanceFinished();

    /// <summary>Completed after a break signal to the containers around it .</summary>
    public static ActivityResult Break { get; } = new BrokenOut();

    /// <summary>Completed with that outcome.</summary>
    public static ActivityResult Outcome(string outcome) => new Completed([outcome]);

    /// <summary>Completed with those outcomes.</summary>
    public static ActivityResult Outcomes(IReadOnlyList<string> outcomes) => new Completed(outcomes);

    /// <summary>Stays Running and queues one child .</summary>
    public static ActivityResult Schedule(ActivityNode child) => new Scheduled([new ScheduledChild(child)]);

    /// <summary>Stays Running and queues children in that order.</summary>
    public static ActivityResult Schedule(IReadOnlyList<ScheduledChild> children) => new Scheduled(children);

    /// <summary>The activity is over.</summary>
    /// <param name="Names">Its outcomes, which choose the connections to follow.</param>
    public sealed record Completed(IReadOnlyList<string> Names) : ActivityResult;

    /// <summary>The activity stays Running.</summary>
    public sealed record Waiting : ActivityResult;

    /// <summary>The activity stays Running; children are queued, then contexts of children are cancelled (S-12).</summary>
    /// <param name="Children">Queued in this order.</param>
    public sealed record Scheduled(IReadOnlyList<ScheduledChild> Children) : ActivityResult
    {
        /// <summary>Contexts to cancel after queueing, in this order. Default: none.</summary>
        public IReadOnlyList<ActivityContext> Cancel { get; init; } = [];

        /// <summary>Whether children that are queued but have not begun are withdrawn first. Default <see langword="false"/>.</summary>
        public bool WithdrawsQueued { get; init; }
    }

    /// <summary>The activity is over, after contexts were cancelled.</summary>
    /// <param name="Cancel">Contexts to cancel first, in this order.</param>
    public sealed record CompletedAfterCancelling(IReadOnlyList<ActivityContext> Cancel) : ActivityResult
    {
        /// <summary>Whether children that are queued but have not begun are withdrawn first. Default <see langword="false"/> (X-9).</summary>
        public bool WithdrawsQueued { get; init; }
    }

    /// <summary>The activity and its nearest composite are over .</summary>
    /// <param name="Names">Outcomes of the composite.</param>
    public sealed record CompositeCompleted(IReadOnlyList<string> Names) : ActivityResult;

    /// <summary>The activity is over; sequences, forks and the nearest loop around it are breaking .</summary>
    public sealed record BrokenOut : ActivityResult;

    /// <summary>The instance is over.</summary>
    public sealed record InstanceFinished : ActivityResult;
}

/// <summary>A child to queue.</summary>
/// <param name="Node">One of the parent's child nodes.</param>
/// <param name="Tag">Comes back in <see cref="ChildCompletion.Tag"/>.</param>
/// <param name="Variables">Dynamic variables of the child's context, by name (E-6); <see langword="null"/> for none.</param>
public sealed record ScheduledChild(ActivityNode Node, string? Tag = null, IReadOnlyDictionary<string, object?>? Variables = null);

/// <summary>The end of a child.</summary>
/// <param name="Context">The child's context.</param>
/// <param name="Outcomes">Its outcomes; none when it was cancelled.</param>
public sealed record ChildCompletion(ActivityContext Context, IReadOnlyList<string> Outcomes)
{
    /// <summary>The child's node.</summary>
    public ActivityNode Node => Context.Node;

    /// <summary>The tag it was queued with.</summary>
    public string? Tag => Context.Tag;
}
