using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Names;

namespace CertWorkflows.Domain.Renewals;

/// <summary>
/// A renewal, the old certificate and the new one move together; nothing else moves a renewal. What is refused changes none
/// of them.
/// </summary>
public static class RenewalCase
{
    /// <summary>Opens a case for a certificate that was just bought (RN-8).</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="old">The certificate to renew.</param>
    /// <param name="bought">The certificate that the new order bought.</param>
    /// <param name="calendar">Counts days in the business zone.</param>
    /// <returns>The case, ordered.</returns>
    /// <exception cref="DomainException">
    /// <c>too-early</c> (RN-1), <c>released</c> (RN-12), <c>not-renewable</c>: the old certificate is not in service;
    /// <c>invalid-application</c>: what the last application and the changes make cannot be submitted.
    /// </exception>
    public static Renewal Open(RenewalRequest request, Certificate old, Certificate bought, BusinessCalendar calendar)
    {
        EnsureRenewable(old);
        var company = request.Application.Company ?? bought.Company;
        var kind = RenewedKind.Of(bought) with { Company = company };
        var quote = RenewalPolicy.Quote(
            new RenewalFacts(request.At, bought.TermYears, RenewedKind.Of(old), old.Expiry, kind), calendar);
        quote.EnsureAllowed();
        bought.EnsureApplicable(request.Application);
        return Renewal.Order(request, old, bought, quote, request.Host ?? HostOf(request.Application));
    }

    /// <summary>Whether and why a certificate cannot be renewed; null when it can be.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="at">When it would be asked for.</param>
    /// <param name="calendar">Counts days in the business zone.</param>
    public static DomainException? Refusal(Certificate certificate, DateTimeOffset at, BusinessCalendar calendar)
    {
        try
        {
            EnsureRenewable(certificate);
            var kind = RenewedKind.Of(certificate);
            RenewalPolicy.Quote(new RenewalFacts(at, 1, kind, certificate.Expiry, kind), calendar).EnsureAllowed();
            return null;
        }
        catch (DomainException refusal)
        {
            return refusal;
        }
    }

    /// <summary>Whether it is under way and the CA has not signed: until then the customer may cancel it (RN-11).</summary>
    public static bool IsUnsigned(Renewal renewal) =>
        renewal.State is RenewalState.Ordered or RenewalState.Applied or RenewalState.UnderReview;

    /// <summary>Moves a case and, where the move says so, its certificates.</summary>
    /// <param name="renewal">The case.</param>
    /// <param name="old">The certificate that is renewed.</param>
    /// <param name="bought">The certificate that was bought.</param>
    /// <param name="trigger">The move; not one that brings facts of the CA's.</param>
    /// <param name="actor">The person or the part of the system that does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="at">When.</param>
    /// <exception cref="IllegalTransitionException">The state does not permit it, or the site was not seen to serve the new
    /// certificate (RN-9).</exception>
    /// <exception cref="DomainException"><c>needs-facts</c>: the CA's word comes by <see cref="Issue"/> and
    /// <see cref="FailReview"/>. <c>wrong-certificate</c>: they do not belong together.</exception>
    public static void Fire(
        Renewal renewal, Certificate old, Certificate bought, RenewalTrigger trigger, string actor, string reason, DateTimeOffset at)
    {
        EnsureTogether(renewal, old, bought);
        switch (trigger)
        {
            case RenewalTrigger.Apply:
                renewal.Lifecycle.Ensure(trigger);
                bought.Submit(renewal.Application, actor, at);
                renewal.Move(trigger, actor, reason, at);
                break;
            case RenewalTrigger.Verify:
                Verify(renewal, old, bought, actor, at, reason);
                break;
            case RenewalTrigger.Cancel:
                renewal.Lifecycle.Ensure(trigger);
                if (bought.PermittedTriggers.Contains(CertificateTrigger.Withdraw))
                {
                    bought.Withdraw(actor, at, $"renewal {renewal.Id}: {reason}");
                }

                renewal.Move(trigger, actor, reason, at);
                break;
            case RenewalTrigger.StartReview or RenewalTrigger.Install:
                renewal.Move(trigger, actor, reason, at);
                break;
            default:
                throw new DomainException(
                    "needs-facts", $"{CamelCase.Of(trigger)} cannot be fired by its name alone: the CA's answer brings its facts.");
        }
    }

    /// <summary>Corrects the application that will be submitted next, after a failed review.</summary>
    /// <exception cref="DomainException"><c>invalid-application</c>: the message lists what is wrong with it.</exception>
    /// <exception cref="IllegalTransitionException">No application is wanted now.</exception>
    public static void Correct(Renewal renewal, Certificate bought, CertificateApplication application)
    {
        renewal.Lifecycle.Ensure(RenewalTrigger.Apply);
        bought.EnsureApplicable(application);
        renewal.Correct(application);
    }

    /// <summary>The CA refused the application.</summary>
    public static void FailReview(Renewal renewal, Certificate bought, string reason, string actor, DateTimeOffset at)
    {
        renewal.Lifecycle.Ensure(RenewalTrigger.FailReview);
        bought.FailReview(reason, actor, at);
        renewal.Move(RenewalTrigger.FailReview, actor, reason, at);
    }

