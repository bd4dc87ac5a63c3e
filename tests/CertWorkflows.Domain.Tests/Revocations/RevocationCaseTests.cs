using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Revocations;
using static CertWorkflows.Domain.Tests.Make;

namespace CertWorkflows.Domain.Tests.Revocations;

public sealed class RevocationCaseTests
{
    private static readonly DateTimeOffset AskedAt = PaidAt.AddDays(5);
    private static readonly DateTimeOffset ConfirmBy = AskedAt.AddDays(7);

    [Fact]
    [Trait("Rule", "RV-1")]
    public void Case_WhenConfirmedByTheLink_IsRevokedOnlyWhenTheCaHasDoneIt()
    {
        var (revocation, certificate) = Linked("one");
        Assert.Equal(CertificateState.RevocationPending, certificate.State);

        RevocationCase.ConfirmByLink(revocation, certificate, "one", "link", AskedAt.AddDays(1));
        Assert.Equal(
            (RevocationState.Confirmed, CertificateState.RevocationPending, (DateTimeOffset?)null),
            (revocation.State, certificate.State, certificate.RevokedAt));

        RevocationCase.Revoke(revocation, certificate, AskedAt.AddDays(2), "ca", AskedAt.AddDays(3));
        Assert.Equal((RevocationState.Revoked, CertificateState.Revoked), (revocation.State, certificate.State));
        Assert.Equal((AskedAt.AddDays(2), AskedAt.AddDays(2)), (certificate.RevokedAt, revocation.RevokedAt));
        Assert.Equal(AskedAt.AddDays(3), revocation.ClosedAt);
    }

    [Fact]
    [Trait("Rule", "RV-3")]
    public void Open_WhenBundled_IsRefusedUnlessItsPackageIsRefunded()
    {
        var certificate = Certificate(bundled: true).Issued();
        var before = Snapshot.Of(certificate);

        var error = Assert.Throws<DomainException>(() => RevocationCase.Open(Asked(), certificate));
        Assert.Equal(("bundled-in-package", "RV-3"), (error.Code, error.Rule));
        Assert.Equal(before, Snapshot.Of(certificate));

        var revocation = RevocationCase.Open(Asked() with { WithinPackageRefund = true }, certificate);
        Assert.Equal(RevocationState.AwaitingConfirmation, revocation.State);
    }

    [Fact]
    [Trait("Rule", "RV-4")]
    public void Open_WhenFreeDv_IsConfirmedAtOnceAndSendsNoLink()
    {
        var certificate = Certificate(freeDv: true).Issued();

        var revocation = RevocationCase.Open(Asked(), certificate);

        Assert.Equal((RevocationState.Confirmed, AskedAt), (revocation.State, revocation.ConfirmedAt));
        Assert.Equal(["request", "confirmAtOnce"], revocation.TakeChanges().Select(change => change.Trigger));
        Assert.Throws<IllegalTransitionException>(
            () => RevocationCase.SendLink(revocation, "one", ConfirmBy, ConfirmBy, "workflow", AskedAt));
    }

    [Theory]
    [InlineData(CertificateState.Paid)]
    [InlineData(CertificateState.Revoked)]
    public void Open_WhenNotInService_IsRefusedAndChangesNothing(CertificateState state)
    {
        var certificate = state == CertificateState.Paid ? Certificate() : Certificate().Revoked();
        var before = Snapshot.Of(certificate);

        Assert.Throws<IllegalTransitionException>(() => RevocationCase.Open(Asked(), certificate));
        Assert.Equal(before, Snapshot.Of(certificate));
    }

    [Fact]
    [Trait("Rule", "EX-3")]
    public void Open_AtTheExpiry_IsRefused()
    {
        var certificate = Certificate().Issued();

        var request = Asked() with { At = certificate.ExpiresAt!.Value };
        Assert.Equal("expired", Assert.Throws<DomainException>(() => RevocationCase.Open(request, certificate)).Code);
        Assert.Equal(CertificateState.Issued, certificate.State);
        RevocationCase.Open(request with { At = request.At.AddTicks(-1) }, certificate);
    }

