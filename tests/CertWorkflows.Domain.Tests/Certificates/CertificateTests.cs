using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using static CertWorkflows.Domain.Tests.Make;

namespace CertWorkflows.Domain.Tests.Certificates;

public sealed class CertificateTests
{
    [Fact]
    public void Buy_WhenPaid_KeepsWhatWasBoughtAndWhenItEnds()
    {
        var certificate = Certificate(bundled: true, years: 2);

        Assert.Equal(CertificateState.Paid, certificate.State);
        Assert.Equal(ApplicationStatus.NotSubmitted, certificate.ApplicationStatus);
        Assert.Equal(Local("2023-03-01 10:00"), certificate.ServiceEndsAt);
        Assert.Equal(certificate.ServiceEndsAt, certificate.Expiry);
        Assert.Equal(new CertificateSpec("DigiCert", ValidationLevel.OV, false, 2, 2, false), certificate.Spec);
        Assert.True(certificate.IsBundled);
        Assert.Equal((new Money(4200m), new Money(300m)), (certificate.Cash, certificate.Voucher));
        Assert.Equal(1, certificate.Version);
        var bought = Assert.Single(certificate.TakeChanges());
        Assert.Equal(
            ("buy", "", "paid", "caller", PaidAt), (bought.Trigger, bought.From, bought.To, bought.Actor, bought.At));
        Assert.Empty(certificate.TakeChanges());
    }

