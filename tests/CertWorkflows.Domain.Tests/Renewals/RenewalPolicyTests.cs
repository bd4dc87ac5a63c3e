using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Renewals;
using static CertWorkflows.Domain.Tests.Make;

namespace CertWorkflows.Domain.Tests.Renewals;

public sealed class RenewalPolicyTests
{
    private static readonly RenewedKind Ov = new("GlobalSign", ValidationLevel.OV, false, 2, "Example Ltd.", false);

    private static readonly RenewalFacts Facts = new(Local("2021-04-25 10:00"), 1, Ov, Local("2021-05-01 12:00"), Ov);

    [Fact]
    [Trait("Rule", "RN-3")]
    public void Quote_OfTheWorkedExample_ExpiresOnTheFirstOfMay2022()
    {
        var quote = Quote(Facts);

        Assert.Equal(
            (RenewalKind.Renewal, "RN-3", "carried", 6, 0, Local("2022-05-01 10:00")),
            (quote.Kind, quote.Rule, quote.Code, quote.CarriedDays, quote.BonusDays, quote.ExpiresAt));
    }

    [Theory]
    [InlineData("2021-01-30 23:59:59", "too-early", "RN-1")] // 91 days
    [InlineData("2021-01-31 00:00", "carried", "RN-3")] // 90 days
    [Trait("Rule", "RN-1")]
    public void Quote_Before90Days_IsTooEarly(string at, string code, string rule)
    {
        var quote = Quote(Facts with { IssuedAt = Local(at) });

        Assert.Equal((code, rule, code == "too-early"), (quote.Code, quote.Rule, quote.IsRefused));
    }

