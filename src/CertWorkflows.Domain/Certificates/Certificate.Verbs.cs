using CertWorkflows.Domain.Catalogue;

namespace CertWorkflows.Domain.Certificates;

/// <content>The verbs. Each is rules, move, facts, in that order; each takes who did it, and when.</content>
public sealed partial class Certificate
{
    /// <summary>Gives the application to the CA.</summary>
    /// <exception cref="DomainException"><c>invalid-application</c>: the message lists what is wrong with it.
    /// <c>expired</c> (EX-3): the bought service has ended.</exception>
    public void Submit(CertificateApplication application, string actor, DateTimeOffset at)
    {
        EnsureApplicable(application);
        if (at >= ServiceEndsAt)
        {
            throw new DomainException("expired", $"The bought service ended at {ServiceEndsAt:u}.", "EX-3");
        }

        Move(CertificateTrigger.Submit, actor, at, "the application was submitted");
        Application = application;
        ApplicationStatus = ApplicationStatus.UnderReview;
        ReviewFailure = null;
    }

    /// <summary>Takes the application back from the CA; a refund is possible again (RF-6).</summary>
    public void Withdraw(string actor, DateTimeOffset at, string reason = "the application was withdrawn")
    {
        Move(CertificateTrigger.Withdraw, actor, at, reason);
        ApplicationStatus = ApplicationStatus.NotSubmitted;
    }

    /// <summary>The CA accepted the application; it still has to sign (RF-6).</summary>
    public void PassReview(string actor, DateTimeOffset at, string reason = "the application passed the review")
    {
        Move(CertificateTrigger.PassReview, actor, at, reason);
        ApplicationStatus = ApplicationStatus.Passed;
    }

    /// <summary>The CA refused the application.</summary>
    /// <param name="reason">Why, for the customer.</param>
    /// <param name="actor">Who reports it.</param>
    /// <param name="at">When.</param>
    public void FailReview(string reason, string actor, DateTimeOffset at)
    {
        Move(CertificateTrigger.FailReview, actor, at, reason);
        ApplicationStatus = ApplicationStatus.Failed;
        ReviewFailure = reason;
    }

    /// <summary>The CA signed.</summary>
    /// <param name="issuedAt">When it signed (BL-7); the 30 days of RF-9 to RF-12 run from here.</param>
    /// <param name="expiresAt">When the validity ends.</param>
    /// <param name="chainPem">The certificate and its issuers in PEM, the certificate first.</param>
    /// <param name="serial">The serial number.</param>
    /// <param name="actor">Who reports it.</param>
    /// <param name="at">When it was reported.</param>
    /// <exception cref="DomainException"><c>invalid-validity</c>: it would end before it begins.</exception>
    public void Issue(
        DateTimeOffset issuedAt,
        DateTimeOffset expiresAt,
        string chainPem,
        string serial,
        string actor,
        DateTimeOffset at)
    {
        Lifecycle.Ensure(CertificateTrigger.Issue);
        EnsureValidity(issuedAt, expiresAt);
        Move(CertificateTrigger.Issue, actor, at, $"the CA signed it, serial {serial}");
        ApplicationStatus = ApplicationStatus.Passed;
        TakeIssue(issuedAt, expiresAt, chainPem, serial);
    }

    /// <summary>A revocation was asked for and waits to be confirmed (RV-1).</summary>
    /// <param name="actor">Who asked.</param>
    /// <param name="at">When.</param>
    /// <param name="reason">Why.</param>
    /// <param name="withinPackageRefund">Whether its package is being refunded: the only way to revoke a bundled
    /// certificate (RV-3).</param>
    /// <exception cref="DomainException"><c>bundled-in-package</c> (RV-3): it cannot be revoked on its own.</exception>
    public void StartRevocation(string actor, DateTimeOffset at, string reason, bool withinPackageRefund = false)
    {
        Lifecycle.Ensure(CertificateTrigger.StartRevocation);
        if (IsBundled && !withinPackageRefund)
        {
            throw new DomainException(
                "bundled-in-package",
                "It was bought inside a package and cannot be revoked on its own; ask for the package's refund.",
                "RV-3");
        }

        Move(CertificateTrigger.StartRevocation, actor, at, reason);
    }

