using CertWorkflows.Domain.Certificates;
using FsCheck.Xunit;
using static CertWorkflows.Domain.Certificates.CertificateState;
using static CertWorkflows.Domain.Certificates.CertificateTrigger;
using static CertWorkflows.Domain.Tests.Make;

namespace CertWorkflows.Domain.Tests.Certificates;

/// <summary>Every pair of state and trigger, against section 8 written as a table.</summary>
public sealed class CertificateMachineTests
{
    private static readonly DateTimeOffset Late = Local("2031-01-01 10:00");

    // Section 8, and beside it: a failed application can be submitted again (RF-25), the CA passes an application before it
    // signs (RF-6), validity ends during a revocation too (EX-3), and any unissued order lapses.
    private static readonly Dictionary<(string At, CertificateTrigger Trigger), CertificateState> Moves = new()
    {
        [("paid", Submit)] = CertificateState.UnderReview,
        [("paid", RequestRefund)] = RefundPending,
        [("paid", Lapse)] = Lapsed,
        [("underReview", Withdraw)] = Paid,
        [("underReview", PassReview)] = CertificateState.UnderReview,
        [("underReview", FailReview)] = ReviewFailed,
        [("underReview", Issue)] = CertificateState.Issued,
        [("underReview", Lapse)] = Lapsed,
        [("passed", Withdraw)] = Paid,
        [("passed", FailReview)] = ReviewFailed,
        [("passed", Issue)] = CertificateState.Issued,
        [("passed", Lapse)] = Lapsed,
        [("reviewFailed", Submit)] = CertificateState.UnderReview,
        [("reviewFailed", RequestRefund)] = RefundPending,
        [("reviewFailed", Lapse)] = Lapsed,
        [("issued", StartRevocation)] = RevocationPending,
        [("issued", MarkExpiringSoon)] = CertificateState.Issued,
        [("issued", Expire)] = Expired,
        [("issued", Supersede)] = Superseded,
        [("revocationPending", Revoke)] = CertificateState.Revoked,
        [("revocationPending", CancelRevocation)] = CertificateState.Issued,
        [("revocationPending", MarkExpiringSoon)] = RevocationPending,
        [("revocationPending", Expire)] = Expired,
        [("revoked", RequestRefund)] = RefundPending,
        [("refundPending from paid", CompleteRefund)] = Refunded,
        [("refundPending from paid", ReturnFromRefund)] = Lapsed, // returned to paid, and lapsed at once: the service is over
        [("refundPending from reviewFailed", CompleteRefund)] = Refunded,
        [("refundPending from reviewFailed", ReturnFromRefund)] = Lapsed,
        [("refundPending from revoked", CompleteRefund)] = Refunded,
        [("refundPending from revoked", ReturnFromRefund)] = CertificateState.Revoked,
        [("expired", Renew)] = CertificateState.Issued,
        [("expired", Release)] = Released,
    };

    private static readonly CertificateState[] Final = [Refunded, Released, Superseded, Lapsed];

    private static readonly Dictionary<string, Func<Certificate>> Places = new()
    {
        ["paid"] = () => Certificate(),
        ["underReview"] = () => Certificate().Submitted(),
        ["passed"] = () => After(Certificate().Submitted(), PassReview),
        ["reviewFailed"] = () => After(Certificate().Submitted(), FailReview),
        ["issued"] = () => Certificate().Issued(),
        ["revocationPending"] = () => After(Certificate().Issued(), StartRevocation),
        ["revoked"] = () => Certificate().Revoked(),
        ["refundPending from paid"] = () => After(Certificate(), RequestRefund),
        ["refundPending from reviewFailed"] = () => After(Certificate().Submitted(), FailReview, RequestRefund),
        ["refundPending from revoked"] = () => After(Certificate().Revoked(), RequestRefund),
        ["refunded"] = () => After(Certificate(), RequestRefund, CompleteRefund),
        ["expired"] = () => After(Certificate().Issued(), Expire),
        ["released"] = () => After(Certificate().Issued(), Expire, Release),
        ["superseded"] = () => After(Certificate().Issued(), Supersede),
        ["lapsed"] = () => After(Certificate(), Lapse),
    };

