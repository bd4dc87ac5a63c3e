using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Hostings;

namespace CertWorkflows.Domain.Tests.Hostings;

[Trait("Rule", "BL-4")]
public sealed class HostingCaseTests
{
    private static readonly DateTimeOffset At = Make.PaidAt.AddDays(10);

    [Fact]
    public void Hosting_WhenStarted_HostsTheCertificateAlsoLongBeforeItCanBeRenewed()
    {
        var (hosting, certificate) = Started();
        Assert.Equal((HostingState.Active, certificate.Id, hosting.Id), (hosting.State, hosting.CertificateId!.Value, certificate.HostingId!.Value));
        Assert.Equal("already-hosted", HostingCase.Refusal(certificate, At, Make.Calendar)!.Code);
        Assert.Null(HostingCase.EndOf(certificate, At, Make.Calendar));
    }

    [Fact]
    public void Hosting_OfWhatCannotBeRenewed_IsRefusedWithTheRenewalsRule()
    {
        var hosting = Bought();
        var unissued = Make.Certificate();
        Assert.Equal("RN-8", Refused(hosting, unissued, At).Rule);
        var expired = Make.Certificate().Issued();
        Assert.Null(HostingCase.Refusal(expired, expired.ExpiresAt!.Value.AddDays(7), Make.Calendar));
        Assert.Equal("RN-12", Refused(hosting, expired, expired.ExpiresAt.Value.AddDays(8)).Rule);
        Assert.Equal((HostingState.Bought, null), (hosting.State, expired.HostingId));
    }

    [Fact]
    public void Hosting_OfAnotherCustomerOrForAnotherCertificate_IsRefused()
    {
        var certificate = Make.Certificate().Issued();
        Assert.Equal("no-hosting-bought", Refused(Bought(purchase: Make.Service() with { CustomerId = new CustomerId("c-2") }), certificate, At).Code);
        Assert.Equal("no-hosting-bought", Refused(Bought(new CertificateId(Make.Id(77))), certificate, At).Code);
        HostingCase.Start(Bought(certificate.Id), certificate, Request(At), Make.Calendar);
    }

    [Fact]
    public void Hosting_ThatHasReplacedNothing_IsUnusedAgainWhenItEnds()
    {
        var (hosting, certificate) = Started();
        HostingCase.End(hosting, certificate, "customer", "not wanted", At);
        Assert.Equal((HostingState.Bought, null, null, null), (hosting.State, hosting.CertificateId, hosting.InstanceId, certificate.HostingId));
        Assert.Equal(("not wanted", At), (hosting.EndReason, hosting.EndedAt));
        HostingCase.Start(hosting, certificate, Request(At), Make.Calendar);
        Assert.Equal(["buy", "start", "end", "start"], hosting.TakeChanges().Select(c => c.Trigger));
    }

    [Fact]
    public void Hosting_AfterAReplacement_FollowsItAndIsUsedUpWhenItEnds()
    {
        var (hosting, old) = Started();
        var replacement = Another(21).Issued();
        HostingCase.Follow(hosting, old, replacement, "system", At);
        Assert.Equal((null, hosting.Id, 1), (old.HostingId, replacement.HostingId!.Value, hosting.Replacements));
        Assert.Equal("wrong-certificate", Assert.Throws<DomainException>(() => HostingCase.End(hosting, old, "x", "y", At)).Code);
        HostingCase.End(hosting, replacement, "customer", "not wanted", At);
        Assert.Equal((HostingState.Ended, replacement.Id, null), (hosting.State, hosting.CertificateId!.Value, replacement.HostingId));
        Assert.Throws<IllegalTransitionException>(() => HostingCase.Start(hosting, replacement, Request(At), Make.Calendar));
        Assert.Empty(hosting.PermittedTriggers);
    }

    [Fact]
    public void Hosting_OfWhatIsRevokedOrReleased_HasNothingLeftToReplace()
    {
        var revoked = Make.Certificate().Revoked();
        Assert.Equal("the certificate is revoked", HostingCase.EndOf(revoked, At, Make.Calendar));
        var pending = Make.Certificate().Issued();
        pending.StartRevocation("customer", At, "asked");
        Assert.Null(HostingCase.EndOf(pending, At, Make.Calendar));
        var expired = Make.Certificate().Issued();
        expired.Expire("clock", expired.ExpiresAt!.Value);
        Assert.Null(HostingCase.EndOf(expired, expired.ExpiresAt.Value.AddDays(7), Make.Calendar));
        Assert.NotNull(HostingCase.EndOf(expired, expired.ExpiresAt.Value.AddDays(8), Make.Calendar));
    }

    private static DomainException Refused(Hosting hosting, Certificate certificate, DateTimeOffset at) =>
        Assert.Throws<DomainException>(() => HostingCase.Start(hosting, certificate, Request(at), Make.Calendar));

    private static (Hosting Hosting, Certificate Certificate) Started()
    {
        var (hosting, certificate) = (Bought(), Make.Certificate().Issued());
        HostingCase.Start(hosting, certificate, Request(At), Make.Calendar);
        return (hosting, certificate);
    }

    private static Certificate Another(int id) =>
        Certificate.Buy(Make.Purchase() with { Id = new CertificateId(Make.Id(id)) }, Make.Calendar, "caller");

    private static Hosting Bought(CertificateId? intendedFor = null, ServicePurchase? purchase = null) =>
        Hosting.Buy(new HostingId(Make.Id(12)), intendedFor, purchase ?? Make.Service(), "caller");

    private static HostingRequest Request(DateTimeOffset at) => new(Make.Id(13), null, 443, "customer", at);
}
