using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Catalogue;

namespace CertWorkflows.Domain.Packages;

/// <content>The verbs. Each is rules, move, facts, in that order; each takes who did it, and when.</content>
public sealed partial class Package
{
    /// <summary>Natural days after expiry for which the configuration is kept (EX-4).</summary>
    public const int GraceDays = 7;

    /// <summary>Switches a domain over to the package, which is in use from then on.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="origin">The host or address that served it, to which it is switched back.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="at">When.</param>
    /// <exception cref="DomainException"><c>invalid-domain</c>: name or origin cannot be used; <c>domain-in-use</c>: it is
    /// switched over already; <c>expired</c> (EX-3); <c>refund-in-progress</c> (PK-3).</exception>
    public void SwitchOver(string domain, string origin, string actor, DateTimeOffset at)
    {
        EnsureServing(PackageTrigger.SwitchOver, at);
        EnsureNoRefund("no domain can be switched over to it", "PK-3");
        var problems = PackageDomain.Problems(domain, origin).ToList();
        if (problems.Count > 0)
        {
            throw new DomainException(
                "invalid-domain", $"The domain cannot be switched over: {string.Join("; ", problems)}.");
        }

        if (Find(domain) is not null)
        {
            throw new DomainException("domain-in-use", $"{domain} is switched over to this package already.");
        }

        Move(PackageTrigger.SwitchOver, actor, at, $"{domain} was switched over from {origin}");
        Domains = [.. Domains, new PackageDomain(domain.ToLowerInvariant(), origin, at.ToUniversalTime())];
    }

    /// <summary>Switches a domain back to its origin (PK-3); after the last one the package is not in use.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="at">When.</param>
    /// <exception cref="DomainException"><c>unknown-domain</c>: it is not switched over.</exception>
    public void SwitchBack(string domain, string actor, DateTimeOffset at)
    {
        Lifecycle.Ensure(PackageTrigger.SwitchBack);
        var found = Find(domain) ?? throw NotSwitchedOver(domain);
        Move(PackageTrigger.SwitchBack, actor, at, $"{found.Name} was switched back to {found.Origin}");
        Domains = [.. Domains.Where(one => one != found)];
    }

    /// <summary>Renews it: its expiry is a year later, and an expired one goes on with its configuration (EX-4, EX-6).</summary>
    /// <param name="order">The order that paid the renewal.</param>
    /// <param name="cash">What of the renewal was paid in money.</param>
    /// <param name="voucher">What of it a voucher covered.</param>
    /// <param name="calendar">Adds the year, and counts the days of grace.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="at">When.</param>
    /// <exception cref="DomainException"><c>released</c> (EX-5): more than 7 natural days after the expiry;
    /// <c>refund-in-progress</c>.</exception>
    public void Renew(
        OrderId order, Money cash, Money voucher, BusinessCalendar calendar, string actor, DateTimeOffset at)
    {
        Lifecycle.Ensure(PackageTrigger.Renew);
        EnsureRenewable(calendar, at);
        Move(PackageTrigger.Renew, actor, at, $"order {order} renewed it");
        ExpiresAt = calendar.AddYears(ExpiresAt, TermYears);
        (Cash, Voucher) = (Cash + cash, Voucher + voucher);
        ExpiringSoon = false;
    }

    /// <summary>Checks that it can be renewed.</summary>
    /// <param name="calendar">Counts the days of grace.</param>
    /// <param name="at">When.</param>
    /// <exception cref="IllegalTransitionException">Its state permits no renewal.</exception>
    /// <exception cref="DomainException"><c>released</c> (EX-5): more than 7 natural days after the expiry;
    /// <c>refund-in-progress</c>.</exception>
    public void EnsureRenewable(BusinessCalendar calendar, DateTimeOffset at)
    {
        if (State == PackageState.Released || calendar.DaysBetween(ExpiresAt, at) > GraceDays)
        {
            throw new DomainException(
                "released",
                $"The package expired at {ExpiresAt:u}, more than {GraceDays} natural days ago; it can only be bought anew.",
                "EX-5");
        }

        EnsureNoRefund("it cannot be renewed", null);
        Lifecycle.Ensure(PackageTrigger.Renew);
    }

    /// <summary>Checks that another edition can be bought in its place, which is a new package with a year of its own
    /// (EX-6); this one stays as it is.</summary>
    /// <param name="edition">The other edition; null where any would do.</param>
    /// <exception cref="DomainException"><c>same-edition</c>: that would be a renewal; <c>not-upgradable</c>: it serves no
    /// more; <c>refund-in-progress</c>.</exception>
    public void EnsureUpgradable(PackageEdition? edition)
    {
        if (edition == Edition)
        {
            throw new DomainException(
                "same-edition", $"The package is {CamelCase.Of(Edition)} already; renew it, or buy another edition.", "EX-6");
        }

        EnsureNoRefund("it cannot be upgraded", null);
        if (State is not (PackageState.Active or PackageState.InUse or PackageState.Expired))
        {
            throw new DomainException(
                "not-upgradable", $"The package is {CamelCase.Of(State)}; order the other edition by itself.", "EX-6");
        }
    }

