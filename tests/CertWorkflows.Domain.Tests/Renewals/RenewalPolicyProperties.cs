using CertWorkflows.Domain.Renewals;
using FsCheck.Xunit;

namespace CertWorkflows.Domain.Tests.Renewals;

[Properties(Arbitrary = [typeof(RenewalFactsGenerator)], MaxTest = 3000)]
public sealed class RenewalPolicyProperties
{
    [Property]
    public void Quote_WhateverTheFacts_AgreesWithTheOracle(RenewalFacts facts)
    {
        var quote = RenewalPolicy.Quote(facts, Make.Calendar);

        Assert.Equal(
            RenewalOracle.Judge(facts),
            new RenewalOracle.Answer(
                quote.Kind.ToString(),
                quote.Rule,
                quote.Code,
                quote.CarriedDays,
                quote.BonusDays,
                quote.ExpiresAt,
                string.Join('+', quote.Mismatch)));
    }

    [Fact]
    public void Generator_WhenSampled_ReachesEveryCode()
    {
        var reached = FsCheck.Fluent.Gen.Sample(RenewalFactsGenerator.Facts().Generator, 5000, 50)
            .Select(facts => RenewalPolicy.Quote(facts, Make.Calendar).Code)
            .ToHashSet();

        Assert.Equal(7, reached.Count);
    }

    [Property] // Renewing does not shorten: what is carried reaches at least to the same date, years after the old expiry.
    public bool Quote_WhenCarried_LosesNoDay(RenewalFacts facts)
    {
        var quote = RenewalPolicy.Quote(facts, Make.Calendar);

        return quote.Code != "carried"
            || Make.Calendar.DaysBetween(Make.Calendar.AddYears(facts.IssuedAt, facts.TermYears), quote.ExpiresAt)
                == Make.Calendar.DaysBetween(facts.IssuedAt, facts.OldExpiresAt) + facts.BonusDays;
    }

    [Property] // Only a renewal carries, and only what is carried gets the gift.
    public bool Quote_WhenANewPurchase_IsExactlyTheYearsBought(RenewalFacts facts)
    {
        var quote = RenewalPolicy.Quote(facts, Make.Calendar);

        return quote.Code == "carried" || quote.ExpiresAt == Make.Calendar.AddYears(facts.IssuedAt, facts.TermYears);
    }

    [Property]
    public bool Quote_WhenRefused_IsAboutDatesAlone(RenewalFacts facts)
    {
        var quote = RenewalPolicy.Quote(facts, Make.Calendar);

        return quote.IsRefused == quote.Code is "too-early" or "released"
            && (!quote.IsRefused || RenewalPolicy.Quote(facts with { New = facts.Old, BonusDays = 0 }, Make.Calendar).Code == quote.Code);
    }
}