    /// <summary>
    /// The CA signed: the policy is asked again, with the day of issue and the gift (RN-3, RN-7). An old certificate that has
    /// expired at most 7 days ago is back in service with its configuration (RN-12).
    /// </summary>
    /// <param name="renewal">The case.</param>
    /// <param name="old">The certificate that is renewed.</param>
    /// <param name="bought">The certificate that was bought.</param>
    /// <param name="issue">What the CA signed.</param>
    /// <param name="calendar">Counts days in the business zone.</param>
    /// <param name="actor">Who reports it.</param>
    /// <param name="at">When it was reported.</param>
    /// <exception cref="DomainException"><c>invalid-facts</c> (RN-7): gift days that the brand does not give.</exception>
    public static void Issue(
        Renewal renewal,
        Certificate old,
        Certificate bought,
        CaIssue issue,
        BusinessCalendar calendar,
        string actor,
        DateTimeOffset at)
    {
        EnsureTogether(renewal, old, bought);
        renewal.Lifecycle.Ensure(RenewalTrigger.Issue);
        var quote = RenewalPolicy.Quote(
            new RenewalFacts(
                issue.IssuedAt,
                renewal.TermYears,
                RenewedKind.Of(old),
                renewal.OldExpiresAt,
                RenewedKind.Of(bought),
                BonusDays: issue.BonusDays),
            calendar);
        bought.Issue(issue.IssuedAt, issue.ExpiresAt, issue.ChainPem, issue.Serial, actor, at);
        renewal.Take(quote);
        renewal.FoundExpiry(calendar.DateOf(issue.ExpiresAt) != calendar.DateOf(quote.ExpiresAt));
        renewal.Move(RenewalTrigger.Issue, actor, $"the CA signed it, valid until {issue.ExpiresAt:u}: {quote.Code}", at);
        if (quote is { Kind: RenewalKind.Renewal } && old.State == CertificateState.Expired)
        {
            old.Renew(issue.IssuedAt, issue.ExpiresAt, issue.ChainPem, issue.Serial, actor, at);
        }
    }

    /// <summary>Records a look at the site (RN-9); the new certificate is seen if the site serves its dates.</summary>
    /// <param name="renewal">The case.</param>
    /// <param name="own">The new certificate's dates.</param>
    /// <param name="served">The dates that the site serves; null when it could not be reached.</param>
    /// <param name="problem">Why it could not be reached.</param>
    /// <param name="at">When.</param>
    public static void Look(Renewal renewal, ServedValidity own, ServedValidity? served, string? problem, DateTimeOffset at) =>
        renewal.Look(
            served is null ? problem ?? "the site could not be reached"
            : served != own ? $"the site serves a certificate that is valid from {served}; the renewed one is from {own}"
            : null,
            at);

    private static void Verify(
        Renewal renewal, Certificate old, Certificate bought, string actor, DateTimeOffset at, string reason)
    {
        // What the site serves is installed, whether or not anybody said so.
        if (renewal is { State: RenewalState.Issued, IsSeen: true })
        {
            renewal.Move(RenewalTrigger.Install, actor, "the site serves it", at);
        }

        renewal.Lifecycle.Ensure(RenewalTrigger.Verify);
        renewal.Move(RenewalTrigger.Verify, actor, reason, at);

        // A new purchase takes nobody's place (RN-4); what was revoked or released has none to take.
        if (renewal.Kind != RenewalKind.Renewal)
        {
            return;
        }

        if (old.State == CertificateState.Expired)
        {
            old.Renew(bought.IssuedAt!.Value, bought.ExpiresAt!.Value, bought.ChainPem!, bought.Serial!, actor, at);
        }

        if (old.PermittedTriggers.Contains(CertificateTrigger.Supersede))
        {
            old.Supersede(actor, at, $"renewal {renewal.Id}: certificate {bought.Id} took its place");
        }
    }

    private static void EnsureRenewable(Certificate certificate)
    {
        if (certificate.State == CertificateState.Released)
        {
            throw new DomainException(
                "released", "The certificate's configuration was released; it can only be bought anew.", "RN-12");
        }

        if (certificate.State is not (CertificateState.Issued or CertificateState.Expired))
        {
            throw new DomainException(
                "not-renewable",
                $"The certificate is {CamelCase.Of(certificate.State)}; one that is issued, or has expired at most {RenewalPolicy.DaysKept} days ago, can be renewed.",
                "RN-8");
        }
    }

    private static void EnsureTogether(Renewal renewal, Certificate old, Certificate bought)
    {
        if (renewal.OldCertificateId != old.Id || renewal.NewCertificateId != bought.Id)
        {
            throw new DomainException(
                "wrong-certificate",
                $"Renewal {renewal.Id} is about {renewal.OldCertificateId} and {renewal.NewCertificateId}, not {old.Id} and {bought.Id}.");
        }
    }

    private static string HostOf(CertificateApplication application)
    {
        var name = CertifiedName.Read(application.Domains[0], out _)!;
        return name.IsWildcard ? name.Value[2..] : name.Value;
    }
}
