using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Renewals;
using static CertWorkflows.Domain.Tests.Make;

namespace CertWorkflows.Domain.Tests.Renewals;

public sealed class RenewalCaseTests
{
    private static readonly DateTimeOffset OldEnd = Local("2022-03-03 10:00"); // issued two days after payment, one year

    private static readonly DateTimeOffset At = Local("2022-02-25 10:00"); // 6 days before

    // Section 8; RN-9 allows verified only once the site was seen.
    private static readonly Dictionary<(RenewalState State, RenewalTrigger Trigger), RenewalState> Moves = new()
    {
        [(RenewalState.Ordered, RenewalTrigger.Apply)] = RenewalState.Applied,
        [(RenewalState.Ordered, RenewalTrigger.Cancel)] = RenewalState.Cancelled,
        [(RenewalState.Applied, RenewalTrigger.StartReview)] = RenewalState.UnderReview,
        [(RenewalState.Applied, RenewalTrigger.Cancel)] = RenewalState.Cancelled,
        [(RenewalState.UnderReview, RenewalTrigger.Cancel)] = RenewalState.Cancelled,
        [(RenewalState.Issued, RenewalTrigger.Install)] = RenewalState.Installed,
        [(RenewalState.Issued, RenewalTrigger.Cancel)] = RenewalState.Cancelled,
        [(RenewalState.Installed, RenewalTrigger.Cancel)] = RenewalState.Cancelled,
    };

