using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using static CertWorkflows.Domain.Tests.Make;

namespace CertWorkflows.Domain.Tests.Refunds;

public sealed class RefundCaseTests
{
    private static readonly DateTimeOffset Later = PaidAt.AddDays(7);

    [Fact]
    [Trait("Rule", "RF-7")]
    public void Case_WhenAutomatic_IsApprovedAndPaidWithoutAReviewer()
    {
        var certificate = Certificate();
        var refund = Open(certificate, PaidAt.AddDays(1));
        Assert.Equal((RefundState.Submitted, CertificateState.RefundPending), (refund.State, certificate.State));

        RefundCase.Fire(refund, certificate, RefundTrigger.Approve, "workflow", "automatic", PaidAt.AddDays(1));
        RefundCase.Fire(refund, certificate, RefundTrigger.Pay, "payments", "paid", PaidAt.AddDays(1), "pay-1");

        Assert.Equal((RefundState.Paid, CertificateState.Refunded), (refund.State, certificate.State));
        Assert.Equal(("pay-1", PaidAt.AddDays(1), true), (refund.PaymentReference, refund.ClosedAt, refund.IsClosed));
        Assert.Empty(refund.DecidedBy);
    }

    [Fact]
    [Trait("Rule", "RF-20")]
    [Trait("Rule", "RF-21")]
    public void Case_WhenOpened_ReturnsTheCashToWhereItCameFrom()
    {
        var (refund, certificate) = UnderReview();

        Assert.Equal(
            (certificate.Cash, certificate.PaymentChannel, certificate.PaymentAccount),
            (refund.Amount, refund.PayToChannel, refund.PayToAccount));
        Assert.Equal(
            (certificate.Id, certificate.CustomerId, Id(10)),
            (refund.CertificateId, refund.CustomerId, refund.InstanceId));
        Assert.Equal(
            ("RF-8", RefundOutcome.Manual, PaidAt.AddDays(6)), (refund.Rule, refund.Outcome, refund.SubmittedAt));
        Assert.Equal(Make.Calendar.AddBusinessDays(PaidAt.AddDays(6), 15).At, refund.DecideBy);
    }

    [Fact]
    [Trait("Rule", "RF-11")]
    public void Open_WhenTheAssessmentRefuses_ThrowsItsCodeAndRuleAndChangesNothing()
    {
        var certificate = Certificate().Issued();
        var before = Snapshot.Of(certificate);

        var error = Assert.Throws<DomainException>(() => Open(certificate, PaidAt.AddDays(6)));

        Assert.Equal(("revoke-first", "RF-11"), (error.Code, error.Rule));
        Assert.Equal(before, Snapshot.Of(certificate));
    }

