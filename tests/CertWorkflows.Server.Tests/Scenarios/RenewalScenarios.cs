using System.Net;
using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Renewals from the request to the verified site, over HTTP, on both databases.</summary>
public sealed class RenewalScenarios
{
    private static readonly JsonElement NoData = JsonDocument.Parse("{}").RootElement;

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-3")]
    [Trait("Rule", "RN-8")]
    [Trait("Rule", "RN-9")]
    public async Task Renewal_WhenInstalled_CarriesTheDaysAndSupersedesOnlyAfterTheSiteWasSeen(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(6);
        var renewal = await renewals.RenewAsync(old.Id);
        Assert.Equal((RenewalState.UnderReview, "RN-3", "carried", 6), (renewal.State, renewal.Rule, renewal.Code, renewal.CarriedDays));
        Assert.Contains("3 to 10 business days", renewal.Advice, StringComparison.Ordinal);
        var bought = await desk.Caller.Certificates.GetAsync(renewal.NewCertificateId);
        Assert.NotEqual(old.OrderId, bought.OrderId);
        Assert.Equal(old.Domains, bought.Domains);
        Assert.Equal("2700.00", bought.Paid.Amount);

        await desk.SettleAsync();
        renewal = await desk.Caller.Renewals.GetAsync(renewal.Id);
        bought = await desk.Caller.Certificates.GetAsync(renewal.NewCertificateId);
        Assert.Equal((RenewalState.Issued, CertificateState.Issued), (renewal.State, bought.State));
        Assert.Equal(bought.IssuedAt!.Value.AddYears(1).AddDays(6), bought.ExpiresAt); // 1 March: 2028 has a leap day on the way
        Assert.False(renewal.ExpiryDiffers);
        Assert.Equal(old.ExpiresAt, DateTimeOffset.Parse(renewals.Applications[^1]["carryFrom"]!.GetValue<string>(), null));

        // The site still serves the old one: nothing is superseded, however often one looks.
        await desk.AdvanceAsync("PT12H");
        renewal = await desk.Caller.Renewals.GetAsync(renewal.Id);
        Assert.Equal((RenewalState.Issued, false), (renewal.State, renewal.Verification.Seen));
        Assert.Contains("valid from", renewal.Verification.Problem, StringComparison.Ordinal);
        Assert.Equal(CertificateState.Issued, await renewals.StateOfAsync(old.Id));

        await renewals.InstallAsync(renewal);
        await desk.AdvanceAsync("PT12H");
        renewal = await desk.Caller.Renewals.GetAsync(renewal.Id);
        Assert.Equal((RenewalState.Verified, true), (renewal.State, renewal.Verification.Seen));
        Assert.Equal(CertificateState.Superseded, await renewals.StateOfAsync(old.Id));
        Assert.Equal(["order", "apply", "startReview", "issue", "install", "verify"], renewal.History.Select(h => h.Trigger));
        Assert.Equal("www.customer.example", renewals.Looks[0]["serverName"]!.GetValue<string>());
        Assert.Equal(["Renewal received", "please install it", "Renewal complete"], Told(desk));
        Assert.Empty(await desk.DeadlinesAsync());
        Assert.Equal(InstanceSubStatus.Finished, (await desk.Olga.Instances.GetAsync(renewal.InstanceId)).SubStatus);
        Golden.Matches(await desk.TraceAsync(renewal.InstanceId), "verified");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-9")]
    public async Task Renewal_WhenTheCustomerSaysItIsInstalled_IsLookedAtAtOnce(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(20);
        var renewal = await renewals.RenewAsync(old.Id);
        await Refused(HttpStatusCode.Conflict, "not-installable", () => desk.Caller.Renewals.InstalledAsync(renewal.Id));
        await desk.SettleAsync();

        // Said too early: the site does not serve it yet.
        Assert.Equal(RenewalState.Installed, (await desk.Caller.Renewals.InstalledAsync(renewal.Id)).State);
        await desk.SettleAsync();
        Assert.Equal(RenewalState.Installed, (await desk.Caller.Renewals.GetAsync(renewal.Id)).State);
        Assert.Equal(CertificateState.Issued, await renewals.StateOfAsync(old.Id));

        await renewals.InstallAsync(renewal);
        await desk.Caller.Renewals.InstalledAsync(renewal.Id);
        await desk.SettleAsync();
        Assert.Equal(RenewalState.Verified, (await desk.Caller.Renewals.GetAsync(renewal.Id)).State);
        Assert.Equal(CertificateState.Superseded, await renewals.StateOfAsync(old.Id));
        Golden.Matches(await desk.TraceAsync(renewal.InstanceId), "told");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-2")]
    [Trait("Rule", "RN-4")]
    public async Task Renewal_OfAnotherKind_IsANewPurchaseAndTheCustomerIsTold(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(30);
        var renewal = await renewals.RenewAsync(old.Id, new RenewalChangesDto { Product = "geotrust-ev", Company = "Example Holding Ltd" });
        Assert.Equal((RenewalKind.NewPurchase, "RN-4", "mismatch", 0), (renewal.Kind, renewal.Rule, renewal.Code, renewal.CarriedDays));
        Assert.Equal(["validation", "company"], renewal.Mismatch);
        await desk.SettleAsync();
        Assert.Null(renewals.Applications[^1]["carryFrom"]);
        var bought = await desk.Caller.Certificates.GetAsync(renewal.NewCertificateId);
        Assert.Equal(bought.IssuedAt!.Value.AddYears(1), bought.ExpiresAt);
        Assert.Contains(await TextsAsync(desk), text => text.Contains("new purchase", StringComparison.Ordinal) && text.Contains("validation, company", StringComparison.Ordinal));
        Assert.Contains(await TextsAsync(desk), text => text.Contains("EV is issued in 2 business days at best", StringComparison.Ordinal));

        await renewals.InstallAsync(renewal);
        await desk.AdvanceAsync("PT12H");
        Assert.Equal(RenewalState.Verified, (await desk.Caller.Renewals.GetAsync(renewal.Id)).State);
        Assert.Equal(CertificateState.Issued, await renewals.StateOfAsync(old.Id)); // nobody took its place
        Golden.Matches(await desk.TraceAsync(renewal.InstanceId), "mismatch");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-1")]
    [Trait("Rule", "RN-10")]
    [Trait("Rule", "RN-12")]
    public async Task Renewal_OutsideItsWindow_IsRefusedWithTheRuleAndBuysNothing(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(91);
        var early = await Refused(HttpStatusCode.UnprocessableEntity, "too-early", () => renewals.RenewAsync(old.Id));
        Assert.Equal("RN-1", early.Problem.Rule);
        Assert.Equal((false, "RN-1", "too-early"), await ActionAsync(desk, old.Id));

        await desk.AdvanceAsync("P1D");
        Assert.Equal((true, null, null), await ActionAsync(desk, old.Id));
        await desk.AdvanceToAsync(old.ExpiresAt!.Value.AddDays(8));
        var late = await Refused(HttpStatusCode.UnprocessableEntity, "released", () => renewals.RenewAsync(old.Id));
        Assert.Equal("RN-12", late.Problem.Rule);
        Assert.Equal((false, "RN-12", "released"), await ActionAsync(desk, old.Id));
        Assert.Empty((await desk.Caller.Renewals.ListAsync(new RenewalListRequest())).Items);
        await using var db = desk.OpenDatabase(); // and nothing was renewed by itself (RN-10)
        Assert.Equal(1, await db.Orders.CountAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-12")]
    [Trait("Rule", "EX-4")]
    public async Task Renewal_WithinSevenDaysAfterExpiry_PutsTheOldOneBackInServiceAndCarriesNothing(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(-7);
        var renewal = await renewals.RenewAsync(old.Id);
        Assert.Equal((RenewalKind.Renewal, "RN-12", "expired-renewal", 0), (renewal.Kind, renewal.Rule, renewal.Code, renewal.CarriedDays));
        Assert.Equal(CertificateState.Expired, await renewals.StateOfAsync(old.Id));
        await desk.SettleAsync();
        Assert.Equal(CertificateState.Issued, await renewals.StateOfAsync(old.Id));
        Assert.Null(renewals.Applications[^1]["carryFrom"]);

        await renewals.InstallAsync(renewal);
        await desk.AdvanceAsync("PT12H");
        Assert.Equal(CertificateState.Superseded, await renewals.StateOfAsync(old.Id));
        Golden.Matches(await desk.TraceAsync(renewal.InstanceId), "expired");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Renewal_WhenTheCaRefuses_TakesACorrectedApplicationOrIsGivenUp(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(30);
        renewals.Refusal = "the company is unknown";
        var renewal = await renewals.RenewAsync(old.Id);
        await Refused(HttpStatusCode.Conflict, "not-applicable", () => desk.Caller.Renewals.ApplyAsync(renewal.Id, Corrected("www.customer.example")));
        await desk.SettleAsync();
        renewal = await desk.Caller.Renewals.GetAsync(renewal.Id);
        Assert.Equal(RenewalState.Ordered, renewal.State);
        Assert.Equal(CertificateState.ReviewFailed, await renewals.StateOfAsync(renewal.NewCertificateId));
        await Refused(HttpStatusCode.BadRequest, "invalid-application", () => desk.Caller.Renewals.ApplyAsync(renewal.Id, Corrected("co.uk")));

        // Nor is it applied for beside the renewal.
        await Refused(HttpStatusCode.Conflict, "renewal-in-progress", () => desk.Caller.Certificates.SubmitApplicationAsync(
            renewal.NewCertificateId, Corrected("www.customer.example"), Desk.Key()));
        var apply = (await desk.Caller.Certificates.GetAsync(renewal.NewCertificateId)).Actions.Single(a => a.Name == "apply");
        Assert.Equal((false, "renewal-in-progress"), (apply.Permitted, apply.Code));

        // The CA refuses a second time, then signs.
        Assert.Equal(RenewalState.UnderReview, (await desk.Caller.Renewals.ApplyAsync(renewal.Id, Corrected("shop.customer.example"))).State);
        await desk.SettleAsync();
        Assert.Equal(RenewalState.Ordered, (await desk.Caller.Renewals.GetAsync(renewal.Id)).State);
        renewals.Refusal = null;
        await desk.Caller.Renewals.ApplyAsync(renewal.Id, Corrected("shop.customer.example"));
        await desk.SettleAsync();
        renewal = await desk.Caller.Renewals.GetAsync(renewal.Id);
        Assert.Equal((RenewalState.Issued, "shop.customer.example"), (renewal.State, Assert.Single(renewal.Domains)));
        Golden.Matches(await desk.TraceAsync(renewal.InstanceId), "corrected");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-11")]
    public async Task Renewal_WhenTheCustomerCancelsAfterARefusal_LeavesTheOldOneInService(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(30);
        renewals.Refusal = "the company is unknown";
        var renewal = await renewals.RenewAsync(old.Id);
        await desk.SettleAsync();
        var bought = await desk.Caller.Certificates.GetAsync(renewal.NewCertificateId);
        Assert.Equal((CertificateState.ReviewFailed, $"/api/v1/renewals/{renewal.Id}"), (bought.State, bought.Links.Renewal));
        await RefusedRefundAsync(desk, renewal);
        Assert.Equal(RenewalState.Cancelled, (await desk.Caller.Renewals.CancelAsync(renewal.Id)).State);
        await desk.SettleAsync();
        Assert.Equal(CertificateState.ReviewFailed, await renewals.StateOfAsync(renewal.NewCertificateId));
        Assert.Equal(CertificateState.Issued, await renewals.StateOfAsync(old.Id));
        Assert.Equal(InstanceSubStatus.Finished, (await desk.Olga.Instances.GetAsync(renewal.InstanceId)).SubStatus);
        Golden.Matches(await desk.TraceAsync(renewal.InstanceId), "given-up");
        Assert.Equal(("RF-7", "2700.00"), await RefundAsync(desk, renewal));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-11")]
    public async Task Renewal_BoughtWithTheWrongKind_IsCancelledAndRefundedLikeAnyOrder(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(30);
        var renewal = await renewals.RenewAsync(old.Id, new RenewalChangesDto { Product = "geotrust-ev" });
        await Refused(HttpStatusCode.Conflict, "renewal-in-progress", () => renewals.RenewAsync(old.Id));
        await RefusedRefundAsync(desk, renewal);
        Assert.Equal((false, null, "renewal-in-progress"), await ActionAsync(desk, old.Id));
        Assert.Equal(RenewalState.Cancelled, (await desk.Caller.Renewals.CancelAsync(renewal.Id)).State);
        await Refused(HttpStatusCode.Conflict, "not-cancellable", () => desk.Caller.Renewals.CancelAsync(renewal.Id));
        Assert.Equal(CertificateState.Paid, await renewals.StateOfAsync(renewal.NewCertificateId));

        var refund = await desk.Caller.Refunds.CreateAsync(
            new CreateRefundRequest { CertificateId = renewal.NewCertificateId, Reason = RefundReason.RenewedWrongKind }, Desk.Key());
        await desk.SettleAsync();
        refund = await desk.Caller.Refunds.GetAsync(refund.Id);
        Assert.Equal(("RF-7", RefundState.Paid, "5400.00"), (refund.Rule, refund.State, refund.Refund.Amount));
        Assert.DoesNotContain(renewals.Applications, a => a["certificateId"]!.GetValue<string>() == renewal.NewCertificateId); // withdrawn before it was sent
        Golden.Matches(await desk.TraceAsync(renewal.InstanceId), "cancelled");

        // Then the right kind can be bought.
        Assert.Equal("carried", (await renewals.RenewAsync(old.Id)).Code);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-9")]
    public async Task Renewal_ThatIsNeverInstalled_RemindsAndIsGivenToCustomerCare(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(80);
        var renewal = await renewals.RenewAsync(old.Id);
        await desk.SettleAsync();
        renewals.Served = null;
        await desk.AdvanceAsync("P7D");
        Assert.Contains("unreachable", (await desk.Caller.Renewals.GetAsync(renewal.Id)).Verification.Problem, StringComparison.Ordinal);
        var reminders = Told(desk).Count(subject => subject.Contains("install the renewed", StringComparison.Ordinal));
        Assert.InRange(reminders, 1, 2); // every third business day
        Assert.Empty(await Desk.InboxAsync(desk.Carl));

        await desk.AdvanceAsync("P23D");
        var task = Assert.Single(await Desk.InboxAsync(desk.Carl));
        Assert.Equal((renewal.Id, "renewal-not-installed"), (task.CaseId, task.Kind));
        var facts = (await desk.Carl.Tasks.GetAsync(task.Id)).Facts;
        Assert.Contains(facts, f => f is { Name: "lookProblem", Rule: "RN-9" });
        await CompleteAsync(desk.Carl, task.Id, "LookAgain");

        // Looks again for another month, then it is closed; the old one was never superseded.
        await desk.AdvanceAsync("P31D");
        task = Assert.Single(await Desk.InboxAsync(desk.Carl));
        await CompleteAsync(desk.Carl, task.Id, "Close");
        renewal = await desk.Caller.Renewals.GetAsync(renewal.Id);
        Assert.Equal(RenewalState.Cancelled, renewal.State);
        Assert.Equal(CertificateState.Issued, await renewals.StateOfAsync(renewal.NewCertificateId));
        Assert.NotEqual(CertificateState.Superseded, await renewals.StateOfAsync(old.Id));
        Assert.Equal(InstanceSubStatus.Finished, (await desk.Olga.Instances.GetAsync(renewal.InstanceId)).SubStatus);
        Assert.Empty(await desk.DeadlinesAsync());
        Golden.Matches(await desk.TraceSinceAsync(renewal.InstanceId, "care Started"), "closed");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-9")]
    public async Task Renewal_ThatCustomerCareHelpsToInstall_IsVerifiedAfterAll(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(80);
        var renewal = await renewals.RenewAsync(old.Id);
        await desk.SettleAsync();
        await desk.AdvanceAsync("P30D");
        await renewals.InstallAsync(renewal);
        await CompleteAsync(desk.Carl, Assert.Single(await Desk.InboxAsync(desk.Carl)).Id, "LookAgain");
        await desk.AdvanceAsync("PT12H");
        Assert.Equal(RenewalState.Verified, (await desk.Caller.Renewals.GetAsync(renewal.Id)).State);
        Assert.Equal(CertificateState.Superseded, await renewals.StateOfAsync(old.Id));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-7")]
    public async Task Renewal_WithAGiftOfTheCa_IsValidSoManyDaysLonger(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(10);
        renewals.BonusDays = 31;
        var renewal = await renewals.RenewAsync(old.Id);
        await desk.SettleAsync();
        renewal = await desk.Caller.Renewals.GetAsync(renewal.Id);
        Assert.Equal((10, 31, false), (renewal.CarriedDays, renewal.BonusDays, renewal.ExpiryDiffers));
        var bought = await desk.Caller.Certificates.GetAsync(renewal.NewCertificateId);
        Assert.Equal((bought.IssuedAt!.Value.AddYears(1).AddDays(10 + 31), renewal.ExpiresAt), (bought.ExpiresAt!.Value, bought.ExpiresAt.Value));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-7")]
    public async Task Renewal_WithMoreDaysThanTheCaMayGive_IsAnIncidentAndNotIssued(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(10);
        renewals.BonusDays = 32;
        var renewal = await renewals.RenewAsync(old.Id);
        await desk.SettleAsync();
        Assert.Equal(RenewalState.UnderReview, (await desk.Caller.Renewals.GetAsync(renewal.Id)).State);
        Assert.Equal(CertificateState.UnderReview, await renewals.StateOfAsync(renewal.NewCertificateId));
        Assert.Equal(InstanceSubStatus.Faulted, (await desk.Olga.Instances.GetAsync(renewal.InstanceId)).SubStatus);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-3")]
    public async Task Renewal_ThatTheCaMiscounts_RaisesATaskAndGoesOn(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(10);
        renewals.Miscounted = -3;
        var renewal = await renewals.RenewAsync(old.Id);
        await desk.SettleAsync();
        Assert.True((await desk.Caller.Renewals.GetAsync(renewal.Id)).ExpiryDiffers);
        await renewals.InstallAsync(renewal);
        await desk.AdvanceAsync("PT12H");
        Assert.Equal(RenewalState.Verified, (await desk.Caller.Renewals.GetAsync(renewal.Id)).State);
        await using var db = desk.OpenDatabase();
        Assert.Equal("renewal-expiry", (await db.Tasks.SingleAsync(TestContext.Current.CancellationToken)).Kind);
        Golden.Matches(await desk.TraceAsync(renewal.InstanceId), "miscounted");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-5")]
    public async Task Renewal_OfABarredProduct_CarriesNothing(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var old = await renewals.ExpiringAsync(30, "digicert-free-dv");
        var renewal = await renewals.RenewAsync(old.Id);
        Assert.Equal((RenewalKind.Renewal, "RN-5", "not-carried"), (renewal.Kind, renewal.Rule, renewal.Code));
        await renewals.Desk.SettleAsync();
        Assert.Null(renewals.Applications[^1]["carryFrom"]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RN-6")]
    public async Task Order_OfTheSameCertificateWithoutARenewal_CarriesNothing(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        await renewals.ExpiringAsync(30);
        var plain = await renewals.IssuedAsync();
        Assert.Null(renewals.Applications[^1]["carryFrom"]);
        Assert.Equal(plain.IssuedAt!.Value.AddYears(1), plain.ExpiresAt);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Renewal_WhoseInstanceAnOperatorCancels_IsCancelledWithItsApplication(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var old = await renewals.ExpiringAsync(30);
        var renewal = await renewals.RenewAsync(old.Id);
        await desk.Olga.Instances.CancelAsync(renewal.InstanceId, new CancelInstanceRequest { Reason = "a mistake" });
        Assert.Equal(RenewalState.Cancelled, (await desk.Caller.Renewals.GetAsync(renewal.Id)).State);
        Assert.Equal(CertificateState.Paid, await renewals.StateOfAsync(renewal.NewCertificateId));
        Assert.Equal("carried", (await renewals.RenewAsync(old.Id)).Code);
    }

    /// <summary>RN-11: what a renewal bought is refunded after the renewal was cancelled, and the answer says so.</summary>
    private static async Task RefusedRefundAsync(Desk desk, RenewalDto renewal)
    {
        var refused = await Refused(HttpStatusCode.Conflict, "renewal-in-progress", () => RefundAsync(desk, renewal));
        Assert.Equal(renewal.Id, refused.Problem.RenewalId);
        Assert.Contains("cancel it", refused.Problem.Detail, StringComparison.Ordinal);
        var action = (await desk.Caller.Certificates.GetAsync(renewal.NewCertificateId)).Actions.Single(a => a.Name == "refund");
        Assert.Equal((false, "RN-11", "renewal-in-progress"), (action.Permitted, action.Rule, action.Code));
    }

    private static async Task<(string? Rule, string Amount)> RefundAsync(Desk desk, RenewalDto renewal)
    {
        var refund = await desk.Caller.Refunds.CreateAsync(
            new CreateRefundRequest { CertificateId = renewal.NewCertificateId, Reason = RefundReason.RenewedWrongKind }, Desk.Key());
        await desk.SettleAsync();
        refund = await desk.Caller.Refunds.GetAsync(refund.Id);
        Assert.Equal(RefundState.Paid, refund.State);
        return (refund.Rule, refund.Refund.Amount);
    }

    private static SubmitApplicationRequest Corrected(string domain) => new() { Domains = [domain], Company = "Example Ltd" };

    private static IReadOnlyList<string> Told(Desk desk) =>
        [.. desk.Mails().Where(m => !m.Contains("Certificate issued", StringComparison.Ordinal) || m.Contains("install", StringComparison.Ordinal))
            .Where(m => !m.Contains("expires soon", StringComparison.Ordinal)) // the old one does, and is followed besides
            .Select(m => m.Split(" / ")[^1]).Select(m => m.Replace("Certificate issued, ", "", StringComparison.Ordinal))];

    private static async Task<IReadOnlyList<string>> TextsAsync(Desk desk)
    {
        await using var db = desk.OpenDatabase();
        return await db.Effects.Where(e => e.Kind == "mail").Select(e => e.Payload).ToListAsync(TestContext.Current.CancellationToken);
    }

    private static Task<TaskDto> CompleteAsync(CertWorkflowsClient person, string taskId, string outcome) =>
        person.Tasks.CompleteAsync(taskId, new CompleteTaskRequest { Outcome = outcome, Data = NoData });

    private static async Task<ApiException> Refused(HttpStatusCode status, string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<ApiException>(call);
        Assert.Equal((status, code), (refused.Status, refused.Problem.Code));
        return refused;
    }

    private static async Task<(bool Permitted, string? Rule, string? Code)> ActionAsync(Desk desk, string certificateId)
    {
        var action = (await desk.Caller.Certificates.GetAsync(certificateId)).Actions.Single(a => a.Name == "renew");
        return (action.Permitted, action.Rule, action.Code);
    }
}
