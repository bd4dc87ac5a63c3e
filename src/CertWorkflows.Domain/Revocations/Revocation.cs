using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;

namespace CertWorkflows.Domain.Revocations;

/// <summary>
/// A case of revoking a certificate. It is opened and moved by <see cref="RevocationCase"/> only, together with its
/// certificate.
/// </summary>
public sealed class Revocation : IAggregate
{
    private Lifecycle<RevocationState, RevocationTrigger>? lifecycle;

    private Revocation()
    {
        RequestedBy = string.Empty;
    }

    /// <summary>The case's id.</summary>
    public RevocationId Id { get; private set; }

    /// <summary>The certificate that is revoked.</summary>
    public CertificateId CertificateId { get; private set; }

    /// <summary>Whose certificate it is.</summary>
    public CustomerId CustomerId { get; private set; }

    /// <summary>Why; the CA is told.</summary>
    public RevocationReason Reason { get; private set; }

    /// <summary>How it was asked for.</summary>
    public RefundChannel Channel { get; private set; }

    /// <summary>The person who asked; may not approve a forced revocation.</summary>
    public string RequestedBy { get; private set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>Whether the certificate is a free DV one, which needs no confirmation (RV-4).</summary>
    public bool FreeDv { get; private set; }

    /// <summary>When the case lapses unless it is confirmed (RV-5); null until the first link was made.</summary>
    public DateTimeOffset? ConfirmBy { get; private set; }

    /// <summary>The hash of the token in the link that was sent last; null before the first. The token itself is kept
    /// nowhere.</summary>
    public string? LinkHash { get; private set; }

    /// <summary>Until when that link can be used.</summary>
    public DateTimeOffset? LinkValidUntil { get; private set; }

    /// <summary>How many links were sent; each voids those before it.</summary>
    public int LinksSent { get; private set; }

    /// <summary>The ticket that asks to force the revocation (RV-2); null without one.</summary>
    public string? Ticket { get; private set; }

    /// <summary>Who entered the ticket; may not approve.</summary>
    public string? ForcedBy { get; private set; }

    /// <summary>When it was confirmed; null before.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>Why the case ended without a revocation; null otherwise.</summary>
    public string? EndReason { get; private set; }

    /// <summary>When the CA revoked the certificate; null until then.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>When the case was closed; null while open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The workflow instance that runs the case.</summary>
    public Guid InstanceId { get; private set; }

    /// <summary>The present state.</summary>
    public RevocationState State { get; private set; }

    /// <summary>Raised by each move; the token of optimistic concurrency.</summary>
    public long Version { get; private set; }

    /// <summary>Whether nothing more can happen.</summary>
    public bool IsClosed => State is RevocationState.Revoked or RevocationState.Lapsed or RevocationState.Rejected;

    /// <summary>What the present state permits.</summary>
    public IReadOnlyList<RevocationTrigger> PermittedTriggers => Lifecycle.Permitted;

    internal Lifecycle<RevocationState, RevocationTrigger> Lifecycle =>
        lifecycle ??= RevocationLifecycle.Create(this, state => State = state);

    /// <summary>What a link of this case is good for.</summary>
    /// <param name="linkHash">The hash of its token.</param>
    /// <param name="at">When.</param>
    public ConfirmationLinkState LinkStateOf(string linkHash, DateTimeOffset at)
    {
        var newest = string.Equals(linkHash, LinkHash, StringComparison.Ordinal);
        if (newest && ConfirmedAt is not null && Ticket is null)
        {
            return ConfirmationLinkState.Used;
        }

        if (newest && (at >= LinkValidUntil || State == RevocationState.Lapsed))
        {
            return ConfirmationLinkState.Expired;
        }

        return newest && State == RevocationState.AwaitingConfirmation
            ? ConfirmationLinkState.Valid
            : ConfirmationLinkState.Void;
    }

    /// <summary>Hands over the moves that were not stored yet, and forgets them.</summary>
    public IReadOnlyList<StateChange> TakeChanges() => Lifecycle.Take();

    internal static Revocation Blank() => new();

    internal static Revocation Request(RevocationRequest request, Certificate certificate)
    {
        var revocation = new Revocation
        {
            Id = request.Id,
            CertificateId = certificate.Id,
            CustomerId = certificate.CustomerId,
            Reason = request.Reason,
            Channel = request.Channel,
            RequestedBy = request.RequestedBy,
            RequestedAt = request.At.ToUniversalTime(),
            FreeDv = certificate.FreeDv,
            InstanceId = request.InstanceId,
            Version = 1,
        };
        revocation.Lifecycle.RecordCreation(
            "request", revocation.Id.ToString(), request.RequestedBy, request.At, request.Reason.Name());
        return revocation;
    }

    internal void TakeLink(
        string linkHash, DateTimeOffset validUntil, DateTimeOffset confirmBy, string actor, DateTimeOffset at)
    {
        Move(
            RevocationTrigger.SendLink,
            actor,
            $"link {LinksSent + 1}, valid until {validUntil.ToUniversalTime():u}",
            at);
        LinkHash = linkHash;
        LinkValidUntil = validUntil.ToUniversalTime();
        ConfirmBy = confirmBy.ToUniversalTime();
        LinksSent++;
    }

    internal void TakeTicket(string ticket, string actor, DateTimeOffset at)
    {
        Move(RevocationTrigger.Force, actor, $"ticket {ticket}", at);
        Ticket = ticket;
        ForcedBy = actor;
    }

    internal void Move(RevocationTrigger trigger, string actor, string reason, DateTimeOffset at)
    {
        Lifecycle.Fire(trigger, Id.ToString(), actor, at, reason);
        Version++;
        ConfirmedAt ??= State == RevocationState.Confirmed ? at.ToUniversalTime() : null;
        ClosedAt = IsClosed ? at.ToUniversalTime() : null;
        EndReason = State is RevocationState.Lapsed or RevocationState.Rejected ? reason : null;
    }

    internal void TakeRevocation(DateTimeOffset revokedAt) => RevokedAt = revokedAt.ToUniversalTime();
}
