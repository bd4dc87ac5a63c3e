using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Domain.Revocations;

/// <summary>
/// A revocation and its certificate move together; nothing else moves a revocation, or a certificate that is being
/// revoked, except that the certificate may expire. What is refused changes neither.
/// </summary>
public static class RevocationCase
{
    /// <summary>The longest ticket, in characters.</summary>
    public const int MaxTicket = 100;

    /// <summary>Opens a case; the certificate becomes <see cref="CertificateState.RevocationPending"/>. A free DV
    /// certificate's case is confirmed at once (RV-4).</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="certificate">The certificate to revoke.</param>
    /// <exception cref="DomainException"><c>bundled-in-package</c> (RV-3); <c>expired</c> (EX-3): there is nothing left
    /// to revoke.</exception>
    /// <exception cref="IllegalTransitionException">The certificate's state permits no revocation.</exception>
    public static Revocation Open(RevocationRequest request, Certificate certificate)
    {
        certificate.Lifecycle.Ensure(CertificateTrigger.StartRevocation);
        if (request.At >= certificate.Expiry)
        {
            throw new DomainException(
                "expired", $"The certificate expired at {certificate.Expiry:u}; there is nothing left to revoke.", "EX-3");
        }

        certificate.StartRevocation(
            request.RequestedBy,
            request.At,
            $"revocation {request.Id} was asked for: {request.Reason.Name()}",
            request.WithinPackageRefund);
        var revocation = Revocation.Request(request, certificate);
        if (certificate.FreeDv)
        {
            revocation.Move(
                RevocationTrigger.ConfirmAtOnce,
                request.RequestedBy,
                "a free DV certificate needs no confirmation (RV-4)",
                request.At);
        }

        return revocation;
    }

    /// <summary>Notes the link of a mail; links before it are void (RV-5).</summary>
    /// <param name="revocation">The case.</param>
    /// <param name="linkHash">The hash of the link's token.</param>
    /// <param name="validUntil">Until when the link can be used; cut to <paramref name="confirmBy"/>.</param>
    /// <param name="confirmBy">When the case lapses unless it is confirmed.</param>
    /// <param name="actor">Who asked for the mail.</param>
    /// <param name="at">When.</param>
    /// <returns>Until when the link can be used.</returns>
    /// <exception cref="IllegalTransitionException">It does not wait for a confirmation by mail.</exception>
    public static DateTimeOffset SendLink(
        Revocation revocation,
        string linkHash,
        DateTimeOffset validUntil,
        DateTimeOffset confirmBy,
        string actor,
        DateTimeOffset at)
    {
        var until = validUntil < confirmBy ? validUntil : confirmBy;
        revocation.TakeLink(linkHash, until, confirmBy, actor, at);
        return until;
    }

    /// <summary>The customer confirms by the link (RV-1).</summary>
    /// <param name="revocation">The case.</param>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="linkHash">The hash of the token in the link.</param>
    /// <param name="actor">How the customer is called in the records.</param>
    /// <param name="at">When.</param>
    /// <exception cref="DomainException"><c>link-used</c>, <c>link-void</c> or <c>link-expired</c> (RV-5).</exception>
    /// <exception cref="IllegalTransitionException">The certificate is not being revoked any more.</exception>
    public static void ConfirmByLink(
        Revocation revocation, Certificate certificate, string linkHash, string actor, DateTimeOffset at)
    {
        EnsureBelong(revocation, certificate);
        var link = revocation.LinkStateOf(linkHash, at);
        if (link != ConfirmationLinkState.Valid)
        {
            throw new DomainException(
                $"link-{CamelCase.Of(link)}", $"The link is {CamelCase.Of(link)} and confirms nothing.", "RV-5");
        }

        certificate.Lifecycle.Ensure(CertificateTrigger.Revoke);
        revocation.Move(RevocationTrigger.ConfirmByLink, actor, "confirmed by the link of the mail (RV-1)", at);
    }

    /// <summary>A ticket asks to force the revocation (RV-2).</summary>
    /// <param name="revocation">The case.</param>
    /// <param name="ticket">The ticket's number, 1 to <see cref="MaxTicket"/> characters.</param>
    /// <param name="actor">Who entered it; may not approve.</param>
    /// <param name="at">When.</param>
    /// <exception cref="DomainException"><c>invalid-ticket</c> (RV-2): none, or too long.</exception>
    /// <exception cref="IllegalTransitionException">It does not wait for a confirmation.</exception>
    public static void Force(Revocation revocation, string ticket, string actor, DateTimeOffset at)
    {
        revocation.Lifecycle.Ensure(RevocationTrigger.Force);
        if (string.IsNullOrWhiteSpace(ticket) || ticket.Length > MaxTicket)
        {
            throw new DomainException(
                "invalid-ticket",
                $"A revocation is forced by a ticket, named by 1 to {MaxTicket} characters.",
                "RV-2");
        }

        revocation.TakeTicket(ticket.Trim(), actor, at);
    }