    /// <summary>The revocation lapsed unconfirmed (RV-5) or was rejected; the certificate stays in service.</summary>
    public void CancelRevocation(string actor, DateTimeOffset at, string reason) =>
        Move(CertificateTrigger.CancelRevocation, actor, at, reason);

    /// <summary>The revocation was confirmed and done. Opens RF-10.</summary>
    /// <param name="actor">Who reports it.</param>
    /// <param name="at">When it was reported.</param>
    /// <param name="reason">Why.</param>
    /// <param name="revokedAt">When the CA did it; null for <paramref name="at"/>. Becomes
    /// <see cref="RevokedAt"/>.</param>
    /// <exception cref="DomainException"><c>invalid-revocation</c>: it would have been revoked before its issue, or
    /// later than it is reported.</exception>
    public void Revoke(string actor, DateTimeOffset at, string reason, DateTimeOffset? revokedAt = null)
    {
        Lifecycle.Ensure(CertificateTrigger.Revoke);
        var done = revokedAt ?? at;
        if (done < IssuedAt || done > at)
        {
            throw new DomainException(
                "invalid-revocation",
                $"A certificate issued at {IssuedAt:u} cannot have been revoked at {done:u}, as reported at {at:u}.");
        }

        Move(CertificateTrigger.Revoke, actor, at, reason);
        RevokedAt = done.ToUniversalTime();
        ExpiringSoon = false;
    }

    /// <summary>The expiry came near (EX-1). The caller watches how near.</summary>
    public void MarkExpiringSoon(string actor, DateTimeOffset at, string reason = "it expires soon")
    {
        Move(CertificateTrigger.MarkExpiringSoon, actor, at, reason);
        ExpiringSoon = true;
    }

    /// <summary>The validity ended (EX-3).</summary>
    /// <exception cref="DomainException"><c>not-expired</c>: it has not ended yet.</exception>
    public void Expire(string actor, DateTimeOffset at, string reason = "its validity ended")
    {
        Lifecycle.Ensure(CertificateTrigger.Expire);
        EnsureReached(ExpiresAt!.Value, at, "EX-3");
        Move(CertificateTrigger.Expire, actor, at, reason);
        ExpiringSoon = false;
    }

    /// <summary>A renewal puts the expired certificate back in service with its configuration (EX-4, RN-12).</summary>
    /// <param name="issuedAt">When the renewal was signed.</param>
    /// <param name="expiresAt">When its validity ends.</param>
    /// <param name="chainPem">The certificate and its issuers in PEM, the certificate first.</param>
    /// <param name="serial">The serial number.</param>
    /// <param name="actor">Who reports it.</param>
    /// <param name="at">When it was reported.</param>
    /// <exception cref="DomainException"><c>invalid-validity</c>: it would end before it begins.</exception>
    public void Renew(
        DateTimeOffset issuedAt,
        DateTimeOffset expiresAt,
        string chainPem,
        string serial,
        string actor,
        DateTimeOffset at)
    {
        Lifecycle.Ensure(CertificateTrigger.Renew);
        EnsureValidity(issuedAt, expiresAt);
        Move(CertificateTrigger.Renew, actor, at, $"a renewal put it back in service, serial {serial}");
        TakeIssue(issuedAt, expiresAt, chainPem, serial);
    }

    /// <summary>The configuration was released (EX-5). The caller watches the 7 days of EX-4.</summary>
    public void Release(
        string actor, DateTimeOffset at, string reason = "it was not renewed within 7 days after expiry") =>
        Move(CertificateTrigger.Release, actor, at, reason);

    /// <summary>Its renewal was installed and verified (RN-8).</summary>
    public void Supersede(string actor, DateTimeOffset at, string reason = "its verified renewal took its place")
    {
        Move(CertificateTrigger.Supersede, actor, at, reason);
        ExpiringSoon = false;
    }

    /// <summary>The bought service ended and nothing was issued.</summary>
    /// <exception cref="DomainException"><c>not-expired</c>: the service has not ended yet.</exception>
    public void Lapse(
        string actor, DateTimeOffset at, string reason = "the bought service ended before anything was issued")
    {
        Lifecycle.Ensure(CertificateTrigger.Lapse);
        EnsureReached(ServiceEndsAt, at, null);
        Move(CertificateTrigger.Lapse, actor, at, reason);
    }