    [Fact]
    [Trait("Rule", "RV-5")]
    public void Links_WhenANewerOneWasSentOrTimePassed_AreVoidUsedOrExpired()
    {
        var (revocation, certificate) = Linked("one");
        RevocationCase.SendLink(revocation, "two", AskedAt.AddDays(3), ConfirmBy, "customer", AskedAt.AddDays(1));

        Assert.Equal(
            (ConfirmationLinkState.Void, ConfirmationLinkState.Valid, ConfirmationLinkState.Expired),
            (revocation.LinkStateOf("one", AskedAt.AddDays(2)),
                revocation.LinkStateOf("two", AskedAt.AddDays(3).AddTicks(-1)),
                revocation.LinkStateOf("two", AskedAt.AddDays(3))));
        Refused("one", AskedAt.AddDays(2), "link-void");
        Refused("two", AskedAt.AddDays(3), "link-expired");

        RevocationCase.ConfirmByLink(revocation, certificate, "two", "link", AskedAt.AddDays(2));
        Refused("two", AskedAt.AddDays(2), "link-used");
        Refused("one", AskedAt.AddDays(2), "link-void");

        void Refused(string hash, DateTimeOffset at, string code)
        {
            var before = (Snapshot.Of(revocation), Snapshot.Of(certificate));
            var error = Assert.Throws<DomainException>(
                () => RevocationCase.ConfirmByLink(revocation, certificate, hash, "link", at));
            Assert.Equal((code, "RV-5"), (error.Code, error.Rule));
            Assert.Equal(before, (Snapshot.Of(revocation), Snapshot.Of(certificate)));
        }
    }

    [Fact]
    [Trait("Rule", "RV-5")]
    public void Link_WhenItWouldOutliveTheCase_EndsWithIt()
    {
        var (revocation, certificate) = Linked("one");

        var until = RevocationCase.SendLink(
            revocation, "two", AskedAt.AddDays(13), ConfirmBy, "customer", AskedAt.AddDays(6));
        Assert.Equal((ConfirmBy, ConfirmBy), (until, revocation.LinkValidUntil));

        RevocationCase.Fire(revocation, certificate, RevocationTrigger.Lapse, "workflow", "not confirmed", ConfirmBy);
        Assert.Equal(ConfirmationLinkState.Expired, revocation.LinkStateOf("two", ConfirmBy));
        Assert.Equal(
            (RevocationState.Lapsed, CertificateState.Issued, "not confirmed"),
            (revocation.State, certificate.State, revocation.EndReason));
    }

    [Fact]
    [Trait("Rule", "RV-2")]
    public void Force_WhenATicketAsks_VoidsTheLinkAndNeedsAnotherPerson()
    {
        var (revocation, certificate) = Linked("one");
        Assert.Equal(
            ("invalid-ticket", "RV-2"), CodeAndRule(() => RevocationCase.Force(revocation, " ", "clerk", AskedAt)));
        Assert.Equal(
            "invalid-ticket", CodeAndRule(() => RevocationCase.Force(revocation, new string('t', 101), "clerk", AskedAt)).Code);

        RevocationCase.Force(revocation, "T-1", "clerk", AskedAt.AddDays(1));
        Assert.Equal(ConfirmationLinkState.Void, revocation.LinkStateOf("one", AskedAt.AddDays(1)));

        foreach (var person in (string[])["customer", "CLERK"])
        {
            Assert.Equal("separation-of-duties", CodeAndRule(() => Decide(RevocationTrigger.Approve, person, "why")).Code);
            Assert.Equal("separation-of-duties", CodeAndRule(() => Decide(RevocationTrigger.Reject, person, "why")).Code);
        }

        Assert.Equal("reason-required", CodeAndRule(() => Decide(RevocationTrigger.Reject, "carl", " ")).Code);
        Decide(RevocationTrigger.Approve, "carl", "the customer's identity was checked");
        Assert.Equal(RevocationState.Confirmed, revocation.State);
        Assert.Equal(ConfirmationLinkState.Void, revocation.LinkStateOf("one", AskedAt.AddDays(1)));

        void Decide(RevocationTrigger trigger, string actor, string reason) =>
            RevocationCase.Fire(revocation, certificate, trigger, actor, reason, AskedAt.AddDays(1));
    }