    /// <summary>A refund of it begins, once it is out of use (PK-3).</summary>
    /// <param name="assessment">What <see cref="PackageRefundPolicy"/> said for the same instant.</param>
    /// <param name="actor">Who asked.</param>
    /// <param name="at">When.</param>
    /// <param name="reason">Why, with the ticket (PK-2).</param>
    /// <exception cref="DomainException">The assessment's code and rule unless it is eligible.</exception>
    public void RequestRefund(PackageRefundAssessment assessment, string actor, DateTimeOffset at, string reason)
    {
        if (assessment.Outcome != PackageRefundOutcome.Eligible)
        {
            throw new DomainException(assessment.Code, assessment.Message, assessment.Rule);
        }

        Move(PackageTrigger.RequestRefund, actor, at, reason);
    }

    /// <summary>The refund ended without money; the package serves on, or expires where its year is over.</summary>
    public void ReturnFromRefund(string actor, DateTimeOffset at, string reason)
    {
        Move(PackageTrigger.ReturnFromRefund, actor, at, reason);
        if (at >= ExpiresAt)
        {
            Expire(actor, at);
        }
    }

    /// <summary>The money was returned.</summary>
    public void CompleteRefund(string actor, DateTimeOffset at, string reason) =>
        Move(PackageTrigger.CompleteRefund, actor, at, reason);

    /// <summary>The customer deletes the refunded package (PK-4).</summary>
    public void Delete(string actor, DateTimeOffset at, string reason = "the customer deleted it") =>
        Move(PackageTrigger.Delete, actor, at, reason);

    /// <summary>The expiry came near (EX-1). The caller watches how near.</summary>
    public void MarkExpiringSoon(string actor, DateTimeOffset at, string reason = "it expires soon")
    {
        Move(PackageTrigger.MarkExpiringSoon, actor, at, reason);
        ExpiringSoon = true;
    }

    /// <summary>Its year ended (EX-3).</summary>
    /// <exception cref="DomainException"><c>not-expired</c>: it has not ended yet.</exception>
    public void Expire(string actor, DateTimeOffset at, string reason = "its year ended")
    {
        Lifecycle.Ensure(PackageTrigger.Expire);
        if (at < ExpiresAt)
        {
            throw new DomainException("not-expired", $"It is {at:u}; the package serves until {ExpiresAt:u}.", "EX-3");
        }

        Move(PackageTrigger.Expire, actor, at, reason);
        ExpiringSoon = false;
    }

    /// <summary>The configuration was released (EX-5): no domain is served any more. The caller watches the days of
    /// grace.</summary>
    public void Release(string actor, DateTimeOffset at, string reason = "it was not renewed within 7 days after expiry")
    {
        Move(PackageTrigger.Release, actor, at, reason);
        Domains = [];
    }

    /// <summary>Fires a trigger that needs no facts beside its reason, for callers that have it as data. The verb's own
    /// rules apply.</summary>
    /// <exception cref="DomainException"><c>needs-facts</c>: the trigger has a verb that takes its facts, or belongs to a
    /// refund.</exception>
    public void Fire(PackageTrigger trigger, string actor, string reason, DateTimeOffset at)
    {
        Action verb = trigger switch
        {
            PackageTrigger.MarkExpiringSoon => () => MarkExpiringSoon(actor, at, reason),
            PackageTrigger.Expire => () => Expire(actor, at, reason),
            PackageTrigger.Release => () => Release(actor, at, reason),
            _ => throw new DomainException(
                "needs-facts",
                $"{CamelCase.Of(trigger)} cannot be fired by its name alone: a verb or a case takes its facts."),
        };
        verb();
    }

    internal void TakeRefundCase(PackageRefundId id)
    {
        OpenRefundId = id;
        Version++;
    }

    internal void LeaveRefundCase()
    {
        OpenRefundId = null;
        Version++;
    }

    private void EnsureNoRefund(string consequence, string? rule)
    {
        if (OpenRefundId is not null || State == PackageState.RefundPending)
        {
            throw new DomainException(
                "refund-in-progress", $"A refund of package {Id} is under way; {consequence}.", rule);
        }
    }

    /// <summary>The year has not ended, and the state permits the move.</summary>
    private void EnsureServing(PackageTrigger trigger, DateTimeOffset at)
    {
        if (at >= ExpiresAt && State is (PackageState.Active or PackageState.InUse or PackageState.Expired))
        {
            throw new DomainException("expired", $"The package expired at {ExpiresAt:u}; renew it first.", "EX-3");
        }

        Lifecycle.Ensure(trigger);
    }

    private PackageDomain? Find(string domain) =>
        Domains.FirstOrDefault(one => string.Equals(one.Name, domain, StringComparison.OrdinalIgnoreCase));

    private void Move(PackageTrigger trigger, string actor, DateTimeOffset at, string reason)
    {
        Lifecycle.Fire(trigger, Id.ToString(), actor, at, reason);
        Version++;
    }
}
