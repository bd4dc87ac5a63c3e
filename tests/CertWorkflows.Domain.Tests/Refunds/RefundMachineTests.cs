using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using FsCheck.Xunit;
using static CertWorkflows.Domain.Refunds.RefundState;
using static CertWorkflows.Domain.Refunds.RefundTrigger;
using static CertWorkflows.Domain.Tests.Make;

namespace CertWorkflows.Domain.Tests.Refunds;

/// <summary>Every pair of state and trigger, against section 8 written as a table.</summary>
public sealed class RefundMachineTests
{
    private static readonly DateTimeOffset Late = Local("2031-01-01 10:00");

    // Section 8; a retry, and another failure of it, stay in paymentFailed until the money went.
    private static readonly Dictionary<(string At, RefundTrigger Trigger), RefundState> Moves = new()
    {
        [("automatic", Approve)] = Approved,
        [("manual", StartReview)] = RefundState.UnderReview,
        [("underReview", Approve)] = Approved,
        [("underReview", Reject)] = Rejected,
        [("underReview", Cancel)] = Cancelled,
        [("underReview", ExpireBeforeDecision)] = ExpiredBeforeDecision,
        [("two needed", Approve)] = RefundState.UnderReview,
        [("two needed", Reject)] = Rejected,
        [("two needed", Cancel)] = Cancelled,
        [("two needed", ExpireBeforeDecision)] = ExpiredBeforeDecision,
        [("approved", Pay)] = RefundState.Paid,
        [("approved", FailPayment)] = PaymentFailed,
        [("paymentFailed", RetryPayment)] = PaymentFailed,
        [("paymentFailed", FailPayment)] = PaymentFailed,
        [("paymentFailed", Pay)] = RefundState.Paid,
    };

    private static readonly RefundState[] Final = [Rejected, Cancelled, ExpiredBeforeDecision, RefundState.Paid];

    private static readonly Dictionary<string, Func<(Refund Refund, Certificate Certificate)>> Places = new()
    {
        ["automatic"] = () => Opened(PaidAt.AddDays(1)),
        ["manual"] = () => Opened(PaidAt.AddDays(6)),
        ["underReview"] = () => UnderReview(),
        ["two needed"] = () => UnderReview(approvals: 2),
        ["approved"] = () => After(UnderReview(), Approve),
        ["paymentFailed"] = () => After(UnderReview(), Approve, FailPayment),
        ["paid"] = () => After(UnderReview(), Approve, Pay),
        ["rejected"] = () => After(UnderReview(), Reject),
        ["cancelled"] = () => After(UnderReview(), Cancel),
        ["expiredBeforeDecision"] = () => After(UnderReview(), ExpireBeforeDecision),
    };

