using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Revocations;
using FsCheck.Xunit;
using static CertWorkflows.Domain.Revocations.RevocationTrigger;
using static CertWorkflows.Domain.Tests.Make;
using State = CertWorkflows.Domain.Revocations.RevocationState;

namespace CertWorkflows.Domain.Tests.Revocations;

/// <summary>Every pair of state and trigger, against section 8 written as a table.</summary>
public sealed class RevocationMachineTests
{
    private const string Hash = "the newest link";
    private static readonly DateTimeOffset Late = Local("2031-01-01 10:00");

    // Section 8; a link that is sent stays in its state, and expiry and giving up end a case that is open.
    private static readonly Dictionary<(string At, RevocationTrigger Trigger), State> Moves = new()
    {
        [("awaiting", SendLink)] = State.AwaitingConfirmation,
        [("awaiting", ConfirmByLink)] = State.Confirmed,
        [("awaiting", Force)] = State.ForcedReview,
        [("awaiting", Lapse)] = State.Lapsed,
        [("awaiting", RevocationTrigger.Expire)] = State.Lapsed,
        [("forced", Approve)] = State.Confirmed,
        [("forced", Reject)] = State.Rejected,
        [("forced", RevocationTrigger.Expire)] = State.Lapsed,
        [("confirmed", RevocationTrigger.Revoke)] = State.Revoked,
        [("confirmed", GiveUp)] = State.Rejected,
        [("confirmed", RevocationTrigger.Expire)] = State.Lapsed,
        [("free DV", RevocationTrigger.Revoke)] = State.Revoked,
        [("free DV", GiveUp)] = State.Rejected,
        [("free DV", RevocationTrigger.Expire)] = State.Lapsed,
    };

    private static readonly State[] Final = [State.Revoked, State.Lapsed, State.Rejected];

    private static readonly Dictionary<string, Func<(Revocation Revocation, Certificate Certificate)>> Places = new()
    {
        ["awaiting"] = () => Open(),
        ["forced"] = () => After(Open(), Force),
        ["confirmed"] = () => After(Open(), ConfirmByLink),
        ["free DV"] = () => Open(freeDv: true),
        ["revoked"] = () => After(Open(), ConfirmByLink, RevocationTrigger.Revoke),
        ["lapsed"] = () => After(Open(), Lapse),
        ["rejected"] = () => After(Open(), Force, Reject),
    };