    [Fact]
    [Trait("Rule", "RF-3")]
    public void Open_WhenOneIsUnderWay_IsRefused()
    {
        var (_, certificate) = UnderReview();

        Assert.Equal("RF-3", Assert.Throws<DomainException>(() => Open(certificate, Later)).Rule);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Rule", "RF-24")]
    public void Cancel_WhenUnderReview_ReturnsTheCertificateToTheStateBefore(bool revoked)
    {
        var certificate = revoked ? Certificate().Revoked() : Certificate();
        var before = certificate.State;
        var refund = Open(certificate, PaidAt.AddDays(10));
        RefundCase.Fire(refund, certificate, RefundTrigger.StartReview, "workflow", "manual", PaidAt.AddDays(10));

        RefundCase.Fire(refund, certificate, RefundTrigger.Cancel, "customer", "found help", PaidAt.AddDays(11));

        Assert.Equal(
            (RefundState.Cancelled, before, null), (refund.State, certificate.State, certificate.StateBeforeRefund));
        Assert.Equal(("found help", PaidAt.AddDays(11)), (refund.DecisionReason, refund.ClosedAt));
    }

    [Fact]
    [Trait("Rule", "RF-24")]
    public void Cancel_WhenApprovedAlready_IsIllegalAndChangesNeither()
    {
        var (refund, certificate) = UnderReview();
        RefundCase.Fire(refund, certificate, RefundTrigger.Approve, "r1", "fine", Later);
        var before = (Snapshot.Of(refund), Snapshot.Of(certificate));

        var error = Assert.Throws<IllegalTransitionException>(
            () => RefundCase.Fire(refund, certificate, RefundTrigger.Cancel, "customer", "changed my mind", Later));

        Assert.Equal(("refund", "approved", "cancel"), (error.Subject, error.State, error.Trigger));
        Assert.Equal(["pay", "failPayment"], error.Permitted);
        Assert.Equal(before, (Snapshot.Of(refund), Snapshot.Of(certificate)));
    }

    [Fact]
    [Trait("Rule", "RF-25")]
    [Trait("Rule", "RF-28")]
    public void Reject_WhenDecided_KeepsTheReasonAndLeavesTheCertificateUsable()
    {
        var (refund, certificate) = UnderReview();

        RefundCase.Fire(refund, certificate, RefundTrigger.Reject, "r1", "used already", Later);

        Assert.Equal((RefundState.Rejected, "used already"), (refund.State, refund.DecisionReason));
        Assert.Equal(["r1"], refund.DecidedBy);
        Assert.Equal(CertificateState.Paid, certificate.State);
        Assert.Contains(CertificateTrigger.Submit, certificate.PermittedTriggers);
    }

    [Fact]
    [Trait("Rule", "RF-28")]
    public void Reject_WhenNoReasonIsGiven_IsRefused()
    {
        var (refund, certificate) = UnderReview();

        Assert.Equal(
            "reason-required",
            Assert.Throws<DomainException>(() => RefundCase.Fire(refund, certificate, RefundTrigger.Reject, "r1", " ", Later)).Code);
    }

    [Fact]
    [Trait("Rule", "RF-23")]
    public void ExpireBeforeDecision_WhenTheServiceEnded_LapsesTheUnissuedCertificate()
    {
        var (refund, certificate) = UnderReview();

        Assert.Equal(
            ("not-expired", "RF-23"),
            Refusal(() => RefundCase.Fire(
                refund,
                certificate,
                RefundTrigger.ExpireBeforeDecision,
                "system",
                "expired",
                certificate.Expiry.AddTicks(-1))));
        RefundCase.Fire(
            refund, certificate, RefundTrigger.ExpireBeforeDecision, "system", "expired", certificate.Expiry);

        Assert.Equal((RefundState.ExpiredBeforeDecision, CertificateState.Lapsed), (refund.State, certificate.State));
        Assert.Equal(
            ["returnFromRefund", "lapse"], certificate.TakeChanges().TakeLast(2).Select(change => change.Trigger));
    }

    [Fact]
    [Trait("Rule", "RF-23")]
    public void ExpireBeforeDecision_WhenTheCertificateWasRevoked_StaysRevoked()
    {
        var certificate = Certificate().Revoked();
        var refund = Open(certificate, PaidAt.AddDays(10));
        RefundCase.Fire(refund, certificate, RefundTrigger.StartReview, "workflow", "manual", PaidAt.AddDays(10));

        RefundCase.Fire(
            refund, certificate, RefundTrigger.ExpireBeforeDecision, "system", "expired", certificate.ExpiresAt!.Value);

        Assert.Equal(CertificateState.Revoked, certificate.State);
    }

    [Theory]
    [InlineData("customer")]
    [InlineData("CUSTOMER")]
    public void Decide_WhenTheRequesterDoesIt_IsRefused(string actor)
    {
        var (refund, certificate) = UnderReview();
        var before = (Snapshot.Of(refund), Snapshot.Of(certificate));

        Assert.Equal(
            "separation-of-duties",
            Refusal(() => RefundCase.Fire(refund, certificate, RefundTrigger.Approve, actor, "mine", Later)).Code);
        Assert.Equal(
            "separation-of-duties",
            Refusal(() => RefundCase.Fire(refund, certificate, RefundTrigger.Reject, actor, "mine", Later)).Code);
        Assert.Equal(before, (Snapshot.Of(refund), Snapshot.Of(certificate)));
    }

    [Fact]
    public void Approve_WhenTwoAreNeeded_TakesTwoDifferentReviewers()
    {
        var (refund, certificate) = UnderReview(approvals: 2);

        RefundCase.Fire(refund, certificate, RefundTrigger.Approve, "r1", "fine", Later);
        Assert.Equal(RefundState.UnderReview, refund.State);
        Assert.Equal(
            "separation-of-duties",
            Refusal(() => RefundCase.Fire(refund, certificate, RefundTrigger.Approve, "R1", "fine again", Later)).Code);
        RefundCase.Fire(refund, certificate, RefundTrigger.Approve, "r2", "fine too", Later);

        Assert.Equal(RefundState.Approved, refund.State);
        Assert.Equal(["r1", "r2"], refund.DecidedBy);
        Assert.Equal(CertificateState.RefundPending, certificate.State);
    }

    [Fact]
    public void Reject_WhenTheSecondOfTwoDoesIt_EndsTheCase()
    {
        var (refund, certificate) = UnderReview(approvals: 2);
        RefundCase.Fire(refund, certificate, RefundTrigger.Approve, "r1", "fine", Later);

        RefundCase.Fire(refund, certificate, RefundTrigger.Reject, "r2", "not fine", Later);

        Assert.Equal((RefundState.Rejected, CertificateState.Paid), (refund.State, certificate.State));
        Assert.Equal(["r1", "r2"], refund.DecidedBy);
    }

    [Fact]
    public void Payment_WhenItFailsAndIsRetried_IsPaidOnce()
    {
        var (refund, certificate) = UnderReview();
        RefundCase.Fire(refund, certificate, RefundTrigger.Approve, "r1", "fine", Later);
        RefundCase.Fire(refund, certificate, RefundTrigger.FailPayment, "payments", "account closed", Later);
        Assert.Equal(
            (RefundState.PaymentFailed, false, CertificateState.RefundPending),
            (refund.State, refund.IsClosed, certificate.State));

        RefundCase.Fire(refund, certificate, RefundTrigger.RetryPayment, "operator", "account open again", Later);
        RefundCase.Fire(refund, certificate, RefundTrigger.FailPayment, "payments", "still closed", Later);
        RefundCase.Fire(refund, certificate, RefundTrigger.RetryPayment, "operator", "again", Later);
        RefundCase.Fire(refund, certificate, RefundTrigger.Pay, "payments", "paid", Later, "pay-2");

        Assert.Equal(
            (RefundState.Paid, CertificateState.Refunded, "pay-2"),
            (refund.State, certificate.State, refund.PaymentReference));
        Assert.Throws<IllegalTransitionException>(
            () => RefundCase.Fire(refund, certificate, RefundTrigger.Pay, "payments", "twice", Later));
    }

    [Fact]
    [Trait("Rule", "RF-22")]
    public void Overdue_WhenTheLimitPassed_IsShownWhileUnderReviewOnly()
    {
        var (refund, certificate) = UnderReview();
        var limit = refund.DecideBy!.Value;

        Assert.False(refund.IsOverdue(limit));
        Assert.True(refund.IsOverdue(limit.AddTicks(1)));
        RefundCase.Fire(refund, certificate, RefundTrigger.Approve, "r1", "late", limit.AddDays(1));
        Assert.False(refund.IsOverdue(limit.AddDays(2)));
    }

    [Fact]
    public void Fire_WhenTheCertificateIsAnother_IsRefused()
    {
        var (refund, _) = UnderReview();
        var other = Domain.Certificates.Certificate.Buy(
            Purchase() with { Id = new CertificateId(Id(77)) }, Make.Calendar, "caller");

        Assert.Equal(
            "wrong-certificate",
            Refusal(() => RefundCase.Fire(refund, other, RefundTrigger.Cancel, "customer", "x", Later)).Code);
    }

    [Fact]
    public void Case_WhenMoved_RecordsEveryMoveOfBoth()
    {
        var (refund, certificate) = UnderReview();
        RefundCase.Fire(refund, certificate, RefundTrigger.Reject, "r1", "used already", Later);

        var moves = refund.TakeChanges();
        Assert.Equal(["submit", "startReview", "reject"], moves.Select(move => move.Trigger));
        Assert.Equal(["submitted", "underReview", "rejected"], moves.Select(move => move.To));
        Assert.Equal(
            ("refund", refund.Id.ToString(), "r1", "used already", Later),
            (moves[2].Subject, moves[2].SubjectId, moves[2].Actor, moves[2].Reason, moves[2].At));
        Assert.Equal(3, refund.Version);
        Assert.Equal(
            ["buy", "requestRefund", "returnFromRefund"], certificate.TakeChanges().Select(move => move.Trigger));
        Assert.Empty(refund.TakeChanges());
    }

    private static (string Code, string? Rule) Refusal(Action action)
    {
        var error = Assert.Throws<DomainException>(action);
        return (error.Code, error.Rule);
    }
}