    public static TheoryData<string, RefundTrigger> Pairs()
    {
        var pairs = new TheoryData<string, RefundTrigger>();
        foreach (var place in Places.Keys)
        {
            foreach (var trigger in Enum.GetValues<RefundTrigger>())
            {
                pairs.Add(place, trigger);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Trigger_InEachState_MovesAsSection8SaysOrThrowsAndChangesNothing(string place, RefundTrigger trigger)
    {
        var both = Places[place]();
        both.Refund.TakeChanges();
        both.Certificate.TakeChanges();
        var before = (Snapshot.Of(both.Refund), Snapshot.Of(both.Certificate));
        var from = both.Refund.State;
        var permitted = both.Refund.PermittedTriggers;

        if (Moves.TryGetValue((place, trigger), out var to))
        {
            Assert.Contains(trigger, permitted);
            After(both, trigger);
            var change = Assert.Single(both.Refund.TakeChanges());
            Assert.Equal(to, both.Refund.State);
            Assert.Equal(
                (Camel(from), Camel(trigger), Camel(to), "why"),
                (change.From, change.Trigger, change.To, change.Reason));
            Assert.Equal(Final.Contains(to), both.Refund.IsClosed);
            Assert.Equal(both.Refund.IsClosed, both.Refund.ClosedAt is not null);
            Assert.Equal(both.Refund.IsClosed, both.Certificate.State != CertificateState.RefundPending);
            return;
        }

        var error = Assert.Throws<IllegalTransitionException>(() => After(both, trigger));
        Assert.Equal(("refund", Camel(from), Camel(trigger)), (error.Subject, error.State, error.Trigger));
        Assert.Equal(permitted.Select(Camel), error.Permitted);
        Assert.Equal(before, (Snapshot.Of(both.Refund), Snapshot.Of(both.Certificate)));
        Assert.Empty(both.Refund.TakeChanges());
        Assert.Empty(both.Certificate.TakeChanges());
    }

    [Fact]
    public void States_WhenListed_AreAllReachedAndOnlyFinalOnesHaveNoExit()
    {
        Assert.Equal(
            Enum.GetValues<RefundState>().ToHashSet(), Places.Values.Select(place => place().Refund.State).ToHashSet());
        Assert.All(Places.Values, place =>
        {
            var refund = place().Refund;
            Assert.Equal(Final.Contains(refund.State), refund.PermittedTriggers.Count == 0);
        });
    }

    [Property(MaxTest = 300)]
    public void Walk_WhateverIsFired_KeepsBothInStepAndRecordsEveryMove(byte[] steps, bool automatic, bool two)
    {
        var certificate = Certificate();
        var refund = Open(certificate, PaidAt.AddDays(automatic ? 1 : 6), two ? 2 : 1);
        foreach (var step in steps)
        {
            var trigger = (RefundTrigger)(step % Enum.GetValues<RefundTrigger>().Length);
            var permitted = refund.PermittedTriggers.Contains(trigger);
            Assert.Equal(permitted, Record.Exception(() => After((refund, certificate), trigger)) is null);
            Assert.Equal(refund.IsClosed, certificate.State != CertificateState.RefundPending);
            Assert.Equal(refund.State == RefundState.Paid, certificate.State == CertificateState.Refunded);
        }

        var changes = refund.TakeChanges();
        Assert.Equal(refund.Version, changes.Count);
        Assert.All(changes.Zip(changes.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.True(changes.Count(change => change.Trigger == "pay") <= 1);
    }

    [Fact]
    public void Policy_WhenItAccepts_FindsACertificateWhoseStatePermitsTheRefund()
    {
        Func<Certificate>[] certificates =
        [
            () => Certificate(),
            () => Certificate().Submitted(),
            () => Certificate().Issued(),
            () => Certificate().Revoked(),
            () => Certificate(freeDv: true),
            () => Certificate(bundled: true),
        ];
        foreach (var make in certificates)
        {
            for (var day = 0; day < 400; day++)
            {
                var certificate = make();
                var facts = RefundFacts.Of(certificate, RefundChannel.Ticket, PaidAt.AddDays(day));
                var accepted = RefundPolicy.Assess(facts, Make.Calendar).Outcome != RefundOutcome.Refused;
                Assert.True(!accepted || certificate.PermittedTriggers.Contains(CertificateTrigger.RequestRefund));
            }
        }
    }

    private static (Refund Refund, Certificate Certificate) Opened(DateTimeOffset at)
    {
        var certificate = Certificate();
        return (Open(certificate, at), certificate);
    }

    private static (Refund Refund, Certificate Certificate) After(
        (Refund Refund, Certificate Certificate) both, params RefundTrigger[] triggers)
    {
        foreach (var trigger in triggers)
        {
            var reviewer = $"reviewer-{both.Refund.DecidedBy.Count}";
            RefundCase.Fire(both.Refund, both.Certificate, trigger, reviewer, "why", Late);
        }

        return both;
    }

    private static string Camel<T>(T value)
        where T : struct, Enum =>
        char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];
}
