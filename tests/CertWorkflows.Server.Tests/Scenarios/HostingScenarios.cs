using System.Net;
using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Hosting over HTTP, on both databases: a certificate is replaced before it expires, until the hosting ends.</summary>
public sealed class HostingScenarios
{
    private static readonly JsonElement NoData = JsonDocument.Parse("{}").RootElement;

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "BL-4")]
    [Trait("Rule", "BL-5")]
    [Trait("Rule", "RN-10")]
    public async Task Hosting_BeforeExpiry_ReplacesTheCertificateAndGoesOnWithTheNewOne(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.IssuedAsync();
        var hosting = await HostAsync(desk, old.Id);
        Assert.Equal((HostingState.Active, old.Id, 0), (hosting.State, hosting.CertificateId, hosting.Replacements));
        Assert.Equal((false, "already-hosted", "BL-4"), await ActionAsync(desk, old.Id, "startHosting"));
        Assert.Equal((true, null, null), await ActionAsync(desk, old.Id, "endHosting"));

        await desk.AdvanceToAsync(old.ExpiresAt!.Value.AddDays(-30).AddSeconds(-1));
        Assert.Empty((await desk.Caller.Renewals.ListAsync(new RenewalListRequest())).Items);
        await desk.AdvanceToAsync(old.ExpiresAt.Value.AddDays(-30));
        await desk.SettleAsync();
        var renewal = await RenewalAsync(desk, old.Id);
        Assert.Equal(("carried", 30, "system"), (renewal.Code, renewal.CarriedDays, renewal.RequestedBy));
        var bought = await desk.Caller.Certificates.GetAsync(renewal.NewCertificateId);
        Assert.Equal((CertificateState.Issued, "2700.00"), (bought.State, bought.Paid.Amount));
        await using var db = desk.OpenDatabase();
        Assert.Equal(["pay@customer.example"], await db.Orders.Select(o => o.PaymentAccount).Distinct().ToListAsync(Token));

        var task = Assert.Single(await InstallationsAsync(desk));
        Assert.Equal(renewal.NewCertificateId, task.Payload!.Value.GetProperty("certificateId").GetString());
        Assert.Equal($"/api/v1/certificates/{bought.Id}/pem", task.Payload.Value.GetProperty("chain").GetString());
        await desk.Caller.RunTasks.CompleteAsync(task.Id, new CompleteRunTaskRequest());
        await desk.SettleAsync(); // the program has said so; the site serves it a moment later, so that the news of the two never cross
        Assert.Equal(RenewalState.Installed, (await desk.Caller.Renewals.GetAsync(renewal.Id)).State);
        await renewals.InstallAsync(renewal);
        await desk.AdvanceAsync("P1D");
        Assert.Equal(RenewalState.Verified, (await desk.Caller.Renewals.GetAsync(renewal.Id)).State);
        var replaced = await desk.Caller.Certificates.GetAsync(old.Id);
        Assert.Equal(CertificateState.Superseded, replaced.State);
        Assert.Null(replaced.Hosting);
        hosting = (await desk.Caller.Certificates.GetAsync(bought.Id)).Hosting!;
        Assert.Equal((HostingState.Active, bought.Id, 1), (hosting.State, hosting.CertificateId, hosting.Replacements));
        Assert.Empty(await InstallationsAsync(desk));
        Assert.Empty(await Desk.InboxAsync(desk.Cora));
        Assert.Equal(
            ["Certificate hosting has begun", "Certificate issued, the hosting installs it", "Renewal complete", "Renewal received", "Your hosted certificate was replaced"],
            desk.Mails().Select(m => m.Split(" / ")[^1]).Where(m => m != "Certificate issued").Order(StringComparer.Ordinal));

        // A year later again; the customer ends it while that renewal is under way, which goes on.
        await desk.AdvanceToAsync(bought.ExpiresAt!.Value.AddDays(-30));
        var second = await RenewalAsync(desk, bought.Id);
        await desk.Caller.Certificates.EndHostingAsync(bought.Id);
        await desk.SettleAsync();
        Assert.Null((await desk.Caller.Certificates.GetAsync(bought.Id)).Hosting);
        Assert.Equal(HostingState.Ended, Assert.Single((await desk.Caller.Hostings.ListAsync(new HostingListRequest())).Items).State);
        Assert.Equal(RenewalState.Issued, (await desk.Caller.Renewals.GetAsync(second.Id)).State);
        Assert.Equal(InstanceSubStatus.Finished, (await desk.Olga.Instances.GetAsync(hosting.InstanceId!)).SubStatus);
        await Refused(HttpStatusCode.Conflict, "not-hosted", () => desk.Caller.Certificates.EndHostingAsync(bought.Id));
        Golden.Matches(await desk.StepsAsync(hosting.InstanceId!), "replaced");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-10")]
    public async Task Hosting_WhoseRenewalTheCaRefuses_CallsForHelpAndTellsTheCustomer(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.IssuedAsync();
        var hosting = await HostAsync(desk, old.Id);
        renewals.Refusal = "the company is unknown";
        await desk.AdvanceToAsync(old.ExpiresAt!.Value.AddDays(-30));
        await desk.SettleAsync();
        var task = Assert.Single(await Desk.InboxAsync(desk.Cora));
        Assert.Equal(("hosting-not-replaced", hosting.Id), (task.Kind, task.CaseId));
        Assert.Contains("the company is unknown", task.Title, StringComparison.Ordinal);
        Assert.Contains((await desk.Cora.Tasks.GetAsync(task.Id)).Facts, f => f.Name == "replacements");
        Assert.Equal(1, Troubles(desk));

        // Somebody corrects it: the task is withdrawn.
        renewals.Refusal = null;
        var renewal = await RenewalAsync(desk, old.Id);
        await desk.Caller.Renewals.ApplyAsync(renewal.Id, new SubmitApplicationRequest { Domains = ["www.customer.example"], Company = "Example Ltd" });
        await desk.SettleAsync();
        Assert.Empty(await Desk.InboxAsync(desk.Cora));
        await desk.Caller.RunTasks.CompleteAsync(Assert.Single(await InstallationsAsync(desk)).Id, new CompleteRunTaskRequest());
        await desk.SettleAsync();
        await renewals.InstallAsync(renewal);
        await desk.AdvanceAsync("P1D");
        Assert.Equal(renewal.NewCertificateId, (await desk.Caller.Certificates.GetAsync(renewal.NewCertificateId)).Hosting!.CertificateId);
        Golden.Matches(await desk.StepsAsync(hosting.InstanceId!), "ca-refused");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-9")]
    [Trait("Rule", "RN-10")]
    public async Task Hosting_WhoseReplacementIsNotServed_CallsForHelpBeforeTheOldOneExpires(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.IssuedAsync();
        var hosting = await HostAsync(desk, old.Id);
        await desk.AdvanceToAsync(old.ExpiresAt!.Value.AddDays(-30));
        await desk.SettleAsync();
        await desk.Caller.RunTasks.CompleteAsync(Assert.Single(await InstallationsAsync(desk)).Id, new CompleteRunTaskRequest()); // it says so
        await desk.SettleAsync();
        Assert.Empty(await InstallationsAsync(desk));

        await desk.AdvanceToAsync(old.ExpiresAt.Value.AddDays(-7).AddSeconds(-1));
        Assert.Empty(await Desk.InboxAsync(desk.Cora));
        await desk.AdvanceToAsync(old.ExpiresAt.Value.AddDays(-7));
        await desk.SettleAsync();
        Assert.Equal(1, Troubles(desk));
        var task = Assert.Single(await Desk.InboxAsync(desk.Cora));
        await CompleteAsync(desk.Cora, task.Id, "LookAgain"); // the program is to install it once more
        await desk.SettleAsync();
        Assert.Equal(1, Troubles(desk)); // told once
        var renewal = await RenewalAsync(desk, old.Id);
        await desk.Caller.RunTasks.CompleteAsync(Assert.Single(await InstallationsAsync(desk)).Id, new CompleteRunTaskRequest());
        await desk.SettleAsync();
        await renewals.InstallAsync(renewal);
        await desk.AdvanceAsync("P1D");
        Assert.Equal(CertificateState.Superseded, await renewals.StateOfAsync(old.Id));
        Assert.Empty(await Desk.InboxAsync(desk.Cora));
        Golden.Matches(await desk.StepsAsync(hosting.InstanceId!), "not-served");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-10")]
    public async Task Hosting_WhoseRenewalIsCancelled_DoesNotBuyAgainWithoutAPersonsWord(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.IssuedAsync();
        var hosting = await HostAsync(desk, old.Id);
        renewals.Refusal = "not now";
        await desk.AdvanceToAsync(old.ExpiresAt!.Value.AddDays(-30));
        await desk.SettleAsync();
        await desk.Caller.Renewals.CancelAsync((await RenewalAsync(desk, old.Id)).Id);
        await desk.AdvanceAsync("P2D");
        Assert.Single((await desk.Caller.Renewals.ListAsync(new RenewalListRequest())).Items);
        Assert.Equal(2, Troubles(desk)); // the refusal, and that it was given up

        await CompleteAsync(desk.Cora, Assert.Single(await Desk.InboxAsync(desk.Cora)).Id, "RenewAgain");
        await desk.SettleAsync();
        Assert.Equal(2, (await desk.Caller.Renewals.ListAsync(new RenewalListRequest())).Items.Count);
        await CompleteAsync(desk.Cora, Assert.Single(await Desk.InboxAsync(desk.Cora)).Id, "EndHosting");
        await desk.SettleAsync();
        var ended = Assert.Single((await desk.Caller.Hostings.ListAsync(new HostingListRequest { CustomerId = "c-1" })).Items);
        Assert.Equal((HostingState.Bought, null, 0), (ended.State, ended.CertificateId, ended.Replacements)); // it has replaced nothing
        Assert.Contains(desk.Mails(), m => m.Contains("Certificate hosting has ended", StringComparison.Ordinal));
        Assert.Equal(InstanceSubStatus.Finished, (await desk.Olga.Instances.GetAsync(hosting.InstanceId!)).SubStatus);
        Golden.Matches(await desk.StepsAsync(hosting.InstanceId!), "given-up");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-10")]
    public async Task Hosting_WhenTheCustomerRenewsByHand_BuysNothingAndFollowsTheNewCertificate(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.IssuedAsync();
        var hosting = await HostAsync(desk, old.Id);
        await desk.AdvanceToAsync(old.ExpiresAt!.Value.AddDays(-80));
        renewals.Busy = true; // so that hosting hears of the renewal before it hears of the new certificate, in every run
        var renewal = await renewals.RenewAsync(old.Id);
        await desk.SettleAsync();
        renewals.Busy = false;
        await desk.AdvanceAsync("PT2M");
        await renewals.InstallAsync(renewal);
        await desk.AdvanceAsync("PT13H");
        Assert.Equal(CertificateState.Superseded, await renewals.StateOfAsync(old.Id));
        hosting = (await desk.Caller.Certificates.GetAsync(renewal.NewCertificateId)).Hosting!;
        Assert.Equal((renewal.NewCertificateId, 1), (hosting.CertificateId, hosting.Replacements));
        await desk.AdvanceToAsync(old.ExpiresAt.Value.AddDays(1));
        Assert.Single((await desk.Caller.Renewals.ListAsync(new RenewalListRequest())).Items);
        Golden.Matches(await desk.StepsAsync(hosting.InstanceId!), "by-hand");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "BL-4")]
    public async Task Hosting_OfACertificateThatIsRevoked_EndsAndMayBeStartedForAnother(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var revoked = await renewals.IssuedAsync("digicert-free-dv"); // revoked at once (RV-4)
        var other = await renewals.IssuedAsync();
        var hosting = await HostAsync(desk, revoked.Id);
        await desk.Caller.Revocations.CreateAsync(
            new CreateRevocationRequest { CertificateId = revoked.Id, Reason = RevocationReason.KeyCompromise }, Desk.Key());
        await desk.SettleAsync();
        Assert.Equal(CertificateState.Revoked, await renewals.StateOfAsync(revoked.Id));
        var bought = Assert.Single((await desk.Caller.Hostings.ListAsync(new HostingListRequest { State = HostingState.Bought })).Items);
        Assert.Equal((hosting.Id, "the certificate is revoked"), (bought.Id, bought.EndReason));
        Golden.Matches(await desk.StepsAsync(hosting.InstanceId!), "revoked");

        var refused = await Refused(HttpStatusCode.UnprocessableEntity, "not-renewable", () => desk.Caller.Certificates.StartHostingAsync(revoked.Id));
        Assert.Equal("RN-8", refused.Problem.Rule);
        Assert.Equal(hosting.Id, (await desk.Caller.Certificates.StartHostingAsync(other.Id)).Hosting!.Id);

        // An operator may cancel the workflow; then nobody hosts.
        var again = (await desk.Caller.Certificates.GetAsync(other.Id)).Hosting!;
        await desk.Olga.Instances.CancelAsync(again.InstanceId!, new CancelInstanceRequest { Reason = "a mistake" });
        Assert.Null((await desk.Caller.Certificates.GetAsync(other.Id)).Hosting);
        Assert.Equal(HostingState.Bought, Assert.Single((await desk.Caller.Hostings.ListAsync(new HostingListRequest())).Items).State);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "BL-4")]
    [Trait("Rule", "RN-10")]
    public async Task Hosting_ThatIsNotBoughtForIt_IsRefusedAndNothingRenewsByItself(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var certificate = await renewals.IssuedAsync();
        var other = await renewals.IssuedAsync();
        Assert.Equal((false, "no-hosting-bought", "BL-4"), await ActionAsync(desk, certificate.Id, "startHosting"));
        var none = await Refused(HttpStatusCode.UnprocessableEntity, "no-hosting-bought", () => desk.Caller.Certificates.StartHostingAsync(certificate.Id));
        Assert.Contains("hosting-service", none.Problem.Detail, StringComparison.Ordinal);
        await desk.OrderAsync(new OrderItemDto { Product = "hosting-service" }, "c-2");
        await Refused(HttpStatusCode.UnprocessableEntity, "no-hosting-bought", () => desk.Caller.Certificates.StartHostingAsync(certificate.Id));
        await desk.OrderAsync(new OrderItemDto { Product = "hosting-service", Certificate = other.Id });
        await Refused(HttpStatusCode.UnprocessableEntity, "no-hosting-bought", () => desk.Caller.Certificates.StartHostingAsync(certificate.Id));
        await Refused(HttpStatusCode.BadRequest, "invalid-request", () => desk.Caller.Certificates.StartHostingAsync(other.Id, new StartHostingRequest { Port = 0 }));
        await Refused(HttpStatusCode.BadRequest, "invalid-request", () => desk.Caller.Certificates.StartHostingAsync(other.Id, new StartHostingRequest { Host = "*.customer.example" }));
        var key = Desk.Key();
        var hosted = await desk.Caller.Certificates.StartHostingAsync(other.Id, new StartHostingRequest { Host = "web.customer.example", Port = 8443 }, key);
        Assert.Equal(hosted.Version, (await desk.Caller.Certificates.StartHostingAsync(other.Id, new StartHostingRequest { Host = "web.customer.example", Port = 8443 }, key)).Version);
        Assert.Equal(("web.customer.example", 8443, other.Id), (hosted.Hosting!.Host, hosted.Hosting.Port, hosted.Hosting.IntendedFor));
        var stale = await Assert.ThrowsAsync<ApiException>(() => desk.Caller.Certificates.EndHostingAsync(other.Id, hosted.Version - 1));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);

        await desk.AdvanceToAsync(certificate.ExpiresAt!.Value.AddDays(-29));
        await desk.SettleAsync();
        var renewal = Assert.Single((await desk.Caller.Renewals.ListAsync(new RenewalListRequest())).Items);
        Assert.Equal(other.Id, renewal.CertificateId); // the hosted one alone
        Assert.Equal("web.customer.example", (await desk.Caller.Renewals.GetAsync(renewal.Id)).Verification.Host);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-10")]
    public async Task Hosting_OfWhatIsNotSoldAnyMore_CallsForHelpInsteadOfTryingForEver(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.IssuedAsync();
        var hosting = await HostAsync(desk, old.Id);
        await using (var db = desk.OpenDatabase())
        {
            await db.Certificates.ExecuteUpdateAsync(set => set.SetProperty(c => c.TermYears, 9), Token); // years that nobody sells
        }

        await desk.AdvanceToAsync(old.ExpiresAt!.Value.AddDays(-30));
        await desk.SettleAsync();
        var task = Assert.Single(await Desk.InboxAsync(desk.Cora));
        Assert.Contains("notBought", task.Title, StringComparison.Ordinal);
        await CompleteAsync(desk.Cora, task.Id, "LookAgain");
        await desk.SettleAsync();
        Assert.Single(await Desk.InboxAsync(desk.Cora));
        Assert.Equal(1, Troubles(desk));
        Assert.Empty((await desk.Caller.Renewals.ListAsync(new RenewalListRequest())).Items);
        await desk.Caller.Certificates.EndHostingAsync(old.Id);
        await desk.SettleAsync();
        Assert.Empty(await Desk.InboxAsync(desk.Cora));
        Golden.Matches(await desk.StepsAsync(hosting.InstanceId!), "not-bought");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-10")]
    [Trait("Rule", "RV-5")]
    public async Task Hosting_OfACertificateWhoseRevocationIsPending_RenewsOnceThatHasLapsed(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.IssuedAsync();
        var hosting = await HostAsync(desk, old.Id);
        await desk.AdvanceToAsync(old.ExpiresAt!.Value.AddDays(-31));
        await desk.Caller.Revocations.CreateAsync(
            new CreateRevocationRequest { CertificateId = old.Id, Reason = RevocationReason.CessationOfOperation }, Desk.Key());
        Assert.NotNull((await desk.Caller.Certificates.GetAsync(old.Id)).Links.Revocation);
        await desk.AdvanceAsync("P2D");
        Assert.Empty((await desk.Caller.Renewals.ListAsync(new RenewalListRequest())).Items);
        await desk.AdvanceAsync("P6D");
        await desk.SettleAsync();
        Assert.Equal(old.Id, Assert.Single((await desk.Caller.Renewals.ListAsync(new RenewalListRequest())).Items).CertificateId);
        Assert.Equal(0, Troubles(desk));
        Golden.Matches(await desk.StepsAsync(hosting.InstanceId!), "revocation-pending");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "BL-4")]
    public async Task Hosting_ThatTwoCertificatesAskForAtOnce_IsStartedForOne(DatabaseKind database)
    {
        var race = new StagedRace();
        await using var renewals = await RenewalDesk.OpenAsync(database, race);
        var desk = renewals.Desk;
        var (first, second) = (await renewals.IssuedAsync(), await renewals.IssuedAsync());
        await desk.OrderAsync(new OrderItemDto { Product = "hosting-service" });
        race.Close(StagedStore.Commit);
        var one = TryAsync(() => desk.Caller.Certificates.StartHostingAsync(first.Id));
        var two = TryAsync(() => desk.Caller.Certificates.StartHostingAsync(second.Id));
        await race.ArrivedAsync(StagedStore.Commit, 2, Token);
        race.Open(StagedStore.Commit);
        var lost = Assert.Single(new[] { await one, await two }.OfType<ApiException>());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "no-hosting-bought"), (lost.Status, lost.Problem.Code));
        Assert.Single((await desk.Caller.Hostings.ListAsync(new HostingListRequest { State = HostingState.Active })).Items);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-10")]
    public async Task Hosting_ThatIsEndedAtTheInstantOfTheRenewal_EndsAndBuysAtMostOnce(DatabaseKind database)
    {
        var race = new StagedRace();
        await using var renewals = await RenewalDesk.OpenAsync(database, race);
        var desk = renewals.Desk;
        var old = await renewals.IssuedAsync();
        var hosting = await HostAsync(desk, old.Id);
        var due = old.ExpiresAt!.Value.AddDays(-30);
        await desk.AdvanceToAsync(due.AddSeconds(-1));
        race.Close(StagedStore.Commit);
        var end = TryAsync(() => desk.Caller.Certificates.EndHostingAsync(old.Id));
        await race.ArrivedAsync(StagedStore.Commit, 1, Token);
        var advance = desk.AdvanceToAsync(due);
        await race.ArrivedAsync(StagedStore.Commit, 1, Token);
        race.Open(StagedStore.Commit);
        Assert.Null(await end);
        await advance;
        await desk.AdvanceAsync("PT15M");
        Assert.Null((await desk.Caller.Certificates.GetAsync(old.Id)).Hosting);
        Assert.Equal(HostingState.Bought, Assert.Single((await desk.Caller.Hostings.ListAsync(new HostingListRequest())).Items).State);
        Assert.Equal(InstanceSubStatus.Finished, (await desk.Olga.Instances.GetAsync(hosting.InstanceId!)).SubStatus);
        Assert.InRange((await desk.Caller.Renewals.ListAsync(new RenewalListRequest())).Items.Count, 0, 1);
        Assert.Empty(await Desk.InboxAsync(desk.Cora));
        Assert.Empty(await InstallationsAsync(desk));
    }

    private static async Task<HostingDto> HostAsync(Desk desk, string certificateId)
    {
        var order = await desk.OrderAsync(new OrderItemDto { Product = "hosting-service" });
        Assert.Equal(("270.00", HostingState.Bought), (order.Total.Amount, Assert.Single(order.Hostings).State));
        return (await desk.Caller.Certificates.StartHostingAsync(certificateId, idempotencyKey: Desk.Key())).Hosting!;
    }

    private static async Task<RenewalDto> RenewalAsync(Desk desk, string certificateId) => await desk.Caller.Renewals.GetAsync(
        (await desk.Caller.Renewals.ListAsync(new RenewalListRequest { CertificateId = certificateId })).Items.First(r => r.CertificateId == certificateId).Id);

    private static async Task<IReadOnlyList<RunTaskDto>> InstallationsAsync(Desk desk) =>
        (await desk.Caller.RunTasks.ListAsync(new RunTaskListRequest { Name = "install-certificate" })).Items;

    private static int Troubles(Desk desk) => desk.Mails().Count(m => m.Contains("not replaced yet", StringComparison.Ordinal));

    private static Task<TaskDto> CompleteAsync(CertWorkflowsClient person, string taskId, string outcome) =>
        person.Tasks.CompleteAsync(taskId, new CompleteTaskRequest { Outcome = outcome, Data = NoData });

    private static async Task<(bool Permitted, string? Code, string? Rule)> ActionAsync(Desk desk, string certificateId, string name)
    {
        var action = (await desk.Caller.Certificates.GetAsync(certificateId)).Actions.Single(a => a.Name == name);
        return (action.Permitted, action.Code, action.Rule);
    }

    private static async Task<ApiException?> TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ApiException refused)
        {
            return refused;
        }
    }

    private static async Task<ApiException> Refused(HttpStatusCode status, string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<ApiException>(call);
        Assert.Equal((status, code), (refused.Status, refused.Problem.Code));
        return refused;
    }
}
