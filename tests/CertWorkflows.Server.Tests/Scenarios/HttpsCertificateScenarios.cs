using System.Net;
using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Which certificate serves a package's site, and what happens when that expires (EX-7), over HTTP, on both databases.</summary>
[Trait("Rule", "EX-7")]
public sealed class HttpsCertificateScenarios
{
    private const string Site = "www.customer.example";

    private static readonly JsonElement NoData = JsonDocument.Parse("{}").RootElement;

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Site_WhoseCertificateExpires_GetsAFreeOneAgainAndAgain_UntilThereIsAPaidOne(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var (package, own) = await ServingAsync(renewals, [Site, "shop.customer.example"]);
        await desk.AdvanceToAsync(own.ExpiresAt!.Value);
        Golden.Matches(await desk.TraceAsync((await desk.FollowersAsync(own.Id))[0].Id), "expired");
        var served = await desk.Caller.Packages.GetAsync(package);
        var free = served.Domains.Select(d => d.CertificateId!).ToList();
        Assert.Equal(2, free.Distinct().Count()); // a free certificate takes one name
        Assert.DoesNotContain(own.Id, free);
        Assert.Equal((own.Id, own.Id), (served.CertificateId, served.ServingCertificateId));
        var first = await desk.Caller.Certificates.GetAsync(free[0]);
        Assert.Equal((CertificateState.Issued, ProductKind.FreeDv, "0.00", false), (first.State, first.Kind, first.Paid.Amount, first.Bundled));
        Assert.Equal([Site], first.Domains);
        Assert.Equal(0, await PaymentsAsync(desk));
        Assert.Equal(2, desk.Mails().Count(m => m.Contains("Free certificate installed", StringComparison.Ordinal)));
        await using (var db = desk.OpenDatabase())
        {
            var child = await db.Instances.AsNoTracking().Where(i => i.DefinitionId == "https-certificate-replacement")
                .OrderBy(i => i.CreatedAt).ThenBy(i => i.Id).FirstAsync(TestContext.Current.CancellationToken);
            Golden.Matches(await desk.TraceAsync(child.Id.ToString()), "replaced");
        }

        // The package is renewed for two years, and the free ones expire in their turn.
        await PackageExpiryScenarios.RenewAsync(desk, package);
        await PackageExpiryScenarios.RenewAsync(desk, package);
        await desk.AdvanceToAsync(first.ExpiresAt!.Value);
        var second = (await desk.Caller.Packages.GetAsync(package)).Domains.Select(d => d.CertificateId!).ToList();
        Assert.Empty(second.Intersect(free));

        var paid = await renewals.IssuedAsync("geotrust-ov", $"{Site},shop.customer.example", 2);
        var key = Desk.Key();
        var replaced = await InstallAsync(desk, package, paid.Id, key: key);
        Assert.All(replaced.Domains, d => Assert.Equal(paid.Id, d.CertificateId));
        Assert.Equal((own.Id, paid.Id, "installCertificate"), (replaced.CertificateId, replaced.ServingCertificateId, replaced.History[^1].Trigger));
        Assert.Equal(replaced.Version, (await InstallAsync(desk, package, paid.Id, key: key)).Version); // the same request again

        // A verified renewal of what serves takes its place by itself.
        await desk.AdvanceToAsync(paid.ExpiresAt!.Value.AddDays(-80));
        var renewal = await renewals.RenewAsync(paid.Id);
        await desk.SettleAsync();
        await renewals.InstallAsync(renewal);
        await desk.AdvanceAsync("P1D");
        Assert.Equal(CertificateState.Superseded, await renewals.StateOfAsync(paid.Id));
        Assert.All((await desk.Caller.Packages.GetAsync(package)).Domains, d => Assert.Equal(renewal.NewCertificateId, d.CertificateId));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Site_WhoseFreeCertificateIsRefusedOrNotAnswered_IsATaskForPeople(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var (package, own) = await ServingAsync(renewals, [Site]);
        renewals.Refusal = "the name is on a list";
        await desk.AdvanceToAsync(own.ExpiresAt!.Value);
        var refused = Assert.Single(await Desk.InboxAsync(desk.Cora));
        Assert.Contains("the name is on a list", refused.Title, StringComparison.Ordinal);
        (renewals.Refusal, renewals.Silent) = (null, true);
        await desk.Cora.Tasks.CompleteAsync(refused.Id, new CompleteTaskRequest { Outcome = "TryAgain", Data = NoData });
        await desk.SettleAsync();
        Assert.Empty(await Desk.InboxAsync(desk.Cora));
        await desk.AdvanceAsync("P1D"); // 2 March 2027 is a Tuesday
        var late = Assert.Single(await Desk.InboxAsync(desk.Cora));
        renewals.Silent = false;
        await desk.Cora.Tasks.CompleteAsync(late.Id, new CompleteTaskRequest { Outcome = "TryAgain", Data = NoData });
        await desk.SettleAsync();
        var free = Assert.Single((await desk.Caller.Packages.GetAsync(package)).Domains).CertificateId!;
        Assert.Equal(CertificateState.Issued, await renewals.StateOfAsync(free));
        Golden.Matches(await desk.TraceAsync((await desk.Cora.Tasks.GetAsync(refused.Id)).InstanceId), "refused-and-late");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Site_WhoseCertificateIsBeingRenewed_WaitsForTheRenewal_AndOneGivenUpIsLeft(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var (renewed, own) = await ServingAsync(renewals, [Site]);
        var (left, other) = await ServingAsync(renewals, ["shop.customer.example"]);
        renewals.Silent = true;
        await desk.AdvanceToAsync(own.ExpiresAt!.Value.AddDays(-3));
        await renewals.RenewAsync(own.Id);
        await desk.AdvanceToAsync(other.ExpiresAt!.Value.AddDays(3)); // a Friday, and the Monday after
        Assert.Equal(own.Id, Assert.Single((await desk.Caller.Packages.GetAsync(renewed)).Domains).CertificateId);
        var task = Assert.Single(await Desk.InboxAsync(desk.Cora), t => t.Kind == "https-certificate-late");
        await desk.Cora.Tasks.CompleteAsync(task.Id, new CompleteTaskRequest { Outcome = "GiveUp", Data = NoData });
        Assert.Equal(other.Id, Assert.Single((await desk.Caller.Packages.GetAsync(left)).Domains).CertificateId);
        var instance = (await desk.Cora.Tasks.GetAsync(task.Id)).InstanceId;
        Assert.Equal(InstanceSubStatus.Finished, (await desk.Olga.Instances.GetAsync(instance)).SubStatus);
        Golden.Matches(await desk.TraceAsync(instance), "given-up");
        await using var db = desk.OpenDatabase();
        var child = await db.Instances.AsNoTracking()
            .SingleAsync(i => i.DefinitionId == "https-certificate-replacement" && i.Id != Guid.Parse(instance), TestContext.Current.CancellationToken);
        Golden.Matches(await desk.TraceAsync(child.Id.ToString()), "not-needed");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Certificate_ThatDoesNotFit_IsNotInstalled(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var (package, own) = await ServingAsync(renewals, [Site, "shop.customer.example"]);
        var before = await desk.Caller.Packages.GetAsync(package);
        await RefusedAsync((await renewals.IssuedAsync("geotrust-dv", Site)).Id, "names-differ");
        await RefusedAsync(await desk.BuyAsync(), "not-in-service");
        var stranger = (await desk.Caller.Orders.CreateAsync(Order("geotrust-dv", "c-2"), Desk.Key())).Certificates[0].Id;
        await RefusedAsync(stranger, "wrong-customer");
        var bundle = await desk.Caller.Orders.CreateAsync(
            Order("one-click-https", "c-1") with { Items = [new OrderItemDto { Product = "one-click-https", Edition = "basic", Certificate = "geotrust-dv-wildcard" }] }, Desk.Key());
        await RefusedAsync(bundle.Certificates[0].Id, "bundled-in-package");
        var none = await Assert.ThrowsAsync<ApiException>(() => InstallAsync(desk, package, Desk.Key()));
        Assert.Equal(HttpStatusCode.NotFound, none.Status);
        var bad = await Assert.ThrowsAsync<ApiException>(() => InstallAsync(desk, package, "x"));
        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);
        var stale = await Assert.ThrowsAsync<ApiException>(() => InstallAsync(desk, package, own.Id, version: 1));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Equal(before.Version, (await desk.Caller.Packages.GetAsync(package)).Version);

        var wildcard = await renewals.IssuedAsync("geotrust-dv-wildcard", "*.customer.example");
        Assert.All((await InstallAsync(desk, package, wildcard.Id, version: before.Version)).Domains, d => Assert.Equal(wildcard.Id, d.CertificateId));
        await desk.AdvanceToAsync(before.ExpiresAt);
        var late = await Assert.ThrowsAsync<ApiException>(() => InstallAsync(desk, package, wildcard.Id));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "EX-3"), (late.Status, late.Problem.Rule));

        async Task RefusedAsync(string certificate, string code)
        {
            var refused = await Assert.ThrowsAsync<ApiException>(() => InstallAsync(desk, package, certificate));
            Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (refused.Status, refused.Problem.Code));
        }
    }

    /// <summary>A package, bought ten days after the certificate that it serves the domains with.</summary>
    internal static async Task<(string Package, CertificateDto Certificate)> ServingAsync(RenewalDesk renewals, string[] domains)
    {
        var desk = renewals.Desk;
        var certificate = await renewals.IssuedAsync("geotrust-ov", string.Join(',', domains), domains.Length);
        await desk.AdvanceAsync("P10D");
        var order = Order("one-click-https", "c-1") with { Items = [new OrderItemDto { Product = "one-click-https", Edition = "basic", Certificate = certificate.Id }] };
        var package = (await desk.Caller.Orders.CreateAsync(order, Desk.Key())).Packages[0].Id;
        foreach (var domain in domains)
        {
            await desk.Caller.Packages.AddDomainAsync(package, new AddPackageDomainRequest { Domain = domain, Origin = "203.0.113.7" });
        }

        await desk.SettleAsync();
        return (package, certificate);
    }

    private static CreateOrderRequest Order(string product, string customer) => new()
    {
        CustomerId = customer,
        Company = "Example Ltd",
        Email = "it@customer.example",
        Payment = new PaymentDto { Channel = PaymentChannel.Alipay, Account = "pay@customer.example" },
        Items = [new OrderItemDto { Product = product }],
    };

    private static Task<PackageDto> InstallAsync(Desk desk, string package, string certificate, long? version = null, string? key = null) =>
        desk.Caller.Packages.InstallCertificateAsync(package, new InstallPackageCertificateRequest { CertificateId = certificate }, version, key);

    private static async Task<int> PaymentsAsync(Desk desk)
    {
        await using var db = desk.OpenDatabase();
        return await db.Effects.CountAsync(e => e.Kind == "payment", TestContext.Current.CancellationToken);
    }
}
