using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using FsCheck.Xunit;
using static CertWorkflows.Domain.Tests.Make;

namespace CertWorkflows.Domain.Tests.Packages;

[Properties(Arbitrary = [typeof(PackageRefundFactsGenerator)], MaxTest = 3000)]
public sealed class PackageRefundPolicyTests
{
    // Paid on a Monday.
    private static readonly PackageRefundFacts Unused = new(
        Local("2021-03-03 10:00"),
        PaidAt,
        Local("2022-03-01 10:00"),
        false,
        null,
        Local("2021-03-03 10:00"),
        RefundStatus.None,
        new Money(958.12m),
        new Money(100m));

    [Property]
    public void Assess_WhateverTheFacts_AgreesWithTheOracle(PackageRefundFacts facts)
    {
        var said = PackageRefundPolicy.Assess(facts, Make.Calendar);
        var expected = PackageRefundOracle.Judge(facts);
        Assert.Equal(
            (expected.Outcome, expected.Rule, expected.Code, expected.Refund, expected.WaitingFor, expected.PayBy),
            (said.Outcome.ToString(), said.Rule, said.Code, said.Refund?.Amount, string.Join(' ', said.WaitingFor), said.PayBy));
    }

    [Property]
    public void Assess_WhenTimePasses_NeverOpensWhatWasRefused(PackageRefundFacts facts, byte days)
    {
        var later = facts with { At = facts.At.AddDays(days) };
        Assert.True(
            PackageRefundPolicy.Assess(facts, Make.Calendar).Outcome != PackageRefundOutcome.Refused
            || PackageRefundPolicy.Assess(later, Make.Calendar).Outcome == PackageRefundOutcome.Refused);
    }

    [Fact]
    [Trait("Rule", "PK-1")]
    [Trait("Rule", "PK-4")]
    public void Assess_OfAnUnusedPackageWithinFiveDays_ReturnsTheCashWithinFiveBusinessDays()
    {
        var said = PackageRefundPolicy.Assess(Unused, Make.Calendar);

        Assert.Equal(
            (PackageRefundOutcome.Eligible, "PK-4", "eligible", new Money(958.12m)),
            (said.Outcome, said.Rule, said.Code, said.Refund));
        Assert.Equal(Local("2021-03-10 10:00"), said.PayBy);
        Assert.Empty(said.WaitingFor);
    }

    [Fact]
    [Trait("Rule", "T-2")]
    public void Assess_PastTheYearsOfTheCalendar_Warns()
    {
        var at = Local("2040-03-02 10:00");
        var facts = Unused with { PaidAt = at, TicketAt = at, At = at, ExpiresAt = at.AddYears(1) };

        Assert.Equal([RefundPolicy.CalendarIncomplete], PackageRefundPolicy.Assess(facts, Make.Calendar).Warnings);
        Assert.Empty(PackageRefundPolicy.Assess(Unused, Make.Calendar).Warnings);
    }

    [Theory]
    [InlineData(ApplicationStatus.NotSubmitted, "eligible", "")]
    [InlineData(ApplicationStatus.Failed, "eligible", "")]
    [InlineData(ApplicationStatus.UnderReview, "waiting", "usage-stopped application-decided")]
    [InlineData(ApplicationStatus.Passed, "waiting", "usage-stopped application-decided")]
    [Trait("Rule", "RF-6")]
    [Trait("Rule", "PK-5")]
    public void Assess_WithAnUnissuedCertificate_WaitsForItsApplication(ApplicationStatus application, string code, string waitingFor)
    {
        var facts = Unused with { Bundled = new BundledCertificateFacts(null, null, application), InUse = code == "waiting" };
        var said = PackageRefundPolicy.Assess(facts, Make.Calendar);
        Assert.Equal(("PK-5", code, waitingFor), (said.Rule, said.Code, string.Join(' ', said.WaitingFor)));
    }

