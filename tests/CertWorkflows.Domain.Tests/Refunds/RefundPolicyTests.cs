using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using static CertWorkflows.Domain.Tests.Make;

namespace CertWorkflows.Domain.Tests.Refunds;

public sealed class RefundPolicyTests
{
    private static readonly RefundFacts Unissued = new(
        Local("2021-03-03 12:00"),
        RefundProduct.Paid,
        false,
        RefundChannel.SelfService,
        ApplicationStatus.NotSubmitted,
        Local("2021-03-01 10:00"),
        Local("2022-03-01 10:00"),
        null,
        null,
        null,
        RefundStatus.None,
        new Money(4200m),
        new Money(300m));

    private static readonly RefundFacts InService = Unissued with
    {
        Application = ApplicationStatus.Passed,
        IssuedAt = Local("2021-03-02 09:00"),
        ExpiresAt = Local("2022-03-02 09:00"),
        At = Local("2021-03-10 09:00"),
    };

    private static readonly RefundFacts Revoked = InService with { RevokedAt = Local("2021-03-05 09:00") };

    [Fact]
    [Trait("Rule", "RF-1")]
    public void Assess_WhenFreeDv_IsRefusedBeforeAnythingElse() =>
        Expect(
            RefundOutcome.Refused,
            "RF-1",
            "free-dv",
            Unissued with { Product = RefundProduct.FreeDv, Bundled = true, Refund = RefundStatus.Paid });

    [Fact]
    [Trait("Rule", "RF-2")]
    public void Assess_WhenBundled_IsRefusedBeforeItsRefundIsLookedAt() =>
        Expect(
            RefundOutcome.Refused,
            "RF-2",
            "bundled-in-package",
            Unissued with { Bundled = true, Refund = RefundStatus.InProgress });

    [Theory]
    [InlineData(RefundStatus.InProgress, "refund-in-progress")]
    [InlineData(RefundStatus.Paid, "already-refunded")]
    [Trait("Rule", "RF-3")]
    public void Assess_WhenRefundedOrBeingRefunded_IsRefusedEvenIfExpired(RefundStatus status, string code) =>
        Expect(RefundOutcome.Refused, "RF-3", code, Unissued with { Refund = status, At = Local("2023-01-01 00:00") });

    [Theory]
    [InlineData("2022-03-01 09:59:59", "RF-5")]
    [InlineData("2022-03-01 10:00:00", "RF-4")]
    [InlineData("2022-03-01 10:00:01", "RF-4")]
    [Trait("Rule", "RF-4")]
    public void Assess_WhenUnissuedAtTheEndOfService_IsExpiredFromThatInstantOn(string at, string rule) =>
        Assert.Equal(rule, Assess(Unissued with { At = Local(at) }).Rule);

    [Theory]
    [InlineData("2022-03-02 08:59:59", "RF-12")]
    [InlineData("2022-03-02 09:00:00", "RF-4")]
    [Trait("Rule", "RF-4")]
    public void Assess_WhenIssued_ExpiresByItsOwnValidityNotByTheOrders(string at, string rule) =>
        Assert.Equal(rule, Assess(InService with { At = Local(at) }).Rule);

    [Theory]
    [InlineData("2022-02-14 00:00", "RF-8")] // 15 days to 1 March
    [InlineData("2022-02-14 23:59", "RF-8")]
    [InlineData("2022-02-15 00:00", "RF-5")] // 14 days
    [Trait("Rule", "RF-5")]
    public void Assess_WhenUnissued_Needs15NaturalDaysToExpiry(string at, string rule) =>
        Assert.Equal(rule, Assess(Unissued with { At = Local(at) }).Rule);

    [Theory]
    [InlineData("2024-02-15 12:00", "RF-8")] // 15 days: 2024 has a 29 February
    [InlineData("2024-02-16 12:00", "RF-5")]
    [Trait("Rule", "RF-5")]
    public void Assess_WhenALeapDayLiesBefore_CountsIt(string at, string rule) =>
        Assert.Equal(
            rule,
            Assess(Unissued with { PaidAt = Local("2023-03-01 10:00"), ServiceEndsAt = Local("2024-03-01 10:00"), At = Local(at) }).Rule);

    [Theory]
    [InlineData(ApplicationStatus.UnderReview)]
    [InlineData(ApplicationStatus.Passed)]
    [Trait("Rule", "RF-5")]
    public void Assess_WhenTooCloseToExpiry_IsRefusedWhateverTheApplication(ApplicationStatus status) =>
        Expect(
            RefundOutcome.Refused,
            "RF-5",
            "too-close-to-expiry",
            Unissued with { Application = status, At = Local("2022-02-20 10:00") });