    public static TheoryData<RenewalState, RenewalTrigger> Pairs()
    {
        var pairs = new TheoryData<RenewalState, RenewalTrigger>();
        foreach (var state in Enum.GetValues<RenewalState>())
        {
            foreach (var trigger in Enum.GetValues<RenewalTrigger>())
            {
                pairs.Add(state, trigger);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Fire_OfEveryPair_MovesAsSection8SaysOrChangesNothing(RenewalState state, RenewalTrigger trigger)
    {
        var parties = In(state);
        if (Moves.TryGetValue((state, trigger), out var next))
        {
            Fire(parties, trigger);
            Assert.Equal(next, parties.Renewal.State);
            var move = parties.Renewal.TakeChanges()[^1];
            Assert.Equal((CamelCase.Of(trigger), CamelCase.Of(state), CamelCase.Of(next)), (move.Trigger, move.From, move.To));
            return;
        }

        var before = (Snapshot.Of(parties.Renewal), Snapshot.Of(parties.Old), Snapshot.Of(parties.Bought));
        Assert.ThrowsAny<DomainException>(() => Fire(parties, trigger));
        Assert.Equal(before, (Snapshot.Of(parties.Renewal), Snapshot.Of(parties.Old), Snapshot.Of(parties.Bought)));
    }

    [Fact]
    [Trait("Rule", "RN-8")]
    public void Open_OfACertificateInService_IsOrderedWithTheLastApplication()
    {
        var (renewal, old, bought) = Opened();

        Assert.Equal(RenewalState.Ordered, renewal.State);
        Assert.Equal(("RN-3", "carried", 6), (renewal.Rule, renewal.Code, renewal.CarriedDays));
        Assert.Equal(OldEnd, renewal.CarryFrom);
        Assert.Equal("www.example.com", renewal.Host);
        Assert.Equal((CertificateState.Issued, CertificateState.Paid), (old.State, bought.State));
    }

    [Theory]
    [InlineData("2021-12-02 10:00", "too-early", "RN-1")]
    [InlineData("2022-03-11 00:00", "released", "RN-12")]
    [Trait("Rule", "RN-1")]
    [Trait("Rule", "RN-12")]
    public void Open_OutsideTheWindow_IsRefusedWithTheRule(string at, string code, string rule)
    {
        var refused = Assert.Throws<DomainException>(() => Opened(Local(at)));

        Assert.Equal((code, rule), (refused.Code, refused.Rule));
        Assert.Equal(code, RenewalCase.Refusal(Certificate().Issued(), Local(at), Make.Calendar)?.Code);
    }

    [Fact]
    public void Open_OfWhatIsNotInService_IsRefused()
    {
        Assert.Equal("not-renewable", RenewalCase.Refusal(Certificate(), At, Make.Calendar)?.Code);
        Assert.Equal("not-renewable", RenewalCase.Refusal(Certificate().Revoked(), At, Make.Calendar)?.Code);
        Assert.Null(RenewalCase.Refusal(Certificate().Issued(), At, Make.Calendar));
        var released = Certificate().Issued();
        released.Expire("system", OldEnd);
        released.Release("system", OldEnd.AddDays(8));
        Assert.Equal(("released", "RN-12"), (RenewalCase.Refusal(released, OldEnd.AddDays(1), Make.Calendar)?.Code, "RN-12"));
    }

    [Fact]
    [Trait("Rule", "RN-4")]
    public void Open_ForAnotherCompany_IsANewPurchaseThatTakesNobodysPlace()
    {
        var parties = Opened(application: AnApplication() with { Company = "Other Ltd." });

        Assert.Equal((RenewalKind.NewPurchase, "mismatch"), (parties.Renewal.Kind, parties.Renewal.Code));
        Assert.Equal(["company"], parties.Renewal.Mismatch);
        Assert.Null(parties.Renewal.CarryFrom);
        See(Issued(parties));
        Fire(parties, RenewalTrigger.Verify);
        Assert.Equal(CertificateState.Issued, parties.Old.State);
    }

    [Fact]
    public void Open_WithAnApplicationThatCannotBeSubmitted_IsRefused() =>
        Assert.Equal(
            "invalid-application",
            Assert.Throws<DomainException>(() => Opened(application: AnApplication() with { Domains = ["co.uk"] })).Code);

    [Fact]
    [Trait("Rule", "RN-3")]
    [Trait("Rule", "RN-7")]
    public void Issue_WithGiftDays_AsksThePolicyAgainWithTheDayOfIssue()
    {
        var parties = UnderReview();
        var issuedAt = At.AddDays(2);
        var expires = Make.Calendar.AddYears(issuedAt, 1, 4 + 10);
        RenewalCase.Issue(parties.Renewal, parties.Old, parties.Bought, new CaIssue(issuedAt, expires, "PEM", "02", 10), Make.Calendar, "ca", issuedAt);

        Assert.Equal((4, 10, expires, false), (parties.Renewal.CarriedDays, parties.Renewal.BonusDays, parties.Renewal.ExpectedExpiresAt, parties.Renewal.ExpiryDiffers));
        Assert.Equal((CertificateState.Issued, expires), (parties.Bought.State, parties.Bought.ExpiresAt));
        Assert.Equal(CertificateState.Issued, parties.Old.State);
    }

    [Fact]
    [Trait("Rule", "RN-7")]
    public void Issue_WithGiftDaysThatTheBrandDoesNotGive_IsAnErrorAndChangesNothing()
    {
        var parties = UnderReview();
        var before = (Snapshot.Of(parties.Renewal), Snapshot.Of(parties.Bought));

        Assert.Equal("invalid-facts", Assert.Throws<DomainException>(() => Issue(parties, At.AddDays(1), 32)).Code);
        Assert.Equal(before, (Snapshot.Of(parties.Renewal), Snapshot.Of(parties.Bought)));
    }

    [Fact]
    [Trait("Rule", "RN-3")]
    public void Issue_WithAnotherExpiryThanTheRulesSay_IsNoted()
    {
        var parties = UnderReview();
        RenewalCase.Issue(
            parties.Renewal, parties.Old, parties.Bought, new CaIssue(At, At.AddYears(1), "PEM", "02", 0), Make.Calendar, "ca", At);

        Assert.True(parties.Renewal.ExpiryDiffers);
        Assert.Equal(At.AddYears(1), parties.Bought.ExpiresAt);
    }

    [Fact]
    [Trait("Rule", "RN-12")]
    [Trait("Rule", "EX-4")]
    public void Issue_WhenTheOldOneHasExpired_PutsItBackInServiceUntilTheNewOneIsSeen()
    {
        var parties = Opened(OldEnd.AddDays(3));
        parties.Old.Expire("system", OldEnd.AddDays(3));
        Fire(parties, RenewalTrigger.Apply);
        Fire(parties, RenewalTrigger.StartReview);
        Issue(parties, OldEnd.AddDays(3), 0);

        Assert.Equal(("expired-renewal", 0), (parties.Renewal.Code, parties.Renewal.CarriedDays));
        Assert.Equal(CertificateState.Issued, parties.Old.State);
        See(parties);
        Fire(parties, RenewalTrigger.Verify);
        Assert.Equal(CertificateState.Superseded, parties.Old.State);
    }

    [Fact]
    [Trait("Rule", "RN-8")]
    [Trait("Rule", "RN-9")]
    public void Verify_OnlyOnceTheSiteServesTheNewDates_SupersedesTheOldOne()
    {
        var parties = Issued(UnderReview());
        Assert.Throws<IllegalTransitionException>(() => Fire(parties, RenewalTrigger.Verify));
        var own = Own(parties.Bought);
        RenewalCase.Look(parties.Renewal, own, new ServedValidity(own.NotBefore.AddSeconds(-1), own.NotAfter), null, At);
        Assert.Throws<IllegalTransitionException>(() => Fire(parties, RenewalTrigger.Verify));
        Assert.Contains("valid from", parties.Renewal.LookProblem, StringComparison.Ordinal);
        RenewalCase.Look(parties.Renewal, own, null, "unreachable: no answer", At);
        Assert.Equal("unreachable: no answer", parties.Renewal.LookProblem);
        Assert.Equal(CertificateState.Issued, parties.Old.State);

        // A part of a second is nothing that a certificate could say.
        RenewalCase.Look(parties.Renewal, own, new ServedValidity(own.NotBefore.AddMilliseconds(300), own.NotAfter), null, At);
        Fire(parties, RenewalTrigger.Verify);
        Assert.Equal((RenewalState.Verified, CertificateState.Superseded), (parties.Renewal.State, parties.Old.State));
        Assert.Equal(["install", "verify"], parties.Renewal.TakeChanges().Select(move => move.Trigger).TakeLast(2));
        Assert.NotNull(parties.Renewal.ClosedAt);
    }

    [Fact]
    public void FailReview_ThenCorrect_SubmitsTheCorrectedApplication()
    {
        var parties = UnderReview();
        RenewalCase.FailReview(parties.Renewal, parties.Bought, "the company is unknown", "ca", At);
        Assert.Equal((RenewalState.Ordered, CertificateState.ReviewFailed), (parties.Renewal.State, parties.Bought.State));
        Assert.Throws<DomainException>(() => RenewalCase.Correct(parties.Renewal, parties.Bought, AnApplication() with { Domains = [] }));

        RenewalCase.Correct(parties.Renewal, parties.Bought, new CertificateApplication(["shop.example.com"], "Example Ltd."));
        Fire(parties, RenewalTrigger.Apply);
        Assert.Equal(["shop.example.com"], parties.Bought.Application!.Domains);
        Assert.Throws<IllegalTransitionException>(() => RenewalCase.Correct(parties.Renewal, parties.Bought, AnApplication()));
    }

    [Fact]
    [Trait("Rule", "RN-11")]
    public void Cancel_WhileTheCaReviews_WithdrawsSoThatARefundIsPossible()
    {
        var parties = UnderReview();
        Fire(parties, RenewalTrigger.Cancel);

        Assert.Equal(CertificateState.Paid, parties.Bought.State);
        Assert.Equal(CertificateState.Issued, parties.Old.State);
        var facts = Domain.Refunds.RefundFacts.Of(parties.Bought, Domain.Refunds.RefundChannel.SelfService, At);
        Assert.Equal("RF-7", Domain.Refunds.RefundPolicy.Assess(facts, Make.Calendar).Rule);
    }

    [Fact]
    public void Fire_AtCertificatesOfAnotherCase_IsRefused()
    {
        var parties = Opened();

        Assert.Equal(
            "wrong-certificate",
            Assert.Throws<DomainException>(() => Fire((parties.Renewal, parties.Bought, parties.Old), RenewalTrigger.Apply)).Code);
    }

    private static (Renewal Renewal, Certificate Old, Certificate Bought) Opened(
        DateTimeOffset? at = null, CertificateApplication? application = null)
    {
        var now = at ?? At;
        var old = Certificate().Issued();
        var bought = Domain.Certificates.Certificate.Buy(
            Purchase() with { Id = new CertificateId(Id(20)), OrderId = new OrderId(Id(21)), PaidAt = now }, Make.Calendar, "caller");
        var request = new RenewalRequest(new RenewalId(Id(22)), Id(23), application ?? AnApplication(), null, 443, "caller", now);
        return (RenewalCase.Open(request, old, bought, Make.Calendar), old, bought);
    }

    private static (Renewal Renewal, Certificate Old, Certificate Bought) UnderReview()
    {
        var parties = Opened();
        Fire(parties, RenewalTrigger.Apply);
        Fire(parties, RenewalTrigger.StartReview);
        return parties;
    }

    private static (Renewal Renewal, Certificate Old, Certificate Bought) Issued((Renewal Renewal, Certificate Old, Certificate Bought) parties)
    {
        if (parties.Renewal.State == RenewalState.Ordered)
        {
            Fire(parties, RenewalTrigger.Apply);
            Fire(parties, RenewalTrigger.StartReview);
        }

        Issue(parties, At.AddHours(1), 0);
        return parties;
    }

    private static (Renewal Renewal, Certificate Old, Certificate Bought) In(RenewalState state)
    {
        var parties = state == RenewalState.Ordered ? Opened() : UnderReview();
        switch (state)
        {
            case RenewalState.Ordered or RenewalState.UnderReview:
                break;
            case RenewalState.Applied:
                parties = Opened();
                Fire(parties, RenewalTrigger.Apply);
                break;
            case RenewalState.Cancelled:
                Fire(parties, RenewalTrigger.Cancel);
                break;
            default:
                Issued(parties);
                if (state == RenewalState.Installed)
                {
                    Fire(parties, RenewalTrigger.Install);
                }
                else if (state == RenewalState.Verified)
                {
                    See(parties);
                    Fire(parties, RenewalTrigger.Verify);
                }

                break;
        }

        return parties;
    }

    private static void Fire((Renewal Renewal, Certificate Old, Certificate Bought) parties, RenewalTrigger trigger) =>
        RenewalCase.Fire(parties.Renewal, parties.Old, parties.Bought, trigger, "somebody", "because", At.AddHours(2));

    private static void Issue((Renewal Renewal, Certificate Old, Certificate Bought) parties, DateTimeOffset issuedAt, int bonusDays) =>
        RenewalCase.Issue(
            parties.Renewal,
            parties.Old,
            parties.Bought,
            new CaIssue(issuedAt, Make.Calendar.AddYears(issuedAt, 1, Math.Max(0, Make.Calendar.DaysBetween(issuedAt, OldEnd))), "PEM", "02", bonusDays),
            Make.Calendar,
            "ca",
            issuedAt);

    private static void See((Renewal Renewal, Certificate Old, Certificate Bought) parties) =>
        RenewalCase.Look(parties.Renewal, Own(parties.Bought), Own(parties.Bought), null, At);

    private static ServedValidity Own(Certificate certificate) => new(certificate.IssuedAt!.Value, certificate.ExpiresAt!.Value);
}
