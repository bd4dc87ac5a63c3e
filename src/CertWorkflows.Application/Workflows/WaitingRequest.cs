using CertWorkflows.Application.Effects;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Workflows;

/// <summary>
/// A request that waits while the instance runs: each turn that serves it leaves here what it came to, once it is committed.
/// Work that such a turn leaves over is kept for the request until <see cref="HeldFor"/> has passed, so that no other node goes on
/// without it; after a crash another one does.
/// </summary>
public sealed class WaitingRequest(TimeSpan heldFor)
{
    private readonly List<Incident> _incidents = [];

    public TimeSpan HeldFor => heldFor;

    /// <summary>The instance; null as long as no turn is committed.</summary>
    public Guid? InstanceId { get; private set; }

    /// <summary>What the workflow answers; null as long as it has written nothing.</summary>
    public HttpReply? Reply { get; private set; }

    /// <summary>What failed while it waited.</summary>
    public IReadOnlyList<Incident> Incidents => _incidents;

    /// <summary>Whether the last turn ended at its activity limit.</summary>
    internal bool HasMore { get; private set; }

    /// <summary>Calls that were asked for and are not settled yet.</summary>
    internal List<Effect> Calls { get; } = [];

    /// <summary>Somebody else has gone on with what was left.</summary>
    internal void HasNoMore() => HasMore = false;

    internal void Committed(CaseTurn turn, TurnResult result)
    {
        InstanceId = turn.InstanceId;
        Reply ??= result.Reply;
        HasMore = result.HasMore;
        _incidents.AddRange(result.NewIncidents);
        Calls.AddRange(turn.Db.Effects.Local.Where(effect => effect is { Kind: EffectRequests.HttpKind, State: EffectState.Pending } && effect.ClaimedUntil == turn.HeldUntil));
    }
}