    [Theory]
    [InlineData(ApplicationStatus.UnderReview)]
    [InlineData(ApplicationStatus.Passed)]
    [Trait("Rule", "RF-6")]
    public void Assess_WhenTheCaHasTheApplication_IsRefused(ApplicationStatus status) =>
        Expect(RefundOutcome.Refused, "RF-6", "application-under-review", Unissued with { Application = status });

    [Theory]
    [InlineData("2021-03-01 10:00", "RF-7")] // day 0
    [InlineData("2021-03-06 00:00", "RF-7")] // day 5
    [InlineData("2021-03-06 23:59:59", "RF-7")]
    [InlineData("2021-03-07 00:00", "RF-8")] // day 6, though less than 6 times 24 hours after payment
    [Trait("Rule", "RF-7")]
    [Trait("Rule", "RF-8")]
    public void Assess_WhenUnissued_IsAutomaticForFiveNaturalDays(string at, string rule) =>
        Assert.Equal(rule, Assess(Unissued with { At = Local(at) }).Rule);

    [Fact]
    [Trait("Rule", "T-1")]
    public void Assess_WhenMidnightOfTheZonePasses_ChangesThoughTheUtcDateDoesNot()
    {
        var before = new DateTimeOffset(2021, 3, 6, 15, 59, 59, TimeSpan.Zero);

        Assert.Equal("RF-7", Assess(Unissued with { At = before }).Rule);
        Assert.Equal("RF-8", Assess(Unissued with { At = before.AddSeconds(1) }).Rule);
    }

    [Theory]
    [InlineData("2020-02-29 12:00", "2020-03-05 12:00", "RF-7")]
    [InlineData("2020-02-24 12:00", "2020-02-29 12:00", "RF-7")]
    [InlineData("2020-02-24 12:00", "2020-03-01 12:00", "RF-8")] // the leap day is a day
    [InlineData("2021-02-24 12:00", "2021-03-01 12:00", "RF-7")]
    [Trait("Rule", "RF-7")]
    public void Assess_WhenPaidAroundALeapDay_CountsItOnlyWhereThereIsOne(string paidAt, string at, string rule) =>
        Assert.Equal(
            rule,
            Assess(Unissued with { PaidAt = Local(paidAt), ServiceEndsAt = Make.Calendar.AddYears(Local(paidAt), 1), At = Local(at) }).Rule);

    [Theory]
    [InlineData(ApplicationStatus.NotSubmitted)]
    [InlineData(ApplicationStatus.Failed)]
    [Trait("Rule", "RF-7")]
    [Trait("Rule", "RF-8")]
    public void Assess_WhenTheApplicationIsMissingOrFailed_IsAccepted(ApplicationStatus status)
    {
        Expect(RefundOutcome.Automatic, "RF-7", "automatic", Unissued with { Application = status });
        Expect(
            RefundOutcome.Manual,
            "RF-8",
            "manual-review",
            Unissued with { Application = status, At = Local("2021-03-20 10:00") });
    }

    [Theory] // issued on 2 March: day 30 is 1 April
    [InlineData(RefundChannel.SelfService, "2021-04-01 23:59:59", "RF-10")]
    [InlineData(RefundChannel.SelfService, "2021-04-02 00:00", "RF-9")]
    [InlineData(RefundChannel.Ticket, "2021-04-01 23:59:59", "RF-10")]
    [InlineData(RefundChannel.Ticket, "2021-04-02 00:00", "RF-10")]
    [Trait("Rule", "RF-9")]
    [Trait("Rule", "RF-10")]
    public void Assess_WhenRevokedInTime_ClosesSelfServiceAfterDay30(RefundChannel channel, string at, string rule) =>
        Assert.Equal(rule, Assess(Revoked with { Channel = channel, At = Local(at) }).Rule);

    [Theory]
    [InlineData("2021-04-01 23:59:59", "RF-10")]
    [InlineData("2021-04-02 00:00", "RF-12")]
    [Trait("Rule", "RF-10")]
    [Trait("Rule", "RF-12")]
    public void Assess_WhenRevoked_CountsTheRevocationsDate(string revokedAt, string rule) =>
        Assert.Equal(
            rule,
            Assess(Revoked with { RevokedAt = Local(revokedAt), At = Local("2021-05-01 10:00"), Channel = RefundChannel.Ticket }).Rule);

    [Theory]
    [InlineData("2021-04-01 23:59:59", "RF-11", "revoke-first")]
    [InlineData("2021-04-02 00:00", "RF-12", "issued-over-30-days")]
    [Trait("Rule", "RF-11")]
    [Trait("Rule", "RF-12")]
    public void Assess_WhenInService_AsksForARevocationUntilDay30(string at, string rule, string code) =>
        Expect(RefundOutcome.Refused, rule, code, InService with { At = Local(at) });