    [Fact]
    public void Buy_WhenMuchIsWrong_ListsEveryProblem()
    {
        var purchase = Purchase() with
        {
            Company = " ",
            Email = "",
            PaymentAccount = "",
            Spec = new CertificateSpec("", ValidationLevel.OV, false, 0, 0, true),
        };

        var error = Assert.Throws<DomainException>(
            () => Domain.Certificates.Certificate.Buy(purchase, Make.Calendar, "caller"));

        Assert.Equal("invalid-purchase", error.Code);
        Assert.All(
            new[] { "company", "e-mail", "brand", "account", "1 domain", "1 to 10 years", "free DV" },
            problem => Assert.Contains(problem, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Rule", "BL-7")]
    public void Issue_WhenSigned_TakesValidityFromTheCaNotFromTheOrder()
    {
        var certificate = Certificate().Submitted();

        certificate.Issue(PaidAt.AddDays(2), PaidAt.AddDays(367), "PEM", "0a", "ca", PaidAt.AddDays(3));

        Assert.Equal((PaidAt.AddDays(2), PaidAt.AddDays(367)), (certificate.IssuedAt, certificate.ExpiresAt));
        Assert.Equal(certificate.ExpiresAt, certificate.Expiry);
        Assert.Equal(
            ("PEM", "0a", ApplicationStatus.Passed),
            (certificate.ChainPem, certificate.Serial, certificate.ApplicationStatus));
        Assert.Equal(Local("2022-03-01 10:00"), certificate.ServiceEndsAt);
    }

    [Fact]
    public void Issue_WhenValidityEndsBeforeItBegins_IsRefusedAndChangesNothing()
    {
        var certificate = Certificate().Submitted();
        var before = Snapshot.Of(certificate);

        Assert.Equal(
            "invalid-validity",
            Assert.Throws<DomainException>(() => certificate.Issue(PaidAt, PaidAt, "PEM", "1", "ca", PaidAt)).Code);
        Assert.Equal(before, Snapshot.Of(certificate));
    }

    [Fact]
    public void Withdraw_WhenUnderReview_ReturnsToPaidAndKeepsTheTextForLater()
    {
        var certificate = Certificate().Submitted();

        certificate.Withdraw("customer", PaidAt.AddDays(1));

        Assert.Equal(
            (CertificateState.Paid, ApplicationStatus.NotSubmitted),
            (certificate.State, certificate.ApplicationStatus));
        Assert.Equal(AnApplication().Domains, certificate.Application!.Domains);
    }

    [Fact]
    [Trait("Rule", "RF-25")]
    public void FailReview_WhenReported_ShowsTheReasonUntilSubmittedAgain()
    {
        var certificate = Certificate().Submitted();

        certificate.FailReview("company not found", "ca", PaidAt.AddDays(1));
        Assert.Equal(
            ("company not found", ApplicationStatus.Failed),
            (certificate.ReviewFailure, certificate.ApplicationStatus));

        certificate.Submitted();
        Assert.Equal((null, ApplicationStatus.UnderReview), (certificate.ReviewFailure, certificate.ApplicationStatus));
    }

    [Fact]
    [Trait("Rule", "RF-6")]
    public void PassReview_WhenReported_WaitsForTheSignatureUnderReview()
    {
        var certificate = Certificate().Submitted();

        certificate.PassReview("ca", PaidAt.AddDays(1));

        Assert.Equal(
            (CertificateState.UnderReview, ApplicationStatus.Passed),
            (certificate.State, certificate.ApplicationStatus));
        var error = Assert.Throws<IllegalTransitionException>(() => certificate.PassReview("ca", PaidAt.AddDays(1)));
        Assert.Equal(["not passed yet"], error.UnmetGuards);
        Assert.Contains("Not met: not passed yet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "RV-1")]
    public void Revoke_WhenConfirmed_RemembersWhen()
    {
        var certificate = Certificate().Issued();

        certificate.StartRevocation("customer", PaidAt.AddDays(3), "key lost");
        Assert.Null(certificate.RevokedAt);
        certificate.Revoke("customer", PaidAt.AddDays(4), "confirmed");

        Assert.Equal(PaidAt.AddDays(4), certificate.RevokedAt);
    }

    [Fact]
    [Trait("Rule", "RV-3")]
    public void StartRevocation_WhenBundled_IsRefusedOutsideThePackagesRefund()
    {
        var certificate = Certificate(bundled: true).Issued();
        var before = Snapshot.Of(certificate);

        var error = Assert.Throws<DomainException>(
            () => certificate.StartRevocation("customer", PaidAt.AddDays(3), "asked"));
        Assert.Equal(("bundled-in-package", "RV-3"), (error.Code, error.Rule));
        Assert.Equal(before, Snapshot.Of(certificate));

        certificate.StartRevocation("workflow", PaidAt.AddDays(3), "package refund", withinPackageRefund: true);
        Assert.Equal(CertificateState.RevocationPending, certificate.State);
    }

    [Fact]
    [Trait("Rule", "RV-5")]
    public void CancelRevocation_WhenUnconfirmed_ReturnsToIssued()
    {
        var certificate = Certificate().Issued();
        certificate.StartRevocation("customer", PaidAt.AddDays(3), "asked");

        certificate.CancelRevocation("workflow", PaidAt.AddDays(10), "not confirmed in 7 days");

        Assert.Equal((CertificateState.Issued, null), (certificate.State, certificate.RevokedAt));
    }

    [Fact]
    [Trait("Rule", "EX-3")]
    public void Expire_WhenValidityHasNotEnded_IsRefused()
    {
        var certificate = Certificate().Issued();
        var end = certificate.ExpiresAt!.Value;

        Assert.Equal(
            "not-expired", Assert.Throws<DomainException>(() => certificate.Expire("system", end.AddTicks(-1))).Code);
        certificate.Expire("system", end);
        Assert.Equal(CertificateState.Expired, certificate.State);
    }

    [Fact]
    [Trait("Rule", "EX-4")]
    public void Renew_WhenExpired_IsBackInServiceWithTheNewValidity()
    {
        var certificate = Certificate().Issued();
        var end = certificate.ExpiresAt!.Value;
        certificate.Expire("system", end);

        certificate.Renew(end.AddDays(2), end.AddDays(367), "PEM2", "02", "ca", end.AddDays(2));

        Assert.Equal(
            (CertificateState.Issued, "02", end.AddDays(367)),
            (certificate.State, certificate.Serial, certificate.ExpiresAt));
    }

    [Fact]
    [Trait("Rule", "EX-1")]
    public void Mark_OfAnExpiryThatIsNear_GoesWithTheValidity()
    {
        var certificate = Certificate().Issued();
        certificate.MarkExpiringSoon("system", certificate.ExpiresAt!.Value.AddDays(-30));
        Assert.True(certificate.ExpiringSoon);
        certificate.StartRevocation("customer", certificate.ExpiresAt.Value.AddDays(-2), "asked");
        Assert.True(certificate.ExpiringSoon);
        certificate.Expire("system", certificate.ExpiresAt.Value);
        Assert.False(certificate.ExpiringSoon);
        certificate.Renew(certificate.ExpiresAt.Value, certificate.ExpiresAt.Value.AddYears(1), "PEM", "02", "ca", certificate.ExpiresAt.Value);
        certificate.MarkExpiringSoon("system", certificate.ExpiresAt.Value.AddDays(-30));
        certificate.Supersede("system", certificate.ExpiresAt.Value.AddDays(-20));
        Assert.False(certificate.ExpiringSoon);
    }

    [Fact]
    [Trait("Rule", "EX-3")]
    public void Submit_WhenTheServiceHasEnded_IsRefusedAndChangesNothing()
    {
        var certificate = Certificate();
        var before = Snapshot.Of(certificate);
        var error = Assert.Throws<DomainException>(() => certificate.Submit(AnApplication(), "customer", certificate.ServiceEndsAt));
        Assert.Equal(("expired", "EX-3"), (error.Code, error.Rule));
        Assert.Equal(before, Snapshot.Of(certificate));
    }

    [Fact]
    public void Lapse_WhenTheServiceHasNotEnded_IsRefused()
    {
        var certificate = Certificate();

        Assert.Equal(
            "not-expired",
            Assert.Throws<DomainException>(() => certificate.Lapse("system", certificate.ServiceEndsAt.AddTicks(-1))).Code);
        certificate.Lapse("system", certificate.ServiceEndsAt);
        Assert.Equal(CertificateState.Lapsed, certificate.State);
    }

    [Theory]
    [InlineData(CertificateTrigger.Submit)]
    [InlineData(CertificateTrigger.Issue)]
    [InlineData(CertificateTrigger.Renew)]
    [InlineData(CertificateTrigger.RequestRefund)]
    [InlineData(CertificateTrigger.ReturnFromRefund)]
    [InlineData(CertificateTrigger.CompleteRefund)]
    public void Fire_WhenTheTriggerNeedsFactsOrACase_IsRefused(CertificateTrigger trigger) =>
        Assert.Equal(
            "needs-facts",
            Assert.Throws<DomainException>(() => Certificate().Fire(trigger, "workflow", "because", PaidAt)).Code);
}
