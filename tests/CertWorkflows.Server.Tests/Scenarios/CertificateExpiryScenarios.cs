using System.Net;
using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using EffectState = CertWorkflows.Application.Effects.EffectState;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>A certificate's service from its order to its end, over HTTP, on both databases.</summary>
public sealed class CertificateExpiryScenarios
{
    private const string Definition = "certificate-expiry";

    /// <summary>The midnight in Shanghai after the seventh day that follows the expiry of 2 March 2027.</summary>
    private static readonly DateTimeOffset Released = new(2027, 3, 9, 16, 0, 0, TimeSpan.Zero);

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "EX-1")]
    [Trait("Rule", "EX-2")]
    [Trait("Rule", "EX-3")]
    [Trait("Rule", "EX-4")]
    [Trait("Rule", "EX-5")]
    [Trait("Rule", "RN-12")]
    public async Task Certificate_ThatNobodyRenews_IsMarkedToldExpiredKeptAndReleased(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var id = await desk.BuyAsync(mobile: "13800000000");
        await desk.SettleAsync();
        var follower = Assert.Single(await desk.FollowersAsync(id));
        Assert.Equal((Definition, InstanceSubStatus.Suspended), (follower.DefinitionId, follower.SubStatus));
        await ApplyAsync(desk, id);
        await desk.SettleAsync();

        // One row waits, and nothing else.
        var soon = Assert.Single((await desk.Olga.Deadlines.ListAsync(new DeadlineListRequest())).Items);
        var expiry = (await desk.Caller.Certificates.GetAsync(id)).ExpiresAt!.Value;
        Assert.Equal((follower.Id, expiry.AddDays(-30)), (soon.InstanceId, soon.DueAt));

        await desk.AdvanceToAsync(soon.DueAt.AddSeconds(-1));
        Assert.False((await desk.Caller.Certificates.GetAsync(id)).ExpiringSoon);
        await desk.AdvanceToAsync(soon.DueAt);
        Assert.True((await desk.Caller.Certificates.GetAsync(id)).ExpiringSoon);
        Assert.Equal(id, Assert.Single((await desk.Caller.Certificates.ListAsync(new CertificateListRequest { ExpiringSoon = true })).Items).Id);
        Assert.Empty((await desk.Caller.Certificates.ListAsync(new CertificateListRequest { ExpiringSoon = false })).Items);

        await desk.AdvanceToAsync(expiry.AddDays(-7).AddSeconds(-1));
        Assert.DoesNotContain(desk.Mails(), m => m.Contains("expires soon", StringComparison.Ordinal));
        await desk.AdvanceToAsync(expiry.AddDays(-7));
        Assert.Contains("2027-03-09", desk.Messages().Single(m => m.Subject!.Contains("expires soon", StringComparison.Ordinal)).TextBody, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(desk, "sms"));

        await desk.AdvanceToAsync(expiry.AddSeconds(-1));
        Assert.Equal(CertificateState.Issued, await renewals.StateOfAsync(id));
        await desk.AdvanceToAsync(expiry);
        var expired = await desk.Caller.Certificates.GetAsync(id);
        Assert.Equal((CertificateState.Expired, false), (expired.State, expired.ExpiringSoon));
        Assert.Equal([("apply", "EX-3"), ("revoke", "EX-3"), ("renew", "EX-4")], Rules(expired, "apply", "revoke", "renew"));
        Assert.Contains(desk.Mails(), m => m.Contains("Certificate expired", StringComparison.Ordinal));

        await desk.AdvanceToAsync(Released.AddSeconds(-1));
        Assert.True((await desk.Caller.Certificates.GetAsync(id)).Actions.Single(a => a.Name == "renew").Permitted);
        await desk.AdvanceToAsync(Released);
        var released = await desk.Caller.Certificates.GetAsync(id);
        Assert.Equal(CertificateState.Released, released.State);
        Assert.Equal([("apply", "EX-5"), ("revoke", "EX-5"), ("renew", "RN-12")], Rules(released, "apply", "revoke", "renew"));
        var late = await Assert.ThrowsAsync<ApiException>(() => renewals.RenewAsync(id));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "released", "RN-12"), (late.Status, late.Problem.Code, late.Problem.Rule));
        Assert.Contains(desk.Mails(), m => m.Contains("configuration released", StringComparison.Ordinal));
        await AssertOverAsync(desk, follower.Id);
        Golden.Matches(await desk.TraceAsync(follower.Id), "released");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RF-23")]
    [Trait("Rule", "EX-3")]
    public async Task Certificate_ThatWasNeverIssued_LapsesWithTheServiceAndLeavesNothingRunning(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var (unused, refused, silent) = (await desk.BuyAsync(), await desk.BuyAsync(), await desk.BuyAsync());
        await desk.SettleAsync();
        renewals.Refusal = "the company is unknown";
        await ApplyAsync(desk, refused);
        await desk.SettleAsync();
        (renewals.Refusal, renewals.Silent) = (null, true);
        await ApplyAsync(desk, silent);
        await desk.SettleAsync();
        var end = (await desk.Caller.Certificates.GetAsync(unused)).ServiceEndsAt;

        await desk.AdvanceToAsync(end.AddDays(-16));
        var refund = await desk.RequestRefundAsync(unused);
        await desk.AdvanceToAsync(end.AddSeconds(-1));
        Assert.Equal(CertificateState.RefundPending, await renewals.StateOfAsync(unused));
        Assert.Equal(CertificateState.UnderReview, await renewals.StateOfAsync(silent));
        await desk.AdvanceToAsync(end.AddDays(1));
        foreach (var id in new[] { unused, refused, silent })
        {
            Assert.Equal(CertificateState.Lapsed, await renewals.StateOfAsync(id));
        }

        Assert.Equal(RefundState.ExpiredBeforeDecision, (await desk.Caller.Refunds.GetAsync(refund.Id)).State);
        var submit = await Assert.ThrowsAsync<ApiException>(() => ApplyAsync(desk, refused));
        Assert.Equal(HttpStatusCode.Conflict, submit.Status);
        Assert.Empty((await desk.Olga.Instances.ListAsync(new InstanceListRequest { Status = InstanceStatus.Running })).Items);
        Assert.Empty((await desk.Olga.Deadlines.ListAsync(new DeadlineListRequest())).Items);
        Assert.Equal(2, desk.Mails().Count(m => m.Contains("order lapsed", StringComparison.Ordinal)));
        Golden.Matches(await desk.TraceAsync((await desk.FollowersAsync(refused))[0].Id), "lapsed");
        Golden.Matches(await desk.TraceAsync((await desk.FollowersAsync(silent))[0].Id), "withdrawn");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-8")]
    [Trait("Rule", "RN-12")]
    [Trait("Rule", "EX-4")]
    public async Task Certificate_ThatIsRenewed_EndsOrGoesOnWithTheNewDates(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var (early, late) = (await renewals.IssuedAsync("geotrust-dv"), await renewals.IssuedAsync("geotrust-dv"));
        var expiry = early.ExpiresAt!.Value;
        await desk.AdvanceToAsync(expiry.AddDays(-20));
        Assert.True((await desk.Caller.Certificates.GetAsync(early.Id)).ExpiringSoon);
        var renewal = await renewals.RenewAsync(early.Id);
        await desk.SettleAsync();
        await renewals.InstallAsync(renewal);
        await desk.AdvanceAsync("P1D");
        var superseded = await desk.Caller.Certificates.GetAsync(early.Id);
        Assert.Equal((CertificateState.Superseded, false), (superseded.State, superseded.ExpiringSoon));

        // The other one is renewed on the last day on which that is possible, and verified an hour later.
        await desk.AdvanceToAsync(Released.AddHours(-2));
        Assert.Equal(CertificateState.Expired, await renewals.StateOfAsync(late.Id));
        renewal = await renewals.RenewAsync(late.Id);
        await desk.SettleAsync();
        Assert.Equal(CertificateState.Issued, await renewals.StateOfAsync(late.Id)); // back in service, to the renewal's end
        await desk.AdvanceToAsync(Released.AddHours(1));
        Assert.Equal(CertificateState.Issued, await renewals.StateOfAsync(late.Id));
        var waiting = (await desk.Olga.Deadlines.ListAsync(new DeadlineListRequest())).Items.Single(d => d.CaseId == late.Id);
        Assert.Equal((await desk.Caller.Certificates.GetAsync(late.Id)).ExpiresAt!.Value.AddDays(-30), waiting.DueAt);
        Golden.Matches(await desk.TraceAsync((await desk.FollowersAsync(late.Id))[0].Id), "back-in-service");

        Assert.DoesNotContain(desk.Messages(), m => m.Subject!.Contains("released", StringComparison.Ordinal));
        var first = (await desk.FollowersAsync(early.Id))[0].Id;
        await AssertOverAsync(desk, first);
        Golden.Matches(await desk.TraceAsync(first), "superseded");
        Assert.Single(await desk.FollowersAsync(renewal.NewCertificateId)); // what a renewal buys is followed likewise
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "EX-3")]
    public async Task Certificate_WhoseRevocationIsNotConfirmed_ExpiresAllTheSame(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var certificate = await renewals.IssuedAsync("geotrust-dv");
        var expiry = certificate.ExpiresAt!.Value;
        await desk.AdvanceToAsync(expiry.AddDays(-3));
        var revocation = await desk.Caller.Revocations.CreateAsync(
            new CreateRevocationRequest { CertificateId = certificate.Id, Reason = RevocationReason.Superseded }, Desk.Key());
        await desk.AdvanceToAsync(expiry);
        Assert.Equal(RevocationState.Lapsed, (await desk.Caller.Revocations.GetAsync(revocation.Id)).State);
        Assert.Equal(CertificateState.Expired, await renewals.StateOfAsync(certificate.Id));
        await desk.AdvanceToAsync(Released);
        Assert.Equal(CertificateState.Released, await renewals.StateOfAsync(certificate.Id));
        Assert.Empty((await desk.Olga.Instances.ListAsync(new InstanceListRequest { Status = InstanceStatus.Running })).Items);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Orders_AreAnnouncedOnce_AndACertificateHasOneFollower(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var order = await desk.Caller.Orders.CreateAsync(
            new CreateOrderRequest
            {
                CustomerId = "c-1",
                Company = "Example Ltd",
                Email = "it@customer.example",
                Payment = new PaymentDto { Channel = PaymentChannel.Alipay, Account = "pay@customer.example" },
                Items = [new OrderItemDto { Product = "geotrust-dv", Quantity = 3 }, new OrderItemDto { Product = "one-click-https", Edition = "basic", Certificate = "geotrust-dv-wildcard" }],
            },
            Desk.Key());
        await desk.SettleAsync();
        Assert.Equal(["certificate-ordered", "certificate-ordered", "certificate-ordered", "certificate-ordered", "package-ordered"], await AnnouncedAsync(desk));
        foreach (var id in order.Certificates.Select(c => c.Id).Append(order.Packages[0].Id))
        {
            Assert.Single(await desk.FollowersAsync(id));
        }

        // Started by hand as well, as an operator does for what was there before: that one has nothing to do.
        var certificate = order.Certificates[0].Id;
        var second = await desk.Olga.Workflows.StartAsync(
            Definition, new StartWorkflowRequest { Input = new Dictionary<string, JsonElement> { ["CertificateId"] = JsonSerializer.SerializeToElement(certificate) } });
        Assert.Equal(InstanceSubStatus.Finished, (await desk.Olga.Instances.GetAsync(second.Id)).SubStatus);
        await desk.Olga.Instances.CancelAsync((await desk.FollowersAsync(certificate))[0].Id, new CancelInstanceRequest { Reason = "for a test" });
        var third = await desk.Olga.Workflows.StartAsync(
            Definition, new StartWorkflowRequest { Input = new Dictionary<string, JsonElement> { ["CertificateId"] = JsonSerializer.SerializeToElement(certificate) } });
        Assert.Equal(InstanceSubStatus.Suspended, (await desk.Olga.Instances.GetAsync(third.Id)).SubStatus);
        await ApplyAsync(desk, certificate);
        await desk.AdvanceAsync("PT11M");
        Assert.Contains("certificate-issued", await AnnouncedAsync(desk));
        Assert.Contains((await desk.Olga.Deadlines.ListAsync(new DeadlineListRequest { Limit = 100 })).Items, d => d.InstanceId == third.Id);
    }

    private static (string, string?)[] Rules(CertificateDto certificate, params string[] names) =>
        [.. names.Select(name => (name, certificate.Actions.Single(a => a.Name == name).Rule))];

    private static Task<CertificateDto> ApplyAsync(Desk desk, string id) => desk.Caller.Certificates.SubmitApplicationAsync(
        id, new SubmitApplicationRequest { Domains = ["www.customer.example"], Company = "Example Ltd" }, Desk.Key());

    private static async Task AssertOverAsync(Desk desk, string instanceId) =>
        Assert.Equal(InstanceSubStatus.Finished, (await desk.Olga.Instances.GetAsync(instanceId)).SubStatus);

    private static async Task<int> CountAsync(Desk desk, string kind)
    {
        await using var db = desk.OpenDatabase();
        return await db.Effects.CountAsync(e => e.Kind == kind, TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyList<string>> AnnouncedAsync(Desk desk)
    {
        await using var db = desk.OpenDatabase();
        var events = await db.Effects.AsNoTracking().Where(e => e.Kind == "event").ToListAsync(TestContext.Current.CancellationToken);
        Assert.All(events, e => Assert.Equal(EffectState.Done, e.State));
        return [.. events.Select(e => JsonDocument.Parse(e.Payload).RootElement.GetProperty("name").GetString()!).Order(StringComparer.Ordinal)];
    }
}
