using System.Net;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>One-click HTTPS packages over HTTP: bought, put to use and out of use, on both databases.</summary>
public sealed class PackageScenarios
{
    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "BL-2")]
    [Trait("Rule", "RV-3")]
    public async Task Package_WithABundledCertificate_IsBoughtForAYearAndKnowsItsCertificate(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var order = await OrderAsync(desk, "geotrust-dv-wildcard", voucher: "223.81");
        Assert.Equal(["one-click-https", "geotrust-dv-wildcard"], order.Lines.Select(l => l.Product));
        Assert.Equal(("2238.12", "2014.31"), (order.Total.Amount, order.Paid.Amount));
        var (bought, certificate) = (Assert.Single(order.Packages), Assert.Single(order.Certificates));
        Assert.Equal((certificate.Id, true, PackageState.Active), (bought.CertificateId, bought.CertificateBundled, bought.State));
        Assert.True(certificate.Bundled);

        var package = await desk.Caller.Packages.GetAsync(bought.Id);
        Assert.Equal((Desk.Start.AddYears(1), "862.31", "95.81"), (package.ExpiresAt, package.Paid.Amount, package.Voucher.Amount));
        Assert.Equal("buy", Assert.Single(package.History).Trigger);
        var revoke = (await desk.Caller.Certificates.GetAsync(certificate.Id)).Actions.Single(a => a.Name == "revoke");
        Assert.Equal((false, "RV-3"), (revoke.Permitted, revoke.Rule));
        var refund = await Assert.ThrowsAsync<ApiException>(() => desk.RequestRefundAsync(certificate.Id));
        Assert.Equal("RF-2", refund.Problem.Rule);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "PK-3")]
    public async Task Package_WhenDomainsAreSwitchedOverAndBack_IsInUseUntilTheLast(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var id = Assert.Single((await OrderAsync(desk, null)).Packages).Id;
        var key = Desk.Key();
        var first = await AddAsync(desk, id, "www.customer.example", version: 1, key);
        Assert.Equal((PackageState.InUse, 2), (first.State, first.Version));
        Assert.Equal(2, (await AddAsync(desk, id, "www.customer.example", version: 1, key)).Version); // the same request again
        var stale = await Assert.ThrowsAsync<ApiException>(() => AddAsync(desk, id, "shop.customer.example", version: 1));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        var twice = await Assert.ThrowsAsync<ApiException>(() => AddAsync(desk, id, "WWW.customer.example"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "domain-in-use"), (twice.Status, twice.Problem.Code));
        var wrong = await Assert.ThrowsAsync<ApiException>(() => AddAsync(desk, id, "*.customer.example"));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid-domain"), (wrong.Status, wrong.Problem.Code));
        await AddAsync(desk, id, "shop.customer.example");
        Assert.Equal(id, Assert.Single((await desk.Caller.Packages.ListAsync(new PackageListRequest { CustomerId = "c-1", State = PackageState.InUse })).Items).Id);

        var back = await desk.Caller.Packages.SwitchBackAsync(id, "www.customer.example", 3);
        Assert.Equal((PackageState.InUse, "shop.customer.example"), (back.State, Assert.Single(back.Domains).Domain));
        var unknown = await Assert.ThrowsAsync<ApiException>(() => desk.Caller.Packages.SwitchBackAsync(id, "www.customer.example"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "unknown-domain"), (unknown.Status, unknown.Problem.Code));
        back = await desk.Caller.Packages.SwitchBackAsync(id, "shop.customer.example");
        Assert.Equal((PackageState.Active, 0), (back.State, back.Domains.Count));
        Assert.Equal(["buy", "switchOver", "switchOver", "switchBack", "switchBack"], back.History.Select(h => h.Trigger));
        Assert.Empty((await desk.Caller.Packages.ListAsync(new PackageListRequest { State = PackageState.InUse })).Items);
        var idle = await Assert.ThrowsAsync<ApiException>(() => desk.Caller.Packages.SwitchBackAsync(id, "shop.customer.example"));
        Assert.Equal((HttpStatusCode.Conflict, "illegal-transition"), (idle.Status, idle.Problem.Code));

        await desk.AdvanceAsync("P366D");
        var late = await Assert.ThrowsAsync<ApiException>(() => AddAsync(desk, id, "www.customer.example"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "EX-3"), (late.Status, late.Problem.Rule));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "BL-2")]
    public async Task Package_WithACertificateThatTheCustomerHas_ServesWithIt(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var certificate = await desk.BuyAsync();
        var package = Assert.Single((await OrderAsync(desk, certificate)).Packages);
        Assert.Equal((certificate, false), (package.CertificateId, package.CertificateBundled));

        var stranger = await Assert.ThrowsAsync<ApiException>(() => OrderAsync(desk, certificate, customer: "c-2"));
        Assert.Equal(HttpStatusCode.BadRequest, stranger.Status);
        var notBundled = await Assert.ThrowsAsync<ApiException>(() => OrderAsync(desk, "geotrust-dv"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "not-a-package-certificate", "BL-2"), (notBundled.Status, notBundled.Problem.Code, notBundled.Problem.Rule));
        var edition = await Assert.ThrowsAsync<ApiException>(() => OrderAsync(desk, null, edition: "Basic"));
        Assert.Equal(HttpStatusCode.BadRequest, edition.Status);
        var years = await Assert.ThrowsAsync<ApiException>(() => OrderAsync(desk, null, years: 2));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "BL-2"), (years.Status, years.Problem.Rule));
        Assert.Single((await desk.Caller.Packages.ListAsync(new PackageListRequest())).Items);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "EX-4")]
    [Trait("Rule", "EX-5")]
    [Trait("Rule", "EX-6")]
    public async Task Package_WhenRenewedAndUpgraded_IsPaidByOrdersLikeAnyOther(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var certificate = await desk.BuyAsync();
        var id = Assert.Single((await OrderAsync(desk, certificate)).Packages).Id;
        await AddAsync(desk, id, "www.customer.example");
        var key = Desk.Key();
        var voucher = new MoneyDto { Amount = "58.12", Currency = "CNY" };
        var renewed = await desk.Caller.Packages.RenewAsync(id, new RenewPackageRequest { Voucher = voucher }, 2, key);
        Assert.Equal(renewed.Version, (await desk.Caller.Packages.RenewAsync(id, new RenewPackageRequest { Voucher = voucher }, 2, key)).Version);
        Assert.Equal((Desk.Start.AddYears(2), PackageState.InUse), (renewed.ExpiresAt, renewed.State));
        Assert.Equal(("1858.12", "58.12", "renew"), (renewed.Paid.Amount, renewed.Voucher.Amount, renewed.History[^1].Trigger));
        var stale = await Assert.ThrowsAsync<ApiException>(() => desk.Caller.Packages.RenewAsync(id, new RenewPackageRequest(), 2));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        var generous = await Assert.ThrowsAsync<ApiException>(
            () => desk.Caller.Packages.RenewAsync(id, new RenewPackageRequest { Voucher = voucher with { Amount = "958.13" } }));
        Assert.Equal("voucher-exceeds-total", generous.Problem.Code);

        var same = await Assert.ThrowsAsync<ApiException>(() => UpgradeAsync(desk, id, PackageEdition.Basic));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "same-edition", "EX-6"), (same.Status, same.Problem.Code, same.Problem.Rule));
        var upgraded = await UpgradeAsync(desk, id, PackageEdition.Professional);
        Assert.Equal((PackageEdition.Professional, PackageState.Active, certificate, false), (upgraded.Edition, upgraded.State, upgraded.CertificateId, upgraded.CertificateBundled));
        Assert.Equal(("2874.37", Desk.Start.AddYears(1)), (upgraded.Paid.Amount, upgraded.ExpiresAt));
        Assert.Equal((PackageState.InUse, renewed.Version), ((await desk.Caller.Packages.GetAsync(id)).State, renewed.Version));
        await using (var db = desk.OpenDatabase())
        {
            var totals = await db.Orders.OrderBy(o => o.Id).Select(o => o.Total).ToListAsync(TestContext.Current.CancellationToken);
            Assert.Equal([958.12m, 958.12m, 2874.37m], totals.Skip(1));
        }

        await desk.AdvanceToAsync(upgraded.ExpiresAt.AddDays(7)); // EX-4: the last day of grace
        Assert.True((await desk.Caller.Packages.GetAsync(upgraded.Id)).Actions.Single(a => a.Name == "renew").Permitted);
        Assert.Equal(Desk.Start.AddYears(2), (await desk.Caller.Packages.RenewAsync(upgraded.Id, new RenewPackageRequest())).ExpiresAt);
        await desk.AdvanceToAsync(renewed.ExpiresAt.AddDays(8));
        var late = await Assert.ThrowsAsync<ApiException>(() => desk.Caller.Packages.RenewAsync(id, new RenewPackageRequest()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "released", "EX-5"), (late.Status, late.Problem.Code, late.Problem.Rule));
        var actions = (await desk.Caller.Packages.GetAsync(id)).Actions;
        Assert.Equal("EX-5", actions.Single(a => a.Name == "renew").Rule);
        Assert.All((await desk.Rita.Packages.GetAsync(id)).Actions, action => Assert.False(action.Permitted));
        var undeletable = await Assert.ThrowsAsync<ApiException>(() => desk.Caller.Packages.DeleteAsync(id));
        Assert.Equal((HttpStatusCode.Conflict, "illegal-transition"), (undeletable.Status, undeletable.Problem.Code));
    }

    private static Task<PackageDto> UpgradeAsync(Desk desk, string id, PackageEdition edition) =>
        desk.Caller.Packages.UpgradeAsync(id, new UpgradePackageRequest { Edition = edition }, idempotencyKey: Desk.Key());

    private static Task<PackageDto> AddAsync(Desk desk, string id, string domain, long? version = null, string? key = null) =>
        desk.Caller.Packages.AddDomainAsync(id, new AddPackageDomainRequest { Domain = domain, Origin = "203.0.113.7" }, version, key);

    private static Task<OrderDto> OrderAsync(
        Desk desk, string? certificate, string customer = "c-1", string edition = "basic", int years = 1, string? voucher = null) =>
        desk.Caller.Orders.CreateAsync(
            new CreateOrderRequest
            {
                CustomerId = customer,
                Company = "Example Ltd",
                Email = "it@customer.example",
                Payment = new PaymentDto { Channel = PaymentChannel.Alipay, Account = "pay@customer.example" },
                Items = [new OrderItemDto { Product = "one-click-https", Edition = edition, Years = years, Certificate = certificate }],
                Voucher = voucher is null ? null : new MoneyDto { Amount = voucher, Currency = "CNY" },
            },
            Desk.Key());
}
