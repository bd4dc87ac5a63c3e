using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using FsCheck.Xunit;
using static CertWorkflows.Domain.Tests.Make;
using State = CertWorkflows.Domain.Packages.PackageState;

namespace CertWorkflows.Domain.Tests.Packages;

public sealed class PackageTests
{
    private static readonly DateTimeOffset Soon = PaidAt.AddDays(1);
    private static readonly DateTimeOffset Expiry = Local("2022-03-01 10:00");

    // Section 8: what may follow what, with one domain switched over where it is in use.
    private static readonly Dictionary<(State At, PackageTrigger Trigger), State> Moves = new()
    {
        [(State.Active, PackageTrigger.SwitchOver)] = State.InUse,
        [(State.Active, PackageTrigger.InstallCertificate)] = State.Active,
        [(State.Active, PackageTrigger.Renew)] = State.Active,
        [(State.Active, PackageTrigger.MarkExpiringSoon)] = State.Active,
        [(State.Active, PackageTrigger.RequestRefund)] = State.RefundPending,
        [(State.Active, PackageTrigger.Expire)] = State.Expired,
        [(State.InUse, PackageTrigger.SwitchOver)] = State.InUse,
        [(State.InUse, PackageTrigger.SwitchBack)] = State.Active,
        [(State.InUse, PackageTrigger.InstallCertificate)] = State.InUse,
        [(State.InUse, PackageTrigger.Renew)] = State.InUse,
        [(State.InUse, PackageTrigger.MarkExpiringSoon)] = State.InUse,
        [(State.InUse, PackageTrigger.Expire)] = State.Expired,
        [(State.RefundPending, PackageTrigger.ReturnFromRefund)] = State.Active,
        [(State.RefundPending, PackageTrigger.CompleteRefund)] = State.Refunded,
        [(State.Refunded, PackageTrigger.Delete)] = State.Deleted,
        [(State.Expired, PackageTrigger.Renew)] = State.Active,
        [(State.Expired, PackageTrigger.Release)] = State.Released,
    };

