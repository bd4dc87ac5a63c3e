using CertWorkflows.Domain.Refunds;
using static CertWorkflows.Domain.Tests.Make;

namespace CertWorkflows.Domain.Tests.Refunds;

[Trait("Rule", "RF-26")]
public sealed class RefundRequestTests
{
    [Fact]
    public void Reasons_WhenListed_AreTheCodesOfTheRule()
    {
        Assert.Equal(["blocked", "slow-review", "renewed-wrong-kind", "not-needed", "other"], RefundReasons.Codes);
        Assert.All(Enum.GetValues<RefundReason>(), reason =>
        {
            Assert.True(RefundReasons.TryParse(reason.Code(), out var read));
            Assert.Equal(reason, read);
        });
        Assert.False(RefundReasons.TryParse("Blocked", out _));
        Assert.False(RefundReasons.TryParse(null, out _));
    }

    [Theory]
    [InlineData("13800138000", null)]
    [InlineData("+8613800138000", null)]
    [InlineData("+4915112345678", null)]
    [InlineData(null, "li.lei-01")]
    public void Assistance_WhenTheContactIsWellFormed_IsTaken(string? mobile, string? dingTalk) =>
        (Request(PaidAt) with { Reason = RefundReason.Blocked, Assistance = new Assistance(true, dingTalk, mobile) }).EnsureWellFormed();

    [Theory]
    [InlineData(null, null)]
    [InlineData("12800138000", null)]
    [InlineData("1380013800", null)]
    [InlineData("+861380013800", null)]
    [InlineData("13800138000\n", null)]
    [InlineData("", null)]
    [InlineData(null, "x")]
    [InlineData(null, "li lei")]
    [InlineData("13800138000", "li lei")]
    public void Assistance_WhenTheContactIsMissingOrNotWellFormed_IsRefused(string? mobile, string? dingTalk) =>
        Refused(Request(PaidAt) with { Reason = RefundReason.SlowReview, Assistance = new Assistance(true, dingTalk, mobile) });

    [Theory]
    [InlineData(RefundReason.RenewedWrongKind)]
    [InlineData(RefundReason.NotNeeded)]
    [InlineData(RefundReason.Other)]
    public void Assistance_WhenTheReasonOffersNone_IsRefused(RefundReason reason) =>
        Refused(Request(PaidAt) with { Reason = reason, Comment = "text", Assistance = new Assistance(true, Mobile: "13800138000") });

    [Fact]
    public void Assistance_WhenNotWanted_NeedsNoContact() =>
        (Request(PaidAt) with { Reason = RefundReason.Blocked, Assistance = new Assistance(false) }).EnsureWellFormed();

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void Other_WhenNoTextIsGiven_IsRefused(string? comment) =>
        Refused(Request(PaidAt) with { Reason = RefundReason.Other, Comment = comment });

    [Fact]
    public void Comment_WhenTooLong_IsRefused() =>
        Refused(Request(PaidAt) with { Comment = new string('x', RefundRequest.MaxComment + 1) });

    [Fact]
    public void Approvals_WhenNotOneOrTwo_AreRefused()
    {
        Refused(Request(PaidAt, approvals: 0));
        Refused(Request(PaidAt, approvals: 3));
    }

    [Fact]
    public void Open_WhenTheRequestIsNotWellFormed_ChangesNothing()
    {
        var certificate = Certificate();
        var before = Snapshot.Of(certificate);
        var assessment = RefundPolicy.Assess(
            RefundFacts.Of(certificate, RefundChannel.SelfService, PaidAt), Make.Calendar);

        Assert.Throws<DomainException>(
            () => RefundCase.Open(Request(PaidAt) with { Reason = RefundReason.Other }, certificate, assessment));
        Assert.Equal(before, Snapshot.Of(certificate));
    }

    private static void Refused(RefundRequest request)
    {
        var error = Assert.Throws<DomainException>(request.EnsureWellFormed);
        Assert.Equal(("invalid-refund-request", "RF-26"), (error.Code, error.Rule));
    }
}
