namespace CertWorkflows.Application.Effects;

/// <summary>Where an effect stands.</summary>
public enum EffectState
{
    /// <summary>To be sent, or to be sent again, at <see cref="Effect.NextAttemptAt"/>.</summary>
    Pending,

    /// <summary>Accepted by the receiver; its callback, or the next look, brings the result.</summary>
    AwaitingResult,

    /// <summary>Succeeded.</summary>
    Done,

    /// <summary>Refused for good, or out of attempts with a workflow that was told so.</summary>
    Failed,

    /// <summary>Out of attempts with nobody to tell: an operator decides.</summary>
    Parked,

    /// <summary>Its activity was cancelled before it was sent, or an operator gave it up.</summary>
    Cancelled,
}