    /// <summary>
    /// Fires a trigger that needs no facts beside its reason, for callers that have it as data. The verb's own rules
    /// apply.
    /// </summary>
    /// <exception cref="DomainException">
    /// <c>needs-facts</c>: submit, issue and renew have verbs that take their facts; refund triggers belong to a refund
    /// case.
    /// </exception>
    public void Fire(CertificateTrigger trigger, string actor, string reason, DateTimeOffset at)
    {
        Action verb = trigger switch
        {
            CertificateTrigger.Withdraw => () => Withdraw(actor, at, reason),
            CertificateTrigger.PassReview => () => PassReview(actor, at, reason),
            CertificateTrigger.FailReview => () => FailReview(reason, actor, at),
            CertificateTrigger.StartRevocation => () => StartRevocation(actor, at, reason),
            CertificateTrigger.CancelRevocation => () => CancelRevocation(actor, at, reason),
            CertificateTrigger.Revoke => () => Revoke(actor, at, reason),
            CertificateTrigger.Expire => () => Expire(actor, at, reason),
            CertificateTrigger.MarkExpiringSoon => () => MarkExpiringSoon(actor, at, reason),
            CertificateTrigger.Release => () => Release(actor, at, reason),
            CertificateTrigger.Supersede => () => Supersede(actor, at, reason),
            CertificateTrigger.Lapse => () => Lapse(actor, at, reason),
            _ => throw new DomainException(
                "needs-facts",
                $"{CamelCase.Of(trigger)} cannot be fired by its name alone: a verb or a case takes its facts."),
        };
        verb();
    }

    internal void RequestRefund(string actor, DateTimeOffset at, string reason)
    {
        var before = State;
        Move(CertificateTrigger.RequestRefund, actor, at, reason);
        StateBeforeRefund = before;
    }

    internal void ReturnFromRefund(string actor, DateTimeOffset at, string reason)
    {
        Move(CertificateTrigger.ReturnFromRefund, actor, at, reason);
        StateBeforeRefund = null;
        if (IssuedAt is null && at >= ServiceEndsAt)
        {
            Lapse(actor, at);
        }
    }

    internal void CompleteRefund(string actor, DateTimeOffset at, string reason) =>
        Move(CertificateTrigger.CompleteRefund, actor, at, reason);

    // Its use was given back, so the service that it was bought for has ended, whatever the date.
    internal void GiveCreditBack(string actor, DateTimeOffset at)
    {
        if (State != CertificateState.Lapsed)
        {
            Move(CertificateTrigger.Lapse, actor, at, $"its credit was given back to lot {CreditLotId} (BL-3)");
        }

        CreditGivenBack = true;
    }

    internal void Host(HostingId? hosting)
    {
        HostingId = hosting;
        Version++;
    }

    internal void EnsureApplicable(CertificateApplication application)
    {
        Lifecycle.Ensure(CertificateTrigger.Submit);
        var problems = application.Problems(DomainCount, Wildcard).ToList();
        if (Validation != ValidationLevel.DV && string.IsNullOrWhiteSpace(application.Company))
        {
            problems.Add($"{Validation} needs the applicant's company");
        }

        if (problems.Count > 0)
        {
            throw new DomainException(
                "invalid-application", $"The application is refused: {string.Join("; ", problems)}.");
        }
    }

    private static void EnsureValidity(DateTimeOffset issuedAt, DateTimeOffset expiresAt)
    {
        if (expiresAt <= issuedAt)
        {
            throw new DomainException(
                "invalid-validity", $"A validity from {issuedAt:u} to {expiresAt:u} ends before it begins.");
        }
    }

    private static void EnsureReached(DateTimeOffset end, DateTimeOffset at, string? rule)
    {
        if (at < end)
        {
            throw new DomainException("not-expired", $"It is {at:u}; the certificate serves until {end:u}.", rule);
        }
    }

    private void TakeIssue(DateTimeOffset issuedAt, DateTimeOffset expiresAt, string chainPem, string serial)
    {
        IssuedAt = issuedAt.ToUniversalTime();
        ExpiresAt = expiresAt.ToUniversalTime();
        ChainPem = chainPem;
        Serial = serial;
        ExpiringSoon = false;
    }

    private void Move(CertificateTrigger trigger, string actor, DateTimeOffset at, string reason)
    {
        Lifecycle.Fire(trigger, Id.ToString(), actor, at, reason);
        Version++;
    }
}
