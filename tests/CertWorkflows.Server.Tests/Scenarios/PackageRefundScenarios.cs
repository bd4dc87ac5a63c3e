using System.Net;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Refunds of one-click HTTPS packages from the ticket to the end (section 6), over HTTP, on both databases.</summary>
public sealed class PackageRefundScenarios
{
    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "PK-1")]
    [Trait("Rule", "PK-2")]
    [Trait("Rule", "PK-4")]
    public async Task Refund_OfAnUnusedPackage_IsAskedForByTicketPaidAndThePackageDeleted(DatabaseKind database)
    {
        await using var it = await PackageRefundDesk.OpenAsync(database);
        var package = await it.BuyAsync(voucher: "58.12");
        var late = await it.BuyAsync();
        var noTicket = await it.RefusedAsync(package, ticket: null);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "ticket-required", "PK-2"), (noTicket.Status, noTicket.Problem.Code, noTicket.Problem.Rule));
        Assert.Equal(HttpStatusCode.BadRequest, (await it.RefusedAsync(package, new string('7', 101))).Status);
        Assert.Empty((await it.Desk.Caller.PackageRefunds.ListAsync(new PackageRefundListRequest())).Items);

        await it.Desk.AdvanceToAsync(new DateTimeOffset(2026, 3, 7, 15, 59, 59, TimeSpan.Zero)); // the last second of the fifth day in Shanghai
        var key = Desk.Key();
        var request = new CreatePackageRefundRequest { PackageId = package.Id, Ticket = "T-7", Comment = "We moved." };
        var refund = await it.Desk.Caller.PackageRefunds.CreateAsync(request, key);
        Assert.Equal(refund.Id, (await it.Desk.Caller.PackageRefunds.CreateAsync(request, key)).Id);
        Assert.Equal((PackageRefundState.UnderReview, "PK-4", "900.00", "T-7"), (refund.State, refund.Rule, refund.Refund.Amount, refund.Ticket));
        Assert.Empty(refund.WaitingFor);
        Assert.Equal((PackageState.RefundPending, new DateTimeOffset(2026, 3, 13, 15, 59, 59, TimeSpan.Zero)), (refund.PackageState, refund.PayBy)); // PK-1: 5 business days
        var twice = await it.RefusedAsync(package);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "refund-in-progress"), (twice.Status, twice.Problem.Code));
        await it.Desk.AdvanceAsync("PT1S");
        var closed = await it.RefusedAsync(late);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "window-closed", "PK-1"), (closed.Status, closed.Problem.Code, closed.Problem.Rule));
        Assert.Equal((false, "PK-1"), Action(await it.PackageAsync(late), "refund"));

        var task = await it.Desk.Rita.Tasks.GetAsync((await PackageRefundDesk.TaskAsync(it.Desk.Rita, refund.Id)).Id);
        Assert.Equal(("PK-4", "package-refund-review", refund.PayBy), (task.Rule!.Id, task.Kind, task.DueAt));
        Assert.Equal(["T-7", "basic", "refundPending"], Facts(task, "ticket", "edition", "packageState"));
        Assert.Equal($"/api/v1/package-refunds/{refund.Id}", task.Links.Case);
        await it.DecideAsync(it.Desk.Rita, refund.Id, "Approve");
        var paid = await it.GetAsync(refund);
        Assert.Equal((PackageRefundState.Paid, PackageState.Refunded, "pay@customer.example"), (paid.State, paid.PackageState, paid.Payment!.Account));
        Assert.Equal(["submit", "startReview", "approve", "pay"], paid.History.Select(h => h.Trigger));
        Assert.Equal("already-refunded", (await it.RefusedAsync(package)).Problem.Code);

        await it.Desk.Olga.Events.SendAsync("package-deleted", new SendEventRequest()); // says so, and deletes nothing
        Assert.Equal(InstanceStatus.Running, (await it.Desk.Olga.Instances.GetAsync(refund.InstanceId)).Status);
        var refunded = await it.PackageAsync(package);
        Assert.Equal((true, refund.Id), (refunded.Actions.Single(a => a.Name == "delete").Permitted, refunded.RefundId));
        var stale = await Assert.ThrowsAsync<ApiException>(() => it.Desk.Caller.Packages.DeleteAsync(package.Id, expectedVersion: 1));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        key = Desk.Key();
        var deleted = await it.Desk.Caller.Packages.DeleteAsync(package.Id, refunded.Version, key);
        Assert.Equal(deleted.Version, (await it.Desk.Caller.Packages.DeleteAsync(package.Id, refunded.Version, key)).Version);
        Assert.Equal((PackageState.Deleted, "delete"), (deleted.State, deleted.History[^1].Trigger));
        await it.Desk.SettleAsync();
        Assert.Equal(InstanceSubStatus.Finished, (await it.Desk.Olga.Instances.GetAsync(refund.InstanceId)).SubStatus);
        Assert.Empty(await it.Desk.DeadlinesAsync());
        Golden.Matches(await it.TraceAsync(refund), "paid");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "PK-3")]
    public async Task Refund_OfAPackageInUse_WaitsForItsDomainsFiveBusinessDays(DatabaseKind database)
    {
        await using var it = await PackageRefundDesk.OpenAsync(database);
        var (quick, slow, undecided) = (await it.BuyAsync(), await it.BuyAsync(), await it.BuyAsync());
        foreach (var package in new[] { quick, slow, undecided })
        {
            await it.SwitchOverAsync(package);
        }

        var (first, second, third) = (await it.RequestAsync(quick), await it.RequestAsync(slow), await it.RequestAsync(undecided));
        Assert.Equal((PackageRefundState.Waiting, "usage-stopped", PackageState.InUse), (first.State, Assert.Single(first.WaitingFor), first.PackageState));
        Assert.Equal("refund-in-progress", (await it.RefusedAsync(quick)).Problem.Code);
        var refused = await Assert.ThrowsAsync<ApiException>(() => it.SwitchOverAsync(quick, "shop.customer.example"));
        Assert.Equal(("refund-in-progress", "PK-3"), (refused.Problem.Code, refused.Problem.Rule));
        Assert.Equal((false, "PK-3"), Action(await it.PackageAsync(quick), "switchOver"));

        await it.Desk.AdvanceAsync("P1D");
        Assert.Equal(3, it.Desk.Mails().Count(m => m.Contains("Reminder", StringComparison.Ordinal)));
        await it.Desk.Caller.Packages.SwitchBackAsync(quick.Id, "www.customer.example");
        await it.Desk.SettleAsync();
        Assert.Equal(PackageRefundState.UnderReview, (await it.GetAsync(first)).State);
        await it.DecideAsync(it.Desk.Rita, first.Id, "Reject");
        var rejected = await it.GetAsync(first);
        Assert.Equal((PackageRefundState.Rejected, "The site was served for days.", PackageState.Active), (rejected.State, rejected.DecisionReason, rejected.PackageState));
        await it.SwitchOverAsync(quick);
        Golden.Matches(await it.TraceAsync(first), "switched-back-and-rejected");

        Assert.Equal(PackageRefundState.Cancelled, (await it.Desk.Caller.PackageRefunds.CancelAsync(third.Id, third.Version)).State);
        var over = await Assert.ThrowsAsync<ApiException>(() => it.Desk.Caller.PackageRefunds.CancelAsync(third.Id));
        Assert.Equal((HttpStatusCode.Conflict, "not-cancellable"), (over.Status, over.Problem.Code));
        Golden.Matches(await it.TraceAsync(third), "cancelled");

        // Asked on a Monday: the fifth business day after it is the next Monday.
        await it.Desk.AdvanceToAsync(second.OpenedAt.AddDays(7).AddSeconds(-1));
        Assert.Equal(PackageRefundState.Waiting, (await it.GetAsync(second)).State);
        await it.Desk.AdvanceAsync("PT1S");
        var closed = await it.GetAsync(second);
        Assert.Equal((PackageRefundState.StillInUse, PackageState.InUse), (closed.State, closed.PackageState));
        Assert.Contains("still in use", it.Desk.Mails()[^1], StringComparison.Ordinal);
        Assert.Empty(await it.Desk.DeadlinesAsync());
        Golden.Matches(await it.TraceAsync(second), "still-in-use");
        Assert.Equal(second.Id, Assert.Single((await it.Desk.Caller.PackageRefunds.ListAsync(
            new PackageRefundListRequest { PackageId = slow.Id, State = PackageRefundState.StillInUse, Overdue = false })).Items).Id);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "PK-1")]
    [Trait("Rule", "PK-4")]
    public async Task Refund_AboveTheConfiguredAmount_NeedsTwoReviewersAndTheDeskDeletesThePackage(DatabaseKind database)
    {
        await using var it = await PackageRefundDesk.OpenAsync(database);
        var dear = await it.RequestAsync(await it.BuyAsync(edition: "enterprise"));
        var unpayable = await it.RequestAsync(await it.BuyAsync(account: "account-closed@customer.example"));
        var forgotten = await it.RequestAsync(await it.BuyAsync());
        var given = await it.BuyAsync(voucher: "958.12");
        var costless = await it.RequestAsync(given);
        await it.DecideAsync(it.Desk.Rita, costless.Id, "Approve"); // nothing was paid in cash: nothing goes back, and nobody is asked to pay it
        var settled = await it.GetAsync(costless);
        Assert.Equal((PackageRefundState.Paid, "0.00", null), (settled.State, settled.Refund.Amount, settled.Payment));
        await it.DeleteAsync(given);

        await it.DecideAsync(it.Desk.Rita, dear.Id, "Approve");
        Assert.Equal(PackageRefundState.UnderReview, (await it.GetAsync(dear)).State);
        var same = await Assert.ThrowsAsync<ApiException>(() => it.DecideAsync(it.Desk.Rita, dear.Id, "Approve"));
        Assert.Equal((HttpStatusCode.Forbidden, "separation-of-duties"), (same.Status, same.Problem.Code));
        await it.DecideAsync(it.Desk.Rolf, dear.Id, "Approve");
        Assert.Equal((PackageRefundState.Paid, "9581.25"), ((await it.GetAsync(dear)).State, dear.Refund.Amount));

        await it.DecideAsync(it.Desk.Rita, unpayable.Id, "Approve");
        Assert.Equal(PackageRefundState.PaymentFailed, (await it.GetAsync(unpayable)).State);
        await it.DecideAsync(it.Desk.Olga, unpayable.Id, "Retry");
        await using (var db = it.Desk.OpenDatabase())
        {
            var keys = await db.Effects.Where(e => e.Kind == "payment" && e.IdempotencyKey.Contains(unpayable.Id)).Select(e => e.IdempotencyKey).ToListAsync(Token);
            Assert.Equal(2, keys.Distinct().Count());
        }

        Golden.Matches(await it.TraceAsync(unpayable), "payment-failed");

        await it.Desk.AdvanceAsync("P2D");
        Assert.Single(it.Desk.Mails(), m => m.Contains("delete the refunded package", StringComparison.Ordinal));
        await it.Desk.AdvanceAsync("P5D");
        await it.DecideAsync(it.Desk.Carl, dear.Id, "Delete");
        var deleted = await it.GetAsync(dear);
        Assert.Equal((PackageState.Deleted, "deletePackage"), (deleted.PackageState, deleted.History[^1].Trigger));
        Golden.Matches(await it.TraceAsync(dear), "deleted-by-the-desk");

        await it.Desk.AdvanceAsync("PT1S"); // 5 business days after the requests
        Assert.True((await PackageRefundDesk.TaskAsync(it.Desk.Susan, forgotten.Id)).Overdue);
        var overdue = (await it.Desk.Caller.PackageRefunds.ListAsync(new PackageRefundListRequest { Overdue = true })).Items;
        Assert.Equal([forgotten.Id, unpayable.Id], overdue.Select(r => r.Id));

        await it.Desk.AdvanceToAsync(Desk.Start.AddYears(1));
        var expired = await it.GetAsync(forgotten);
        Assert.Equal((PackageRefundState.Expired, PackageState.Expired), (expired.State, expired.PackageState));
        Golden.Matches(await it.TraceAsync(forgotten), "expired");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "PK-5")]
    [Trait("Rule", "PK-8")]
    [Trait("Rule", "RF-2")]
    [Trait("Rule", "RF-6")]
    public async Task Refund_WithAnUnissuedCertificate_IsFollowedByTheCertificates(DatabaseKind database)
    {
        await using var it = await PackageRefundDesk.OpenAsync(database);
        var (idle, applied) = (await it.BuyAsync(PackageRefundDesk.WithCertificate), await it.BuyAsync(PackageRefundDesk.WithCertificate));
        await it.ApplyAsync(applied);
        var (first, second) = (await it.RequestAsync(idle), await it.RequestAsync(applied));
        Assert.Equal((PackageRefundState.UnderReview, "PK-5"), (first.State, first.Rule));
        Assert.Equal((PackageRefundState.Waiting, "application-decided"), (second.State, Assert.Single(second.WaitingFor)));
        var apply = await Assert.ThrowsAsync<ApiException>(() => it.ApplyAsync(idle));
        Assert.Equal(("refund-in-progress", "PK-5"), (apply.Problem.Code, apply.Problem.Rule));
        var own = await Assert.ThrowsAsync<ApiException>(() => it.Desk.RequestRefundAsync(idle.CertificateId!));
        Assert.Equal("RF-2", own.Problem.Rule);

        await it.Desk.Caller.Certificates.WithdrawApplicationAsync(applied.CertificateId!);
        await it.Desk.SettleAsync();
        Assert.Equal(PackageRefundState.UnderReview, (await it.GetAsync(second)).State);
        await it.DecideAsync(it.Desk.Rita, first.Id, "Approve");
        own = await Assert.ThrowsAsync<ApiException>(() => it.Desk.RequestRefundAsync(idle.CertificateId!)); // PK-8: the package is deleted first
        Assert.Equal("RF-2", own.Problem.Rule);
        await it.DeleteAsync(idle);
        var followed = await it.GetAsync(first);
        var refund = await it.Desk.Caller.Refunds.GetAsync(followed.CertificateRefundId!);
        Assert.Equal((RefundState.Paid, "RF-7", RequestChannel.Ticket, "caller"), (refund.State, refund.Rule, refund.Channel, refund.RequestedBy));
        Assert.Equal($"/api/v1/refunds/{refund.Id}", followed.Links.CertificateRefund);
        Assert.Equal(CertificateState.Refunded, await it.CertificateOfAsync(idle));
        Golden.Matches(await it.TraceAsync(first), "unissued");

        await it.Desk.AdvanceAsync("P6D");
        await it.DecideAsync(it.Desk.Rita, second.Id, "Approve");
        await it.DeleteAsync(applied);
        followed = await it.GetAsync(second);
        refund = await it.Desk.Caller.Refunds.GetAsync(followed.CertificateRefundId!);
        Assert.Equal((RefundState.UnderReview, "RF-8"), (refund.State, refund.Rule));
        await it.DecideAsync(it.Desk.Rolf, refund.Id, "Reject");
        var certificate = await it.Desk.Caller.Certificates.GetAsync(applied.CertificateId!);
        Assert.Equal((CertificateState.Paid, PackageState.Deleted, PackageRefundState.Paid), (certificate.State, certificate.Package!.State, certificate.Package.RefundState));
        Golden.Matches(await it.TraceAsync(second), "application-withdrawn");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "PK-6")]
    [Trait("Rule", "PK-8")]
    [Trait("Rule", "RV-3")]
    [Trait("Rule", "RF-10")]
    public async Task Refund_WithAnIssuedCertificate_RevokesItAndRefundsBoth(DatabaseKind database)
    {
        await using var it = await PackageRefundDesk.OpenAsync(database);
        var package = await it.BuyIssuedAsync();
        var alone = await Assert.ThrowsAsync<ApiException>(() => it.RevokeAsync(package));
        Assert.Equal(("bundled-in-package", "RV-3"), (alone.Problem.Code, alone.Problem.Rule));

        var refund = await it.RequestAsync(package);
        Assert.Equal((PackageRefundState.Waiting, "PK-6", "revocation"), (refund.State, refund.Rule, Assert.Single(refund.WaitingFor)));
        Assert.Equal(CertificateState.RevocationPending, await it.CertificateOfAsync(package));
        var revocation = Assert.Single((await it.Desk.Caller.Revocations.ListAsync(new RevocationListRequest())).Items);
        Assert.Equal("caller", (await it.Desk.Caller.Revocations.GetAsync(revocation.Id)).RequestedBy);
        await it.ConfirmAsync(Assert.Single(it.Links()));
        Assert.Equal(CertificateState.Revoked, await it.CertificateOfAsync(package));
        Assert.Contains("Your package's refund goes on", it.Desk.Messages()[^1].TextBody, StringComparison.Ordinal);
        Assert.Equal(PackageRefundState.UnderReview, (await it.GetAsync(refund)).State);

        await it.DecideAsync(it.Desk.Rita, refund.Id, "Approve");
        await it.DeleteAsync(package);
        var followed = await it.GetAsync(refund);
        var ofCertificate = await it.Desk.Caller.Refunds.GetAsync(followed.CertificateRefundId!);
        Assert.Equal((RefundState.UnderReview, "RF-10"), (ofCertificate.State, ofCertificate.Rule));
        await it.DecideAsync(it.Desk.Rita, ofCertificate.Id, "Approve");
        Assert.Equal(CertificateState.Refunded, await it.CertificateOfAsync(package));
        await using var db = it.Desk.OpenDatabase();
        Assert.Equal(2, await db.Effects.CountAsync(e => e.Kind == "payment", Token));
        Golden.Matches(await it.TraceAsync(refund), "revoked");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "PK-7")]
    [Trait("Rule", "RV-3")]
    [Trait("Rule", "RV-5")]
    public async Task Refund_WhenTheRevocationLapses_CanBeSavedUntilTheThirtiethDay(DatabaseKind database)
    {
        await using var it = await PackageRefundDesk.OpenAsync(database);
        var (saved, kept) = (await it.BuyIssuedAsync(), await it.BuyIssuedAsync());
        var (first, second) = (await it.RequestAsync(saved), await it.RequestAsync(kept));
        await it.Desk.AdvanceAsync("P8D");
        Assert.Equal(CertificateState.Issued, await it.CertificateOfAsync(saved));
        Assert.Equal(PackageRefundState.Waiting, (await it.GetAsync(first)).State);
        Assert.Equal(2, it.Desk.Messages().Count(m => m.TextBody!.Contains("ask for its revocation again by 2026-04-01", StringComparison.Ordinal)));

        // On the last day: the link works until midnight in Shanghai only.
        var end = new DateTimeOffset(2026, 4, 1, 16, 0, 0, TimeSpan.Zero);
        await it.Desk.AdvanceToAsync(end.AddHours(-2));
        var known = it.Links().Count;
        var again = await it.RevokeAsync(saved);
        await it.Desk.SettleAsync();
        Assert.Equal(end, (await it.Desk.Caller.Revocations.GetAsync(again.Id)).ConfirmBy);
        await it.ConfirmAsync(Assert.Single(it.Links(known)));
        await it.Desk.AdvanceToAsync(end.AddSeconds(-1));
        Assert.Equal(PackageRefundState.UnderReview, (await it.GetAsync(first)).State);
        Golden.Matches(await it.TraceAsync(first), "revoked-on-the-last-day");

        Assert.Equal(PackageRefundState.Waiting, (await it.GetAsync(second)).State);
        await it.Desk.AdvanceToAsync(end);
        var closed = await it.GetAsync(second);
        Assert.Equal((PackageRefundState.BundledCertificateKept, PackageState.Active), (closed.State, closed.PackageState));
        Assert.Equal(CertificateState.Issued, await it.CertificateOfAsync(kept));
        Assert.Equal("RV-3", (await Assert.ThrowsAsync<ApiException>(() => it.RevokeAsync(kept))).Problem.Rule);
        Golden.Matches(await it.TraceAsync(second), "certificate-kept");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "PK-3")]
    public async Task Refund_WhenItRacesWithItsPackage_HasOneOutcome(DatabaseKind database)
    {
        var race = new StagedRace();
        await using var it = await PackageRefundDesk.OpenAsync(database, race);
        var (package, used) = (await it.BuyAsync(), await it.BuyAsync());
        await it.SwitchOverAsync(used);
        var waiting = await it.RequestAsync(used);

        // Three at once about one package: two requests and a domain.
        race.Close(StagedStore.Commit);
        Task<ApiException?>[] calls = [TryAsync(() => CreateAsync(it, package)), TryAsync(() => CreateAsync(it, package)), TryAsync(() => it.SwitchOverAsync(package))];
        await race.ArrivedAsync(StagedStore.Commit, 3, Token);
        race.Open(StagedStore.Commit);
        var errors = await Task.WhenAll(calls);
        await it.Desk.SettleAsync();
        var refund = Assert.Single((await it.Desk.Caller.PackageRefunds.ListAsync(new PackageRefundListRequest { PackageId = package.Id })).Items);
        Assert.Single(errors.Take(2), error => error?.Problem.Code == "refund-in-progress");
        Assert.Equal(errors[2] is null ? PackageRefundState.Waiting : PackageRefundState.UnderReview, refund.State);
        Assert.Equal(errors[2] is null ? PackageState.InUse : PackageState.RefundPending, await it.StateOfAsync(package));

        // The last domain is switched back at the very instant at which the time for it is over.
        var limit = waiting.OpenedAt.AddDays(7);
        await it.Desk.AdvanceToAsync(limit.AddSeconds(-1));
        race.Close(StagedStore.Commit);
        var back = it.Desk.Caller.Packages.SwitchBackAsync(used.Id, "www.customer.example");
        await race.ArrivedAsync(StagedStore.Commit, 1, Token);
        var advance = it.Desk.AdvanceToAsync(limit);
        await race.ArrivedAsync(StagedStore.Commit, 1, Token);
        race.Open(StagedStore.Commit);
        await back;
        await advance;
        await it.Desk.SettleAsync();
        var ended = await it.GetAsync(waiting);
        Assert.Contains((ended.State, ended.PackageState), new[]
        {
            (PackageRefundState.StillInUse, PackageState.Active), (PackageRefundState.UnderReview, PackageState.RefundPending),
        });
    }

    private static Task<PackageRefundDto> CreateAsync(PackageRefundDesk it, PackageSummaryDto package) => it.Desk.Caller.PackageRefunds.CreateAsync(
        new CreatePackageRefundRequest { PackageId = package.Id, Ticket = "T-7" }, Desk.Key());

    private static async Task<ApiException?> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ApiException error)
        {
            return error;
        }
    }

    private static (bool Permitted, string? Rule) Action(PackageDto package, string name)
    {
        var action = package.Actions.Single(a => a.Name == name);
        return (action.Permitted, action.Rule);
    }

    private static IEnumerable<string?> Facts(TaskDto task, params string[] names) =>
        names.Select(name => task.Facts.Single(fact => fact.Name == name).Value?.GetString());
}
