using System.Net;
using CertWorkflows.Client;
using CertWorkflows.TestKit;

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