    [Fact]
    [Trait("Rule", "RF-20")]
    public void Assess_WhenAccepted_ReturnsTheCashAndNotTheVoucher()
    {
        Assert.Equal(new Money(4200m), Assess(Unissued).Refund);
        Assert.Equal(new Money(4200m), Assess(Revoked).Refund);
        Assert.Equal(Money.Zero, Assess(Unissued with { Paid = Money.Zero, Voucher = new Money(4500m) }).Refund);
        Assert.Null(Assess(InService).Refund);
    }

    [Theory]
    [InlineData("2021-03-10 12:00", "2021-03-31 12:00")]
    [InlineData("2021-04-23 12:00", "2021-05-17 12:00")] // make-up Sunday 25 April, Labour Day, make-up Saturday 8 May
    [Trait("Rule", "RF-22")]
    public void Assess_WhenManual_IsDueAfter15BusinessDays(string at, string decideBy)
    {
        Assert.Equal(Local(decideBy), Assess(Unissued with { At = Local(at) }).DecideBy);
        Assert.Null(Assess(Unissued).DecideBy);
    }

    [Theory] // service ends on Tuesday 1 March 2022; only weekends are off in the weeks before it
    [InlineData("2022-02-08 10:00", false)] // 15 business days to 1 March
    [InlineData("2022-02-09 10:00", true)] // 14
    [Trait("Rule", "RF-23")]
    public void Assess_WhenFewerThan15BusinessDaysRemain_AcceptsWithAWarning(string at, bool warned)
    {
        var assessment = Assess(Unissued with { At = Local(at) });

        Assert.Equal(RefundOutcome.Manual, assessment.Outcome);
        Assert.Equal(warned ? [RefundPolicy.MayNotFinish] : [], assessment.Warnings);
    }

    [Fact]
    [Trait("Rule", "T-2")]
    public void Assess_WhenTheLimitReachesAnUnknownYear_SaysSo()
    {
        var late = Unissued with
        {
            PaidAt = Local("2026-11-01 10:00"),
            ServiceEndsAt = Local("2027-11-01 10:00"),
            At = Local(
            "2026-12-20 10:00")
        };

        Assert.Equal([RefundPolicy.CalendarIncomplete], Assess(late).Warnings);
    }

    [Fact]
    public void Assess_WhenFactsContradictEachOther_IsRefusedAsInvalid()
    {
        Assert.Equal("invalid-facts", Code(Unissued with { RevokedAt = Local("2021-03-02 10:00") }));
        Assert.Equal("invalid-facts", Code(Revoked with { RevokedAt = Local("2021-03-02 08:59") }));

        static string Code(RefundFacts facts) => Assert.Throws<DomainException>(() => Assess(facts)).Code;
    }

    [Fact]
    public void FactsOf_WhenTheCertificateShowsARefund_SayItWhateverTheCallerKnows()
    {
        var (refund, certificate) = UnderReview();
        Assert.Equal(RefundStatus.InProgress, RefundFacts.Of(certificate, RefundChannel.Ticket, PaidAt).Refund);

        RefundCase.Fire(refund, certificate, RefundTrigger.Approve, "r1", "fine", PaidAt.AddDays(7));
        RefundCase.Fire(refund, certificate, RefundTrigger.Pay, "payments", "paid", PaidAt.AddDays(7));
        Assert.Equal(RefundStatus.Paid, RefundFacts.Of(certificate, RefundChannel.Ticket, PaidAt).Refund);
        Assert.Equal(
            RefundStatus.Paid, RefundFacts.Of(Certificate(), RefundChannel.Ticket, PaidAt, RefundStatus.Paid).Refund);
    }

    [Fact]
    public void FactsOf_WhenTakenFromACertificate_AreItsFacts()
    {
        var certificate = Certificate(bundled: true).Issued();

        Assert.Equal(
            new RefundFacts(
                PaidAt, RefundProduct.Paid, true, RefundChannel.Ticket, ApplicationStatus.Passed, PaidAt, Local(
                    "2022-03-01 10:00"),
                certificate.IssuedAt, null, certificate.ExpiresAt, RefundStatus.None, new Money(4200m), new Money(
                    300m)),
            RefundFacts.Of(certificate, RefundChannel.Ticket, PaidAt));
        Assert.Equal(
            RefundProduct.FreeDv, RefundFacts.Of(Certificate(freeDv: true), RefundChannel.Ticket, PaidAt).Product);
    }

    private static RefundAssessment Assess(RefundFacts facts) => RefundPolicy.Assess(facts, Make.Calendar);

    private static void Expect(RefundOutcome outcome, string rule, string code, RefundFacts facts)
    {
        var assessment = Assess(facts);
        Assert.Equal((outcome, rule, code), (assessment.Outcome, assessment.Rule, assessment.Code));
        Assert.NotEmpty(assessment.Message);
    }
}