    /// <summary>The CA revoked the certificate.</summary>
    /// <param name="revocation">The case.</param>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="revokedAt">When the CA did it.</param>
    /// <param name="actor">Who reports it.</param>
    /// <param name="at">When it was reported.</param>
    /// <exception cref="IllegalTransitionException">The case is not confirmed, or the certificate not being revoked any
    /// more.</exception>
    /// <exception cref="DomainException"><c>invalid-revocation</c>: an instant before the issue, or in the
    /// future.</exception>
    public static void Revoke(
        Revocation revocation, Certificate certificate, DateTimeOffset revokedAt, string actor, DateTimeOffset at)
    {
        EnsureBelong(revocation, certificate);
        revocation.Lifecycle.Ensure(RevocationTrigger.Revoke);
        certificate.Revoke(actor, at, $"revocation {revocation.Id}: {revocation.Reason.Name()}", revokedAt);
        revocation.Move(RevocationTrigger.Revoke, actor, "the CA revoked it", at);
        revocation.TakeRevocation(revokedAt);
    }

    /// <summary>Fires a trigger that needs no facts beside its reason.</summary>
    /// <param name="revocation">The case.</param>
    /// <param name="certificate">Its certificate; it returns to service where the case ends without a revocation, and
    /// expires with the case.</param>
    /// <param name="trigger">The move.</param>
    /// <param name="actor">The person or the part of the system that does it.</param>
    /// <param name="reason">Why; the customer is told the reason of a rejection.</param>
    /// <param name="at">When.</param>
    /// <exception cref="IllegalTransitionException">The state does not permit it.</exception>
    /// <exception cref="DomainException">
    /// <c>needs-facts</c>: the trigger has a verb of its own. <c>separation-of-duties</c>: who asked for it, or entered
    /// the ticket, would decide. <c>reason-required</c>: a refusal without a reason. <c>not-expired</c>: the certificate
    /// has not expired. <c>wrong-certificate</c>: the two do not belong together.
    /// </exception>
    public static void Fire(
        Revocation revocation,
        Certificate certificate,
        RevocationTrigger trigger,
        string actor,
        string reason,
        DateTimeOffset at)
    {
        EnsureBelong(revocation, certificate);
        revocation.Lifecycle.Ensure(trigger);
        EnsureRules(revocation, certificate, trigger, actor, reason, at);
        var why = $"revocation {revocation.Id}: {reason}";

        // Whoever watches the certificate's expiry may have been faster: then it is in nobody's hand here any more.
        if (certificate.State == CertificateState.RevocationPending)
        {
            switch (trigger)
            {
                case RevocationTrigger.Lapse or RevocationTrigger.Reject or RevocationTrigger.GiveUp:
                    certificate.CancelRevocation(actor, at, why);
                    break;
                case RevocationTrigger.Expire:
                    certificate.Expire(actor, at);
                    break;
            }
        }

        revocation.Move(trigger, actor, reason, at);
    }

    private static void EnsureRules(
        Revocation revocation,
        Certificate certificate,
        RevocationTrigger trigger,
        string actor,
        string reason,
        DateTimeOffset at)
    {
        switch (trigger)
        {
            case RevocationTrigger.Approve:
                EnsureMayDecide(revocation, actor);
                certificate.Lifecycle.Ensure(CertificateTrigger.Revoke);
                break;
            case RevocationTrigger.Reject:
                EnsureMayDecide(revocation, actor);
                EnsureReason(reason);
                break;
            case RevocationTrigger.GiveUp:
                EnsureReason(reason);
                break;
            case RevocationTrigger.Expire when at < certificate.Expiry:
                throw new DomainException(
                    "not-expired",
                    $"It is {at:u}; the certificate serves until {certificate.Expiry:u}, so the case stays open.");
            case RevocationTrigger.Lapse or RevocationTrigger.Expire:
                break;
            default:
                throw new DomainException(
                    "needs-facts",
                    $"{CamelCase.Of(trigger)} cannot be fired by its name alone: a verb of the case takes its facts.");
        }
    }

    private static void EnsureMayDecide(Revocation revocation, string actor)
    {
        if (IsSamePerson(revocation.RequestedBy, actor) || IsSamePerson(revocation.ForcedBy, actor))
        {
            throw new DomainException(
                "separation-of-duties",
                $"{actor} asked for revocation {revocation.Id}, or to force it, and may not decide it.");
        }
    }

    private static void EnsureReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new DomainException("reason-required", "A refusal needs a reason: the customer is told it.");
        }
    }

    private static void EnsureBelong(Revocation revocation, Certificate certificate)
    {
        if (revocation.CertificateId != certificate.Id)
        {
            throw new DomainException(
                "wrong-certificate",
                $"Revocation {revocation.Id} is about certificate {revocation.CertificateId}, not {certificate.Id}.");
        }
    }

    private static bool IsSamePerson(string? one, string other) => string.Equals(
        one, other, StringComparison.OrdinalIgnoreCase);
}