    public static TheoryData<string, RevocationTrigger> Pairs()
    {
        var pairs = new TheoryData<string, RevocationTrigger>();
        foreach (var place in Places.Keys)
        {
            foreach (var trigger in Enum.GetValues<RevocationTrigger>().Where(trigger => trigger != ConfirmAtOnce))
            {
                pairs.Add(place, trigger);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Trigger_InEachState_MovesAsSection8SaysOrThrowsAndChangesNothing(string place, RevocationTrigger trigger)
    {
        var both = Places[place]();
        both.Revocation.TakeChanges();
        both.Certificate.TakeChanges();
        var before = (Snapshot.Of(both.Revocation), Snapshot.Of(both.Certificate));
        var from = both.Revocation.State;

        if (Moves.TryGetValue((place, trigger), out var to))
        {
            Assert.Contains(trigger, both.Revocation.PermittedTriggers);
            After(both, trigger);
            var change = Assert.Single(both.Revocation.TakeChanges());
            Assert.Equal((Camel(from), Camel(trigger), Camel(to)), (change.From, change.Trigger, change.To));
            Assert.Equal(to, both.Revocation.State);
            Assert.Equal(Final.Contains(to), both.Revocation.IsClosed);
            Assert.Equal(both.Revocation.IsClosed, both.Revocation.ClosedAt is not null);
            AssertInStep(both.Revocation, both.Certificate);
            return;
        }

        Assert.DoesNotContain(trigger, both.Revocation.PermittedTriggers);
        Assert.ThrowsAny<DomainException>(() => After(both, trigger));
        Assert.Equal(before, (Snapshot.Of(both.Revocation), Snapshot.Of(both.Certificate)));
        Assert.Empty(both.Revocation.TakeChanges());
        Assert.Empty(both.Certificate.TakeChanges());
    }

    [Fact]
    [Trait("Rule", "RV-4")]
    public void ConfirmAtOnce_WhereverItIsFiredByName_IsRefused() => Assert.All(Places.Values, place =>
    {
        var (revocation, certificate) = place();
        Assert.ThrowsAny<DomainException>(
            () => RevocationCase.Fire(revocation, certificate, ConfirmAtOnce, "operator", "why", Late));
    });

    [Fact]
    public void States_WhenListed_AreAllReachedAndOnlyFinalOnesHaveNoExit()
    {
        Assert.Equal(
            Enum.GetValues<State>().ToHashSet(), Places.Values.Select(place => place().Revocation.State).ToHashSet());
        Assert.All(Places.Values, place =>
        {
            var revocation = place().Revocation;
            Assert.Equal(Final.Contains(revocation.State), revocation.PermittedTriggers.Count == 0);
        });
    }

    [Property(MaxTest = 300)]
    public void Walk_WhateverIsFired_KeepsBothInStepAndRecordsEveryMove(byte[] steps, bool freeDv)
    {
        var both = Open(freeDv);
        foreach (var step in steps)
        {
            var trigger = (RevocationTrigger)(step % Enum.GetValues<RevocationTrigger>().Length);
            var permitted = both.Revocation.PermittedTriggers.Contains(trigger);
            Assert.Equal(permitted, Record.Exception(() => After(both, trigger)) is null);
            AssertInStep(both.Revocation, both.Certificate);
        }

        var changes = both.Revocation.TakeChanges();
        Assert.Equal(both.Revocation.Version, changes.Count);
        Assert.All(changes.Zip(changes.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
    }

    private static void AssertInStep(Revocation revocation, Certificate certificate)
    {
        Assert.Equal(!revocation.IsClosed, certificate.State == CertificateState.RevocationPending);
        Assert.Equal(revocation.State == State.Revoked, certificate.State == CertificateState.Revoked);
    }

    private static (Revocation Revocation, Certificate Certificate) Open(bool freeDv = false)
    {
        var certificate = Certificate(freeDv).Issued();
        var at = certificate.IssuedAt!.Value.AddDays(1);
        var revocation = RevocationCase.Open(
            new RevocationRequest(
                new RevocationId(Id(20)), Id(21), RevocationReason.Superseded, RefundChannel.SelfService, "customer", at),
            certificate);
        if (!freeDv)
        {
            RevocationCase.SendLink(revocation, Hash, Late.AddDays(7), Late.AddDays(7), "workflow", at);
        }

        return (revocation, certificate);
    }

    // Late is after the certificate's expiry, so that Expire is possible everywhere.
    private static (Revocation Revocation, Certificate Certificate) After(
        (Revocation Revocation, Certificate Certificate) both, params RevocationTrigger[] triggers)
    {
        var (revocation, certificate) = both;
        foreach (var trigger in triggers)
        {
            switch (trigger)
            {
                case SendLink:
                    RevocationCase.SendLink(revocation, Hash, Late.AddDays(7), Late.AddDays(7), "workflow", Late);
                    break;
                case ConfirmByLink:
                    RevocationCase.ConfirmByLink(revocation, certificate, Hash, "the link's holder", Late);
                    break;
                case Force:
                    RevocationCase.Force(revocation, "T-1", "clerk", Late);
                    break;
                case RevocationTrigger.Revoke:
                    RevocationCase.Revoke(revocation, certificate, Late, "ca", Late);
                    break;
                default:
                    RevocationCase.Fire(revocation, certificate, trigger, "operator", "why", Late);
                    break;
            }
        }

        return both;
    }

    private static string Camel<T>(T value)
        where T : struct, Enum =>
        char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];
}