    public static TheoryData<State, PackageTrigger> Pairs()
    {
        var pairs = new TheoryData<State, PackageTrigger>();
        foreach (var state in Enum.GetValues<State>())
        {
            foreach (var trigger in Enum.GetValues<PackageTrigger>())
            {
                pairs.Add(state, trigger);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Trigger_InEachState_MovesAsSection8SaysOrThrowsAndChangesNothing(State state, PackageTrigger trigger)
    {
        var package = In(state);
        package.TakeChanges();
        var (before, permitted) = (Snapshot.Of(package), package.PermittedTriggers);

        if (Moves.TryGetValue((state, trigger), out var to))
        {
            Assert.Contains(trigger, permitted);
            Fire(package, trigger);
            var change = Assert.Single(package.TakeChanges());
            Assert.Equal((to, CamelCase.Of(state), CamelCase.Of(to)), (package.State, change.From, change.To));
            return;
        }

        Assert.DoesNotContain(trigger, permitted);
        Assert.Throws<IllegalTransitionException>(() => Fire(package, trigger));
        Assert.Equal(before, Snapshot.Of(package));
        Assert.Empty(package.TakeChanges());
    }

    [Property(MaxTest = 300)]
    public void Walk_WhateverIsFired_IsInUseExactlyWhileADomainIsSwitchedOver(byte[] steps)
    {
        var package = Bought();
        foreach (var step in steps)
        {
            var trigger = (PackageTrigger)(step % Enum.GetValues<PackageTrigger>().Length);
            var permitted = package.PermittedTriggers.Contains(trigger);
            var error = Record.Exception(() => Fire(package, trigger, $"www{package.Version}.customer.example"));
            Assert.Equal(permitted, error is null);
            Assert.True(package.State != State.InUse || package.Domains.Count > 0);
            Assert.True(package.State is State.InUse or State.Expired || package.Domains.Count == 0);
        }

        var changes = package.TakeChanges();
        Assert.Equal(package.Version, changes.Count);
        Assert.All(changes.Zip(changes.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
    }

    [Fact]
    [Trait("Rule", "BL-2")]
    [Trait("Rule", "PK-3")]
    public void Package_WhenDomainsAreSwitchedOverAndBack_IsInUseUntilTheLast()
    {
        var package = Bought();
        Assert.Equal((State.Active, Expiry), (package.State, package.ExpiresAt));

        package.SwitchOver("WWW.customer.example", "203.0.113.7", "customer", Soon);
        package.SwitchOver("shop.customer.example", "origin.customer.example", "customer", Soon);
        Assert.Equal(["www.customer.example", "shop.customer.example"], package.Domains.Select(d => d.Name));
        package.SwitchBack("www.CUSTOMER.example", "customer", Soon);
        Assert.Equal(State.InUse, package.State);
        package.SwitchBack("shop.customer.example", "customer", Soon);
        Assert.Equal((State.Active, 0), (package.State, package.Domains.Count));
        Assert.Equal(
            ["buy", "switchOver", "switchOver", "switchBack", "switchBack"], package.TakeChanges().Select(c => c.Trigger));
    }

    [Theory]
    [InlineData("my-balancer.elb.amazonaws.com")] // a public suffix, where a site may well be served
    [InlineData("203.0.113.7")]
    public void SwitchOver_FromAnyHost_Remembers(string origin)
    {
        var package = Bought();
        package.SwitchOver("shop.customer.example", origin, "customer", Soon);
        Assert.Equal(origin, Assert.Single(package.Domains).Origin);
    }

    [Theory]
    [InlineData("customer", "203.0.113.7", "invalid-domain")]
    [InlineData("*.customer.example", "203.0.113.7", "invalid-domain")]
    [InlineData("203.0.113.8", "203.0.113.7", "invalid-domain")]
    [InlineData("shop.customer.example", "https://origin.example/", "invalid-domain")]
    [InlineData("shop.customer.example", "", "invalid-domain")]
    [InlineData("shop.customer.example", "SHOP.customer.example", "invalid-domain")]
    [InlineData("WWW.customer.example", "203.0.113.7", "domain-in-use")]
    public void SwitchOver_OfWhatCannotBeServed_IsRefusedAndChangesNothing(string domain, string origin, string code)
    {
        var package = In(State.InUse);
        var before = Snapshot.Of(package);

        Assert.Equal(code, Code(() => package.SwitchOver(domain, origin, "customer", Soon)));
        Assert.Equal("unknown-domain", Code(() => package.SwitchBack("other.customer.example", "customer", Soon)));
        Assert.Equal(before, Snapshot.Of(package));
    }

    [Fact]
    [Trait("Rule", "EX-3")]
    [Trait("Rule", "EX-5")]
    public void Package_AtItsExpiry_ServesNoMoreAndLosesItsDomainsWhenReleased()
    {
        var package = In(State.InUse);
        Assert.Equal("not-expired", Code(() => package.Expire("system", Expiry.AddTicks(-1))));
        Assert.Equal("expired", Code(() => package.SwitchOver("a.customer.example", "203.0.113.7", "customer", Expiry)));

        package.Expire("system", Expiry);
        Assert.Single(package.Domains);
        package.Release("system", Expiry.AddDays(8));
        Assert.Empty(package.Domains);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(7, null)]
    [InlineData(8, "released")]
    [Trait("Rule", "EX-4")]
    [Trait("Rule", "EX-6")]
    public void Renew_AfterTheExpiry_KeepsTheConfigurationWithinSevenDays(int daysAfter, string? refusal)
    {
        var package = In(State.InUse);
        package.Expire("system", Expiry);

        var code = Code(() => package.Renew(
            new OrderId(Id(4)), Money.Zero, Money.Zero, Make.Calendar, "customer", Expiry.AddDays(daysAfter)));
        Assert.Equal(refusal, code);
        Assert.Equal(refusal is null ? State.InUse : State.Expired, package.State);
        Assert.Equal(refusal is null ? Local("2023-03-01 10:00") : Expiry, package.ExpiresAt);
        Assert.Single(package.Domains);
    }

    [Fact]
    [Trait("Rule", "EX-6")]
    public void Renew_BeforeTheExpiry_AddsAYearToIt()
    {
        var package = Bought();
        package.Renew(new OrderId(Id(4)), new Money(958.12m), Money.Zero, Make.Calendar, "customer", Soon);
        package.Renew(new OrderId(Id(5)), new Money(900m), new Money(58.12m), Make.Calendar, "customer", Soon);
        Assert.Equal((State.Active, Local("2024-03-01 10:00")), (package.State, package.ExpiresAt));
        Assert.Equal((new Money(2716.24m), new Money(158.12m)), (package.Cash, package.Voucher));
    }

    [Fact]
    [Trait("Rule", "EX-1")]
    public void Mark_OfAnExpiryThatIsNear_IsTakenAwayByARenewalAndByTheExpiry()
    {
        var package = Bought();
        package.MarkExpiringSoon("system", Soon);
        Assert.True(package.ExpiringSoon);
        package.Renew(new OrderId(Id(4)), Money.Zero, Money.Zero, Make.Calendar, "customer", Soon);
        Assert.False(package.ExpiringSoon);
        package.MarkExpiringSoon("system", Soon);
        package.Expire("system", package.ExpiresAt);
        Assert.False(package.ExpiringSoon);
    }

    [Fact]
    [Trait("Rule", "EX-7")]
    public void Certificates_ThatAreInstalled_ServeWhatTheyWereInstalledFor()
    {
        var package = In(State.InUse);
        package.SwitchOver("shop.customer.example", "203.0.113.7", "customer", Soon);
        Assert.All(package.Domains, domain => Assert.Null(package.Serving(domain)));
        var (whole, free, renewed) = (Wildcard(), Wildcard(7), Wildcard(8));
        package.Install(whole, "customer", Soon);
        Assert.Equal(2, package.ServedWith(whole.Id).Count);

        // A domain of its own and the rest may be served apart.
        package.InstallFor("SHOP.customer.example", free, "system", Soon);
        Assert.Equal(["shop.customer.example"], package.ServedWith(free.Id).Select(domain => domain.Name));
        Assert.Equal(["www.customer.example"], package.ServedWith(whole.Id).Select(domain => domain.Name));
        package.InstallFor("www.customer.example", free, "system", Soon);
        Assert.True(package.TakeRenewal(free.Id, renewed, "system", Soon));
        Assert.Equal(2, package.ServedWith(renewed.Id).Count);

        // The renewal of the package's certificate serves everything again.
        Assert.True(package.TakeRenewal(whole.Id, free, "system", Soon));
        Assert.Equal(2, package.ServedWith(free.Id).Count);
        Assert.False(package.TakeRenewal(whole.Id, renewed, "system", Soon));
        package.Expire("system", package.ExpiresAt);
        Assert.False(package.TakeRenewal(free.Id, renewed, "system", package.ExpiresAt));
    }

    [Fact]
    [Trait("Rule", "EX-7")]
    public void Certificate_ThatCannotServe_IsNotInstalled()
    {
        var package = In(State.InUse);
        var before = Snapshot.Of(package);
        Assert.Equal("not-in-service", Code(() => package.Install(Certificate(), "customer", Soon)));
        package.Renew(new OrderId(Id(4)), Money.Zero, Money.Zero, Make.Calendar, "customer", Soon);
        before = Snapshot.Of(package);
        Assert.Equal("not-in-service", Code(() => package.Install(Wildcard(), "customer", Soon.AddYears(1))));
        Assert.Equal("names-differ", Code(() => package.Install(Certificate().Issued(), "customer", Soon)));
        Assert.Equal("bundled-in-package", Code(() => package.Install(Certificate(bundled: true).Issued(), "customer", Soon)));
        Assert.Equal("unknown-domain", Code(() => package.InstallFor("a.customer.example", Wildcard(), "customer", Soon)));
        Assert.Equal("expired", Code(() => package.Install(Wildcard(), "customer", package.ExpiresAt)));
        Assert.Equal(before, Snapshot.Of(package));
    }

    [Fact]
    [Trait("Rule", "EX-6")]
    public void Upgrade_ToAnotherEdition_IsPossibleWhileItServes()
    {
        Assert.Equal("same-edition", Code(() => Bought().EnsureUpgradable(PackageEdition.Basic)));
        Assert.Null(Code(() => In(State.InUse).EnsureUpgradable(PackageEdition.Enterprise)));
        Assert.Null(Code(() => In(State.Expired).EnsureUpgradable(null)));
        Assert.Equal("refund-in-progress", Code(() => In(State.RefundPending).EnsureUpgradable(null)));
        Assert.Equal("not-upgradable", Code(() => In(State.Released).EnsureUpgradable(PackageEdition.Enterprise)));
        Assert.Equal("released", Code(() => In(State.Released).EnsureRenewable(Make.Calendar, Expiry.AddDays(1))));
    }

    [Fact]
    [Trait("Rule", "PK-1")]
    public void RequestRefund_WhenThePolicyRefuses_ThrowsItsRule()
    {
        var package = Bought();
        var refused = PackageRefundPolicy.Assess(
            PackageRefundFacts.Of(package, null, PaidAt.AddDays(9), PaidAt.AddDays(9)), Make.Calendar);

        var error = Assert.Throws<DomainException>(() => package.RequestRefund(refused, "clerk", PaidAt.AddDays(9), "T-1"));
        Assert.Equal(("window-closed", "PK-1", State.Active), (error.Code, error.Rule, package.State));
    }

    [Fact]
    public void ReturnFromRefund_AfterTheExpiry_Expires()
    {
        var package = In(State.RefundPending);
        package.ReturnFromRefund("system", Expiry, "not revoked in time");
        Assert.Equal(State.Expired, package.State);
    }

    [Fact]
    [Trait("Rule", "PK-6")]
    public void Facts_OfAPackageAndItsCertificate_AreTheirs()
    {
        var package = In(State.InUse);
        var certificate = Certificate(bundled: true).Issued();
        var facts = PackageRefundFacts.Of(package, certificate, Soon, Soon.AddDays(1));

        Assert.Equal(
            new PackageRefundFacts(
                Soon, PaidAt, Expiry, true, new(certificate.IssuedAt, null, ApplicationStatus.Passed), Soon.AddDays(1), RefundStatus.None, package.Cash, package.Voucher),
            facts);
        Assert.Equal(RefundStatus.InProgress, PackageRefundFacts.Of(In(State.RefundPending), null, Soon, Soon).Refund);
        Assert.Equal(RefundStatus.Paid, PackageRefundFacts.Of(In(State.Deleted), null, Soon, Soon).Refund);
    }

    [Fact]
    public void Buy_WithoutWhatIsNeeded_NamesAllThatIsMissing()
    {
        var error = Assert.Throws<DomainException>(() => Package.Buy(
            Purchase() with { Company = "", Email = " ", PaymentAccount = "" }, Make.Calendar, "caller"));
        Assert.Equal("invalid-purchase", error.Code);
        Assert.Contains("the company, the e-mail address, the paying account", error.Message, StringComparison.Ordinal);
    }

    private static PackagePurchase Purchase() => new(
        new PackageId(Id(30)),
        new OrderId(Id(2)),
        new CustomerId("c-100"),
        "Example Ltd.",
        "it@example.com",
        null,
        PackageEdition.Basic,
        null,
        false,
        PaidAt,
        new Money(858.12m),
        new Money(100m),
        PaymentChannel.Alipay,
        "pay@example.com");

    private static Package Bought() => Package.Buy(Purchase(), Make.Calendar, "caller");

    private static Package In(State state)
    {
        var package = Bought();
        PackageTrigger[] way = state switch
        {
            State.Active => [],
            State.InUse => [PackageTrigger.SwitchOver],
            State.RefundPending => [PackageTrigger.RequestRefund],
            State.Refunded => [PackageTrigger.RequestRefund, PackageTrigger.CompleteRefund],
            State.Deleted => [PackageTrigger.RequestRefund, PackageTrigger.CompleteRefund, PackageTrigger.Delete],
            State.Expired => [PackageTrigger.Expire],
            State.Released => [PackageTrigger.Expire, PackageTrigger.Release],
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        foreach (var trigger in way)
        {
            Fire(package, trigger, "www.customer.example");
        }

        return package;
    }

    // Each at a moment and with facts at which nothing but the state can refuse it.
    private static void Fire(Package package, PackageTrigger trigger, string domain = "new.customer.example")
    {
        switch (trigger)
        {
            case PackageTrigger.SwitchOver:
                package.SwitchOver(domain, "203.0.113.7", "customer", Soon);
                break;
            case PackageTrigger.SwitchBack:
                package.SwitchBack(package.Domains.Count == 0 ? domain : package.Domains[0].Name, "customer", Soon);
                break;
            case PackageTrigger.InstallCertificate:
                package.Install(Wildcard(), "customer", Wildcard().IssuedAt!.Value);
                break;
            case PackageTrigger.MarkExpiringSoon:
                package.MarkExpiringSoon("system", Soon);
                break;
            case PackageTrigger.Renew:
                package.Renew(new OrderId(Id(4)), Money.Zero, Money.Zero, Make.Calendar, "customer", Soon);
                break;
            case PackageTrigger.RequestRefund:
                var eligible = new PackageRefundAssessment(
                    PackageRefundOutcome.Eligible, "PK-4", "eligible", package.Cash, [], null, [], "");
                package.RequestRefund(eligible, "clerk", Soon, "ticket T-1");
                break;
            case PackageTrigger.ReturnFromRefund:
                package.ReturnFromRefund("system", Soon, "why");
                break;
            case PackageTrigger.CompleteRefund:
                package.CompleteRefund("system", Soon, "paid");
                break;
            case PackageTrigger.Delete:
                package.Delete("customer", Soon);
                break;
            case PackageTrigger.Expire:
                package.Expire("system", package.ExpiresAt);
                break;
            case PackageTrigger.Release:
                package.Release("system", package.ExpiresAt.AddDays(8));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>A certificate in service for every name right below customer.example.</summary>
    private static Certificate Wildcard(int id = 6)
    {
        var purchase = Make.Purchase() with { Id = new CertificateId(Id(id)) };
        var certificate = Domain.Certificates.Certificate.Buy(
            purchase with { Spec = purchase.Spec with { Wildcard = true } }, Make.Calendar, "caller");
        certificate.Submit(new CertificateApplication(["*.customer.example"], "Example Ltd."), "customer", PaidAt);
        certificate.Issue(Soon, Soon.AddYears(1), "PEM", "01", "ca", Soon);
        return certificate;
    }

    private static string? Code(Action action) => (Record.Exception(action) as DomainException)?.Code;
}
