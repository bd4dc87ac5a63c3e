using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using FsCheck.Xunit;

namespace CertWorkflows.Domain.Tests.Refunds;

[Properties(Arbitrary = [typeof(RefundFactsGenerator)], MaxTest = 3000)]
public sealed class RefundPolicyProperties
{
    [Property]
    public void Assess_WhateverTheFacts_AgreesWithTheOracle(RefundFacts facts)
    {
        var policy = RefundPolicy.Assess(facts, Make.Calendar);

        Assert.Equal(
            RefundOracle.Judge(facts),
            new RefundOracle.Answer(
                policy.Outcome.ToString(),
                policy.Rule,
                policy.Code,
                policy.Refund?.Amount,
                policy.Warnings.Contains(RefundPolicy.MayNotFinish),
                policy.Warnings.Contains(RefundPolicy.CalendarIncomplete),
                policy.DecideBy));
    }

    [Fact]
    public void Generator_WhenSampled_ReachesEveryRow()
    {
        var reached = FsCheck.Fluent.Gen.Sample(RefundFactsGenerator.Facts().Generator, 5000, 50)
            .Select(facts => RefundPolicy.Assess(facts, Make.Calendar).Rule)
            .ToHashSet();

        Assert.Equal(12, reached.Count);
    }

    [Property] // Once an unissued certificate stopped being automatic, time never makes it so again.
    public bool Assess_WhenMoreTimePasses_NeverGrowsMoreGenerous(RefundFacts facts, byte days)
    {
        var unissued = facts with { IssuedAt = null, RevokedAt = null, ExpiresAt = null };

        return Generosity(unissued with { At = unissued.At.AddDays(days) }) <= Generosity(unissued);
    }

    [Property] // A later end of service never turns an accepted refund away, nor a warning on.
    public bool Assess_WhenTheServiceEndsLater_NeverGrowsLessGenerous(RefundFacts facts, byte days)
    {
        var unissued = facts with { IssuedAt = null, RevokedAt = null, ExpiresAt = null };
        var longer = unissued with { ServiceEndsAt = unissued.ServiceEndsAt.AddDays(days) };

        return Generosity(longer) >= Generosity(unissued)
            && (!Warns(longer) || Warns(unissued) || Generosity(unissued) == 0);
    }

    [Property]
    public bool Assess_WhenByTicket_IsAtLeastAsGenerousAsSelfService(RefundFacts facts) =>
        Generosity(facts with { Channel = RefundChannel.Ticket }) >= Generosity(
            facts with { Channel = RefundChannel.SelfService });

    [Property]
    public bool Assess_WhenMoreWasPaid_DecidesTheSameAndReturnsExactlyTheCash(RefundFacts facts, ushort more)
    {
        var richer = facts with { Paid = facts.Paid + new Money(more), Voucher = new Money(more) };
        var (one, other) = (RefundPolicy.Assess(facts, Make.Calendar), RefundPolicy.Assess(richer, Make.Calendar));

        return one.Rule == other.Rule && (other.Refund is null ? one.Refund is null : other.Refund == richer.Paid);
    }

    [Property]
    public bool Assess_WhenIssued_DoesNotCareWhatTheApplicationSays(RefundFacts facts) =>
        facts.IssuedAt is null || Enum.GetValues<ApplicationStatus>()
            .Select(status => RefundPolicy.Assess(facts with { Application = status }, Make.Calendar).Rule)
            .Distinct()
            .Count() == 1;

    private static int Generosity(RefundFacts facts) => RefundPolicy.Assess(facts, Make.Calendar).Outcome switch
    {
        RefundOutcome.Automatic => 2,
        RefundOutcome.Manual => 1,
        _ => 0,
    };

    private static bool Warns(RefundFacts facts) =>
        RefundPolicy.Assess(facts, Make.Calendar).Warnings.Contains(RefundPolicy.MayNotFinish);
}