    [Theory]
    [InlineData("2021-03-06 23:59:59", null)]
    [InlineData("2021-03-07 00:00:00", "window-closed")]
    [Trait("Rule", "PK-1")]
    public void Assess_AtTheEndOfTheWindow_CountsToTheTicketsDate(string ticket, string? code)
    {
        var facts = Unused with { TicketAt = Local(ticket), At = Local("2021-03-20 10:00") };

        var said = PackageRefundPolicy.Assess(facts, Make.Calendar);
        Assert.Equal(code ?? "eligible", said.Code);
        Assert.Equal(code is null ? "PK-4" : "PK-1", said.Rule);
    }

    [Fact]
    [Trait("Rule", "PK-3")]
    public void Assess_WhileADomainIsSwitchedOver_WaitsForItsEnd()
    {
        var said = PackageRefundPolicy.Assess(Unused with { InUse = true }, Make.Calendar);

        Assert.Equal((PackageRefundOutcome.Waiting, "PK-4", "waiting", null), (said.Outcome, said.Rule, said.Code, said.PayBy));
        Assert.Equal(["usage-stopped"], said.WaitingFor);
        Assert.Equal(new Money(958.12m), said.Refund);
    }

    [Fact]
    [Trait("Rule", "PK-5")]
    public void Assess_WhenTheBundledCertificateIsNotIssued_IsEligible()
    {
        var said = PackageRefundPolicy.Assess(Unused with { Bundled = new(null, null) }, Make.Calendar);

        Assert.Equal(("PK-5", "eligible"), (said.Rule, said.Code));
    }

    [Theory]
    [InlineData("2021-04-01 23:59:59", "eligible", "PK-6")]
    [InlineData("2021-04-02 00:00:00", "bundled-certificate-kept", "PK-7")]
    [Trait("Rule", "PK-6")]
    [Trait("Rule", "PK-7")]
    public void Assess_WhenTheBundledCertificateWasRevoked_CountsTheDaysAfterItsIssue(string revoked, string code, string rule)
    {
        var facts = Unused with { Bundled = new(Local("2021-03-02 10:00"), Local(revoked)), At = Local("2021-05-10 10:00") };

        var said = PackageRefundPolicy.Assess(facts, Make.Calendar);
        Assert.Equal((code, rule), (said.Code, said.Rule));
    }

    [Theory]
    [InlineData("2021-04-01 23:59:59", "waiting", "PK-6")]
    [InlineData("2021-04-02 00:00:00", "bundled-certificate-kept", "PK-7")]
    [Trait("Rule", "PK-6")]
    [Trait("Rule", "PK-7")]
    public void Assess_WhileTheBundledCertificateIsInService_WaitsUntilThe30thDay(string at, string code, string rule)
    {
        var facts = Unused with { InUse = true, Bundled = new(Local("2021-03-02 10:00"), null), At = Local(at) };

        var said = PackageRefundPolicy.Assess(facts, Make.Calendar);
        Assert.Equal((code, rule), (said.Code, said.Rule));
        Assert.Equal(code == "waiting" ? ["usage-stopped", "revocation"] : [], said.WaitingFor);
    }

    [Theory]
    [InlineData(RefundStatus.InProgress, "refund-in-progress")]
    [InlineData(RefundStatus.Paid, "already-refunded")]
    [InlineData(RefundStatus.None, "expired")]
    public void Assess_WhenSeveralRefuse_NamesTheFirst(RefundStatus refund, string code)
    {
        var facts = Unused with
        {
            Refund = refund,
            TicketAt = Local("2022-02-01 10:00"),
            At = Unused.ExpiresAt,
            Bundled = new(Local("2021-03-02 10:00"), null),
        };

        var said = PackageRefundPolicy.Assess(facts, Make.Calendar);
        Assert.Equal((code, null, null), (said.Code, said.Rule, said.Refund));
    }

    [Fact]
    public void Assess_OfFactsThatCannotBe_NamesThemAll()
    {
        var facts = Unused with
        {
            TicketAt = PaidAt.AddDays(-1),
            At = PaidAt.AddDays(-2),
            ExpiresAt = PaidAt,
            Bundled = new(null, PaidAt),
        };

        var error = Assert.Throws<DomainException>(() => PackageRefundPolicy.Assess(facts, Make.Calendar));
        Assert.Equal("invalid-facts", error.Code);
        Assert.Equal(4, error.Message.Split(';').Length);
    }
}