    public static TheoryData<string, CertificateTrigger> Pairs()
    {
        var pairs = new TheoryData<string, CertificateTrigger>();
        foreach (var place in Places.Keys)
        {
            foreach (var trigger in Enum.GetValues<CertificateTrigger>())
            {
                pairs.Add(place, trigger);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Trigger_InEachState_MovesAsSection8SaysOrThrowsAndChangesNothing(
        string place, CertificateTrigger trigger)
    {
        var certificate = Places[place]();
        certificate.TakeChanges();
        var before = Snapshot.Of(certificate);
        var from = certificate.State;
        var permitted = certificate.PermittedTriggers;

        if (Moves.TryGetValue((place, trigger), out var to))
        {
            Assert.Contains(trigger, permitted);
            var version = certificate.Version;
            After(certificate, trigger);
            var changes = certificate.TakeChanges();
            Assert.Equal(to, certificate.State);
            Assert.Equal(Camel(from), changes[0].From);
            Assert.Equal(Camel(trigger), changes[0].Trigger);
            Assert.Equal(Camel(to), changes[^1].To);
            Assert.Equal(version + changes.Count, certificate.Version);
            var at = trigger == Submit ? certificate.PaidAt : Late;
            Assert.All(
                changes,
                change => Assert.Equal(("certificate", certificate.Id.ToString(), "actor", at), (change.Subject, change.SubjectId, change.Actor, change.At)));
            Assert.All(changes, change => Assert.NotEmpty(change.Reason));
            return;
        }

        var error = Assert.Throws<IllegalTransitionException>(() => After(certificate, trigger));
        Assert.DoesNotContain(trigger, permitted);
        Assert.Equal(
            ("illegal-transition", "certificate", Camel(from), Camel(trigger)),
            (error.Code, error.Subject, error.State, error.Trigger));
        Assert.Equal(permitted.Select(Camel), error.Permitted);
        Assert.Contains(
            $"is {Camel(from)}, which does not permit {Camel(trigger)}", error.Message, StringComparison.Ordinal);
        Assert.All(error.Permitted, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        Assert.Equal(before, Snapshot.Of(certificate));
        Assert.Empty(certificate.TakeChanges());
    }

    [Fact]
    public void States_WhenListed_AreAllReachedByThePlacesOfThisTest() =>
        Assert.Equal(
            Enum.GetValues<CertificateState>().ToHashSet(), Places.Values.Select(place => place().State).ToHashSet());

    [Fact]
    public void States_WhenNotFinal_HaveAnExitAndAWayToTheEnd()
    {
        foreach (var (place, make) in Places)
        {
            var certificate = make();
            Assert.Equal(Final.Contains(certificate.State), certificate.PermittedTriggers.Count == 0);
            Assert.True(ReachesTheEnd(certificate.State), place);
        }

        static bool ReachesTheEnd(CertificateState start)
        {
            var seen = new HashSet<CertificateState> { start };
            var queue = new Queue<CertificateState>(seen);
            while (queue.TryDequeue(out var state))
            {
                if (Final.Contains(state))
                {
                    return true;
                }

                var reached = Moves.Where(move => Places[move.Key.At]().State == state).Select(move => move.Value);
                foreach (var next in reached.Where(seen.Add))
                {
                    queue.Enqueue(next);
                }
            }

            return false;
        }
    }

    [Property(MaxTest = 300)]
    public void Walk_WhateverIsFired_RecordsAnUnbrokenChainOfMoves(byte[] steps)
    {
        var certificate = Certificate();
        foreach (var step in steps)
        {
            var trigger = (CertificateTrigger)(step % Enum.GetValues<CertificateTrigger>().Length);
            var permitted = certificate.PermittedTriggers.Contains(trigger);
            var error = Record.Exception(() => After(certificate, trigger));
            Assert.Equal(permitted, error is null);
            Assert.True(error is null or IllegalTransitionException, error?.ToString());
        }

        var changes = certificate.TakeChanges();
        Assert.Equal(certificate.Version, changes.Count);
        Assert.Equal((string.Empty, "buy"), (changes[0].From, changes[0].Trigger));
        Assert.All(changes.Zip(changes.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Equal(Camel(certificate.State), changes[^1].To);
    }

    private static Certificate After(Certificate certificate, params CertificateTrigger[] triggers)
    {
        foreach (var trigger in triggers)
        {
            Fire(certificate, trigger);
        }

        return certificate;
    }

    private static void Fire(Certificate certificate, CertificateTrigger trigger)
    {
        switch (trigger)
        {
            case Submit:
                certificate.Submit(AnApplication(), "actor", certificate.PaidAt); // not once the service is over
                break;
            case Issue:
                certificate.Issue(Late.AddYears(-2), Late.AddYears(-1), "PEM", "7", "actor", Late);
                break;
            case Renew:
                certificate.Renew(Late.AddYears(-2), Late.AddYears(-1), "PEM", "8", "actor", Late);
                break;
            case RequestRefund:
                certificate.RequestRefund("actor", Late, "why");
                break;
            case ReturnFromRefund:
                certificate.ReturnFromRefund("actor", Late, "why");
                break;
            case CompleteRefund:
                certificate.CompleteRefund("actor", Late, "why");
                break;
            default:
                certificate.Fire(trigger, "actor", "why", Late);
                break;
        }
    }

    private static string Camel<T>(T value)
        where T : struct, Enum =>
        char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];
}
