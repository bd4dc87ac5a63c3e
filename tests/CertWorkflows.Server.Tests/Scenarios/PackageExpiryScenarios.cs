using CertWorkflows.Application.Access;
using CertWorkflows.Application.Packages;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Packages;
using CertWorkflows.TestKit;
using Microsoft.Extensions.DependencyInjection;
using ClientState = CertWorkflows.Client.PackageState;
using Outcome = CertWorkflows.Domain.Packages.PackageRefundOutcome;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>A package's service from its order to its end, on both databases.</summary>
public sealed class PackageExpiryScenarios
{
    /// <summary>A year after the desk's start, and the midnight in Shanghai that ends the days of grace.</summary>
    private static readonly DateTimeOffset Expiry = Desk.Start.AddYears(1);

    private static readonly DateTimeOffset Released = new(2027, 3, 9, 16, 0, 0, TimeSpan.Zero);

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "EX-1")]
    [Trait("Rule", "EX-2")]
    [Trait("Rule", "EX-5")]
    [Trait("Rule", "EX-6")]
    public async Task Packages_AtTheirEnd_LapseSilentlyUnusedAndWithWarningsInUse(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var (unused, used) = (await BuyAsync(desk), await BuyAsync(desk));
        await desk.Caller.Packages.AddDomainAsync(used, new AddPackageDomainRequest { Domain = "www.customer.example", Origin = "203.0.113.7" });
        await desk.SettleAsync();
        Assert.Equal(2, (await desk.Olga.Deadlines.ListAsync(new DeadlineListRequest())).Items.Count);

        await desk.AdvanceToAsync(Expiry.AddDays(-30).AddSeconds(-1));
        Assert.Empty((await desk.Caller.Packages.ListAsync(new PackageListRequest { ExpiringSoon = true })).Items);
        await desk.AdvanceToAsync(Expiry.AddDays(-30));
        Assert.Equal(2, (await desk.Caller.Packages.ListAsync(new PackageListRequest { ExpiringSoon = true })).Items.Count);
        Assert.Empty(desk.Mails());
        await desk.AdvanceToAsync(Expiry.AddDays(-7));
        Assert.Contains("www.customer.example", Assert.Single(desk.Messages()).TextBody, StringComparison.Ordinal);

        await desk.AdvanceToAsync(Expiry.AddSeconds(-1));
        Assert.Equal((ClientState.Active, ClientState.InUse), (await StateAsync(desk, unused), await StateAsync(desk, used)));
        await desk.AdvanceToAsync(Expiry);
        Assert.Equal((ClientState.Expired, ClientState.Expired), (await StateAsync(desk, unused), await StateAsync(desk, used)));
        Assert.Empty((await desk.Caller.Packages.ListAsync(new PackageListRequest { ExpiringSoon = true })).Items);
        await desk.AdvanceToAsync(Released.AddSeconds(-1));
        Assert.Single((await desk.Caller.Packages.GetAsync(used)).Domains);
        await desk.AdvanceToAsync(Released);
        Assert.Equal((ClientState.Released, ClientState.Released), (await StateAsync(desk, unused), await StateAsync(desk, used)));
        Assert.Empty((await desk.Caller.Packages.GetAsync(used)).Domains);
        Assert.Equal(3, desk.Mails().Count); // all of them to the one in use
        Assert.Empty((await desk.Olga.Instances.ListAsync(new InstanceListRequest { Status = InstanceStatus.Running })).Items);
        Golden.Matches(await desk.TraceAsync((await desk.FollowersAsync(unused))[0].Id), "unused");
        Golden.Matches(await desk.TraceAsync((await desk.FollowersAsync(used))[0].Id), "in-use");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "EX-4")]
    [Trait("Rule", "EX-6")]
    public async Task Package_ThatIsRenewed_GoesOnWithTheNewDates(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var (early, warned, late) = (await BuyAsync(desk), await BuyAsync(desk), await BuyAsync(desk));
        await desk.AdvanceToAsync(Expiry.AddDays(-40));
        await RenewAsync(desk, early);
        await desk.AdvanceToAsync(Expiry.AddDays(-20));
        var marked = (await desk.Caller.Packages.ListAsync(new PackageListRequest { ExpiringSoon = true })).Items.Select(p => p.Id).ToHashSet();
        Assert.True(marked.SetEquals([warned, late]));
        await RenewAsync(desk, warned);
        Assert.False((await desk.Caller.Packages.GetAsync(warned)).ExpiringSoon);
        await desk.AdvanceToAsync(Released.AddHours(-1));
        Assert.Equal(ClientState.Expired, await StateAsync(desk, late));
        await RenewAsync(desk, late);
        await desk.AdvanceToAsync(Released.AddHours(1));
        foreach (var (id, name) in new[] { (early, "renewed-early"), (warned, "renewed-marked"), (late, "renewed-late") })
        {
            Assert.Equal(ClientState.Active, await StateAsync(desk, id));
            var waiting = (await desk.Olga.Deadlines.ListAsync(new DeadlineListRequest())).Items.Single(d => d.CaseId == id);
            Assert.Equal(Expiry.AddYears(1).AddDays(-30), waiting.DueAt);
            Golden.Matches(await desk.TraceAsync((await desk.FollowersAsync(id))[0].Id), name);
        }

        Assert.Empty(desk.Mails());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "EX-3")]
    public async Task Package_WhoseRefundPendsAtTheExpiry_ExpiresWhenItEndsWithoutMoney(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var (returned, refunded) = (await BuyAsync(desk), await BuyAsync(desk));
        await desk.AdvanceToAsync(Expiry.AddHours(-1));
        foreach (var id in new[] { returned, refunded })
        {
            await ChangeAsync(desk, id, (package, now) => package.RequestRefund(
                new PackageRefundAssessment(Outcome.Eligible, "PK-4", "eligible", package.Cash, [], null, [], "for a test"), "test", now, "ticket 1"));
        }

        await desk.AdvanceToAsync(Expiry.AddHours(1));
        Assert.Equal(ClientState.RefundPending, await StateAsync(desk, returned));
        await ChangeAsync(desk, returned, (package, now) => package.ReturnFromRefund("test", now, "refused"));
        await ChangeAsync(desk, refunded, (package, now) => package.CompleteRefund("test", now, "paid"));
        Assert.Equal(ClientState.Expired, await StateAsync(desk, returned));
        await desk.AdvanceToAsync(Released);
        Assert.Equal((ClientState.Released, ClientState.Refunded), (await StateAsync(desk, returned), await StateAsync(desk, refunded)));
        Assert.Empty((await desk.Olga.Instances.ListAsync(new InstanceListRequest { Status = InstanceStatus.Running })).Items);
        Golden.Matches(await desk.TraceAsync((await desk.FollowersAsync(returned))[0].Id), "refund-returned");
        Golden.Matches(await desk.TraceAsync((await desk.FollowersAsync(refunded))[0].Id), "refunded");
    }

    private static async Task<string> BuyAsync(Desk desk) =>
        Assert.Single((await desk.OrderAsync(new OrderItemDto { Product = "one-click-https", Edition = "basic" })).Packages).Id;

    private static async Task<ClientState> StateAsync(Desk desk, string id) => (await desk.Caller.Packages.GetAsync(id)).State;

    internal static Task<PackageDto> RenewAsync(Desk desk, string id) =>
        desk.Caller.Packages.RenewAsync(id, new RenewPackageRequest(), idempotencyKey: Desk.Key());

    private static Task<Package> ChangeAsync(Desk desk, string id, Action<Package, DateTimeOffset> verb) =>
        desk.Services.GetRequiredService<PackageService>().ChangeAsync(
            PackageId.Parse(id), null, (_, package, now) => verb(package, now), (_, _) => Task.FromResult<StoredAnswer?>(null), TestContext.Current.CancellationToken);
}
