using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Credits;

namespace CertWorkflows.Domain.Tests.Credits;

[Trait("Rule", "BL-3")]
public sealed class CreditLotTests
{
    private static readonly CertificateSpec FreeDv = new("DigiCert", ValidationLevel.DV, false, 1, 1, true);

    [Fact]
    public void Lot_WhenSpentToTheLast_IsUsedUpAndRefusesAnother()
    {
        var lot = Lot(2);
        Assert.Equal((CreditLotState.Available, 2, "buy"), (lot.State, lot.Left, lot.TakeChanges().Single().Trigger));
        Spend(lot, 1);
        Assert.Equal((CreditLotState.Available, 1), (lot.State, lot.Left));
        Spend(lot, 2);
        Assert.Equal((CreditLotState.UsedUp, 0, 3L), (lot.State, lot.Left, lot.Version));
        var refused = Assert.Throws<IllegalTransitionException>(() => Spend(lot, 3));
        Assert.Equal(("usedUp", "spend"), (refused.State, refused.Trigger));
        Assert.Equal(2, lot.Spent);
    }

    [Fact]
    public void Certificate_OfACredit_IsFreeAndItsServiceBeginsWhenItIsSpent()
    {
        var certificate = Spend(Lot(2), 1);
        Assert.Equal((true, Money.Zero, Money.Zero, false), (certificate.FreeDv, certificate.Cash, certificate.Voucher, certificate.IsBundled));
        Assert.Equal(Make.PaidAt.AddDays(400), certificate.PaidAt);
        Assert.Equal(Make.Calendar.AddYears(certificate.PaidAt, 1), certificate.ServiceEndsAt);
        Assert.False(certificate.Submitted().IsCreditDue);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Credit_WhoseCertificateIsNotIssued_ComesBackOnceAndTheCertificateLapses(bool isRefused)
    {
        var lot = Lot(1);
        var certificate = Spend(lot, 1).Submitted();
        if (isRefused)
        {
            certificate.FailReview("no", "ca", Make.PaidAt.AddDays(401));
        }
        else
        {
            certificate.Withdraw("customer", Make.PaidAt.AddDays(401));
        }

        Assert.True(certificate.IsCreditDue);
        lot.GiveBack(certificate, "ca", Make.PaidAt.AddDays(401));
        Assert.Equal((CreditLotState.Available, 1), (lot.State, lot.Left));
        Assert.Equal((CertificateState.Lapsed, true, false), (certificate.State, certificate.CreditGivenBack, certificate.IsCreditDue));
        var twice = Assert.Throws<DomainException>(() => lot.GiveBack(certificate, "ca", Make.PaidAt.AddDays(402)));
        Assert.Equal(("credit-not-due", "BL-3", 1), (twice.Code, twice.Rule, lot.Left));
    }

    [Fact]
    public void Credit_WhoseCertificateLapsedUnderReview_ComesBackToo()
    {
        var lot = Lot(1);
        var certificate = Spend(lot, 1).Submitted();
        certificate.Lapse("clock", certificate.ServiceEndsAt);
        lot.GiveBack(certificate, "clock", certificate.ServiceEndsAt);
        Assert.Equal((1, CertificateState.Lapsed), (lot.Left, certificate.State));
    }

    [Fact]
    public void Credit_OfAnIssuedOrAnotherLotsCertificate_DoesNotComeBack()
    {
        var (lot, other) = (Lot(2), Lot(2, 8));
        var issued = Spend(lot, 1).Issued();
        var withdrawn = Spend(other, 2).Submitted();
        withdrawn.Withdraw("customer", Make.PaidAt);
        foreach (var certificate in new[] { issued, withdrawn, Make.Certificate() })
        {
            Assert.Equal("credit-not-due", Assert.Throws<DomainException>(() => lot.GiveBack(certificate, "x", Make.PaidAt)).Code);
        }

        Assert.Equal(1, lot.Left);
    }

    [Theory]
    [InlineData(0, "Example Ltd.")]
    [InlineData(40, " ")]
    public void Lot_ThatLacksSomething_IsNotRecorded(int uses, string company) => Assert.Equal(
        "invalid-purchase",
        Assert.Throws<DomainException>(() => CreditLot.Buy(new CreditLotId(Make.Id(7)), uses, Make.Service() with { Company = company }, "caller")).Code);

    private static CreditLot Lot(int uses, int id = 7) => CreditLot.Buy(new CreditLotId(Make.Id(id)), uses, Make.Service(), "caller");

    private static Certificate Spend(CreditLot lot, int id) =>
        lot.Spend(new CertificateId(Make.Id(id)), FreeDv, Make.Calendar, "caller", Make.PaidAt.AddDays(400));
}