    [Fact]
    public void Expire_WhenSomebodyElseWasFaster_ClosesTheCaseAndLeavesTheCertificate()
    {
        var (revocation, certificate) = Linked("one");
        var expiry = certificate.ExpiresAt!.Value;
        Assert.Equal(
            "not-expired",
            CodeAndRule(() => RevocationCase.Fire(
                revocation, certificate, RevocationTrigger.Expire, "workflow", "expired", expiry.AddTicks(-1))).Code);
        certificate.Expire("expiry", expiry);
        var version = certificate.Version;

        RevocationCase.Fire(revocation, certificate, RevocationTrigger.Expire, "workflow", "expired", expiry);

        Assert.Equal((RevocationState.Lapsed, version), (revocation.State, certificate.Version));
    }

    [Fact]
    public void Revoke_WhenTheCasTimeIsImpossible_IsRefusedAndChangesNothing()
    {
        var (revocation, certificate) = Linked("one");
        RevocationCase.ConfirmByLink(revocation, certificate, "one", "link", AskedAt);
        var before = (Snapshot.Of(revocation), Snapshot.Of(certificate));

        foreach (var impossible in (DateTimeOffset[])[certificate.IssuedAt!.Value.AddTicks(-1), AskedAt.AddTicks(1)])
        {
            Assert.Equal(
                "invalid-revocation",
                CodeAndRule(() => RevocationCase.Revoke(revocation, certificate, impossible, "ca", AskedAt)).Code);
        }

        Assert.Equal(before, (Snapshot.Of(revocation), Snapshot.Of(certificate)));
    }

    [Fact]
    [Trait("Rule", "RV-7")]
    [Trait("Rule", "RF-10")]
    public void LastDayAfterIssue_IsTheLastDayOnWhichTheRefundIsAccepted()
    {
        var certificate = Certificate().Revoked();
        var last = RefundPolicy.LastDayAfterIssue(certificate.IssuedAt!.Value, Make.Calendar);

        Assert.Equal("RF-10", On(last));
        Assert.Equal("RF-9", On(last.AddDays(1)));

        string On(DateOnly day) => RefundPolicy.Assess(
            RefundFacts.Of(certificate, RefundChannel.SelfService, Local($"{day:yyyy-MM-dd} 23:59")), Make.Calendar).Rule;
    }

    [Fact]
    public void Reasons_WhenNamed_AreThoseOfRfc5280ThatEndACertificate()
    {
        Assert.Equal(
            [
                "unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded",
                "cessationOfOperation", "privilegeWithdrawn", "aACompromise",
            ],
            RevocationReasons.Names);
        Assert.All(RevocationReasons.Names, name => Assert.True(RevocationReasons.TryParse(name, out _)));
        Assert.All(
            (string[])["certificateHold", "removeFromCRL", "KeyCompromise", ""],
            name => Assert.False(RevocationReasons.TryParse(name, out _)));
    }

    [Fact]
    public void Case_WithAnotherCertificate_IsRefused()
    {
        var (revocation, _) = Linked("one");
        var other = Domain.Certificates.Certificate.Buy(
            Purchase() with { Id = new CertificateId(Id(77)) }, Make.Calendar, "caller").Issued();

        Assert.Equal(
            "wrong-certificate",
            CodeAndRule(() => RevocationCase.ConfirmByLink(revocation, other, "one", "link", AskedAt)).Code);
        Assert.Equal(
            "wrong-certificate",
            CodeAndRule(() => RevocationCase.Fire(revocation, other, RevocationTrigger.Lapse, "w", "r", AskedAt)).Code);
    }

    private static RevocationRequest Asked() => new(
        new RevocationId(Id(20)), Id(21), RevocationReason.KeyCompromise, RefundChannel.SelfService, "customer", AskedAt);

    private static (Revocation Revocation, Certificate Certificate) Linked(string hash)
    {
        var certificate = Certificate().Issued();
        var revocation = RevocationCase.Open(Asked(), certificate);
        RevocationCase.SendLink(revocation, hash, ConfirmBy, ConfirmBy, "workflow", AskedAt);
        return (revocation, certificate);
    }

    private static (string Code, string? Rule) CodeAndRule(Action action)
    {
        var error = Assert.ThrowsAny<DomainException>(action);
        return (error.Code, error.Rule);
    }
}