    [Fact]
    [Trait("Rule", "RN-1")]
    public void Quote_WhenTooEarly_NamesTheDateAndCannotBeBought()
    {
        var quote = Quote(Facts with { IssuedAt = Local("2021-01-01 10:00") });

        Assert.Equal(("too-early", "RN-1"), Refusal(quote));
        Assert.Contains("2021-01-31", quote.Message, StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2021, 1, 31), RenewalPolicy.OpensOn(Facts.OldExpiresAt, Make.Calendar));
    }

    [Theory]
    [InlineData("2021-05-01 11:59:59", "carried", "RN-3", 0)]
    [InlineData("2021-05-01 12:00:00", "expired-renewal", "RN-12", 0)] // at expiry it has expired (EX-3)
    [InlineData("2021-05-08 23:59:59", "expired-renewal", "RN-12", 0)] // day 7
    [InlineData("2021-05-09 00:00:00", "released", "RN-12", 0)]
    [Trait("Rule", "RN-12")]
    public void Quote_AroundExpiry_KeepsTheConfigurationForSevenDays(string at, string code, string rule, int carried)
    {
        var quote = Quote(Facts with { IssuedAt = Local(at) });

        Assert.Equal((code, rule, carried), (quote.Code, quote.Rule, quote.CarriedDays));
        Assert.Equal(code == "released", quote.IsRefused);
    }

    [Fact]
    [Trait("Rule", "RN-12")]
    public void Quote_WhenReleased_CanOnlyBeANewPurchase()
    {
        var quote = Quote(Facts with { IssuedAt = Local("2021-06-01 10:00") });

        Assert.Equal(("released", "RN-12"), Refusal(quote));
        Assert.Equal(RenewalKind.NewPurchase, quote.Kind);
    }

    [Fact]
    [Trait("Rule", "RN-4")]
    public void Quote_WhenFieldsDiffer_NamesEachAndCarriesNothing()
    {
        var quote = Quote(Facts with { New = new RenewedKind("CFCA", ValidationLevel.EV, true, 3, "Other Ltd.", false) });

        Assert.Equal((RenewalKind.NewPurchase, "RN-4", "mismatch", 0), (quote.Kind, quote.Rule, quote.Code, quote.CarriedDays));
        Assert.Equal(["brand", "validation", "wildcard", "domains", "company"], quote.Mismatch);
        Assert.Equal(Local("2022-04-25 10:00"), quote.ExpiresAt);
        quote.EnsureAllowed();
    }

    [Theory]
    [InlineData("globalsign", "Example Ltd.", "carried")]
    [InlineData("GlobalSign", " example ltd. ", "carried")]
    [InlineData("GlobalSign", "Example Ltd", "mismatch")]
    [Trait("Rule", "RN-4")]
    public void Quote_WhenNamesDifferInCaseOnly_AreTheSame(string brand, string company, string code) =>
        Assert.Equal(code, Quote(Facts with { New = Ov with { Brand = brand, Company = company } }).Code);

    [Theory]
    [InlineData("DigiCert", ValidationLevel.DV, true, false, "not-carried")]
    [InlineData("DigiCert", ValidationLevel.DV, false, true, "not-carried")]
    [InlineData("DigiCert", ValidationLevel.DV, false, false, "carried")]
    [InlineData("DigiCert", ValidationLevel.OV, true, false, "carried")]
    [InlineData("GeoTrust", ValidationLevel.DV, true, false, "carried")]
    [Trait("Rule", "RN-5")]
    public void Quote_OfBarredProducts_CarriesNothingAndGivesNothing(
        string brand, ValidationLevel validation, bool wildcard, bool free, string code)
    {
        var kind = new RenewedKind(brand, validation, wildcard, 1, "Example Ltd.", free);
        var quote = Quote(Facts with { Old = kind, New = kind, BonusDays = 10 });

        Assert.Equal(code, quote.Code);
        Assert.Equal(code == "carried" ? (6, 10) : (0, 0), (quote.CarriedDays, quote.BonusDays));
        Assert.Equal(RenewalKind.Renewal, quote.Kind);
    }

    [Theory]
    [InlineData("2021-04-25 10:00")]
    [InlineData("2020-01-01 10:00")] // never refused for dates
    [InlineData("2022-01-01 10:00")]
    [Trait("Rule", "RN-6")]
    public void Quote_WhenAPlainOrder_CarriesNothingWheneverItIsBought(string at)
    {
        var quote = Quote(Facts with { IssuedAt = Local(at), IsPlainOrder = true });

        Assert.Equal((RenewalKind.NewPurchase, "RN-6", "plain-order", false, 0), (quote.Kind, quote.Rule, quote.Code, quote.IsRefused, quote.CarriedDays));
    }

    [Theory]
    [InlineData("DigiCert", 31, null)]
    [InlineData("geotrust", 1, null)]
    [InlineData("DigiCert", 32, "invalid-facts")]
    [InlineData("DigiCert", -1, "invalid-facts")]
    [InlineData("GlobalSign", 1, "invalid-facts")]
    [InlineData("GlobalSign", 0, null)]
    [Trait("Rule", "RN-7")]
    public void Quote_OfGiftDays_HonoursUpTo31OfTwoBrands(string brand, int days, string? error)
    {
        var facts = Facts with { Old = Ov with { Brand = brand }, New = Ov with { Brand = brand }, BonusDays = days };
        if (error is not null)
        {
            var refused = Assert.Throws<DomainException>(() => Quote(facts));
            Assert.Equal(error, refused.Code);
            Assert.Contains("RN-7", refused.Message, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(Local("2022-05-01 10:00").AddDays(days), Quote(facts).ExpiresAt);
    }

    [Theory]
    [InlineData("2024-02-29 10:00", 1, "2025-02-28 10:00")]
    [InlineData("2024-02-29 10:00", 4, "2028-02-29 10:00")]
    [InlineData("2023-02-28 10:00", 1, "2024-02-28 10:00")]
    [Trait("Rule", "RN-3")]
    public void Quote_FromALeapDay_LandsOnThe28thAndThenAddsTheDays(string at, int years, string end)
    {
        var facts = Facts with { IssuedAt = Local(at), TermYears = years, OldExpiresAt = Local(at).AddDays(3) };

        Assert.Equal(Local(end).AddDays(3), Quote(facts).ExpiresAt);
    }

    [Fact]
    [Trait("Rule", "T-1")]
    public void Quote_WhenMidnightOfTheZonePasses_CarriesADayLess()
    {
        var before = new DateTimeOffset(2021, 4, 25, 15, 59, 59, TimeSpan.Zero);

        Assert.Equal(6, Quote(Facts with { IssuedAt = before }).CarriedDays);
        Assert.Equal(5, Quote(Facts with { IssuedAt = before.AddSeconds(1) }).CarriedDays);
    }

    [Theory]
    [InlineData("2021-04-25 10:00", false)] // 26 to 30 April are worked
    [InlineData("2021-04-28 10:00", true)]
    [InlineData("2021-04-27 10:00", false)]
    [Trait("Rule", "RN-2")]
    public void Quote_WithFewerThanThreeBusinessDaysLeft_Warns(string at, bool warns) =>
        Assert.Equal(warns ? [RenewalPolicy.ShortNotice] : [], Quote(Facts with { IssuedAt = Local(at) }).Warnings);

    [Theory]
    [InlineData(ValidationLevel.DV, "5 to 10 minutes", "5 至 10 分钟")]
    [InlineData(ValidationLevel.OV, "OV is issued in 2 business days", "2 个工作日签发")]
    [InlineData(ValidationLevel.EV, "EV is issued in 2 business days", "2 个工作日签发")]
    [Trait("Rule", "RN-2")]
    public void Advice_ByLevel_SaysHowLongTheCaNeeds(ValidationLevel level, string english, string chinese)
    {
        Assert.Contains("3 to 10 business days", RenewalPolicy.Advice(level), StringComparison.Ordinal);
        Assert.Contains(english, RenewalPolicy.Advice(level), StringComparison.Ordinal);
        Assert.Contains(chinese, RenewalPolicy.AdviceInChinese(level), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(11, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void Quote_OfImpossibleNumbers_IsRefusedAsInvalid(int years, int oldDomains, int newDomains)
    {
        var facts = Facts with { TermYears = years, Old = Ov with { Domains = oldDomains }, New = Ov with { Domains = newDomains } };

        Assert.Equal("invalid-facts", Assert.Throws<DomainException>(() => Quote(facts)).Code);
    }

    [Fact]
    public void KindOf_ACertificate_TakesTheApplicantBeforeTheCustomer()
    {
        Assert.Equal(
            new RenewedKind("DigiCert", ValidationLevel.OV, false, 2, "Example Ltd.", false), RenewedKind.Of(Certificate()));
        var certificate = Certificate();
        certificate.Submit(AnApplication() with { Company = "Applicant Ltd." }, "customer", PaidAt);
        Assert.Equal("Applicant Ltd.", RenewedKind.Of(certificate).Company);
    }

    private static RenewalQuote Quote(RenewalFacts facts) => RenewalPolicy.Quote(facts, Make.Calendar);

    private static (string Code, string? Rule) Refusal(RenewalQuote quote)
    {
        var refused = Assert.Throws<DomainException>(quote.EnsureAllowed);
        return (refused.Code, refused.Rule);
    }
}
