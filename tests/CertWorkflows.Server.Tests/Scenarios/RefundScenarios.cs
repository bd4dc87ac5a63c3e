using System.Net;
using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>The refund desk from the order to the money, over HTTP, on both databases.</summary>
[Trait("Rule", "RF-8")]
public sealed class RefundScenarios
{
    private static readonly JsonElement NoData = JsonDocument.Parse("{}").RootElement;
    private static readonly JsonElement Reason = JsonDocument.Parse("""{"reason":"The certificate was used for weeks."}""").RootElement;

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Refund_WhenApproved_IsPaidOnceAndEverythingIsWrittenDown(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var refund = await desk.RefundUnderReviewAsync();
        Assert.Equal(RefundState.UnderReview, refund.State);
        Assert.Equal("RF-8", refund.Rule);
        Assert.Equal(CertificateState.RefundPending, (await desk.Caller.Certificates.GetAsync(refund.CertificateId)).State);

        var task = Assert.Single(await Desk.InboxAsync(desk.Rita));
        Assert.Equal(refund.Id, task.CaseId);
        Assert.Empty(await Desk.InboxAsync(desk.Carl));
        await desk.Rita.Tasks.ClaimAsync(task.Id);
        var completed = await CompleteAsync(desk.Rita, task.Id, "Approve", NoData);
        Assert.Equal("rita", completed.Result!.CompletedBy.Username);
        await desk.SettleAsync();

        refund = await desk.Caller.Refunds.GetAsync(refund.Id);
        Assert.Equal(RefundState.Paid, refund.State);
        Assert.Equal(CertificateState.Refunded, (await desk.Caller.Certificates.GetAsync(refund.CertificateId)).State);
        Assert.Equal(["submit", "startReview", "approve", "pay"], refund.History.Select(h => h.Trigger));
        Assert.Equal(1, await PaymentsAsync(desk));
        Assert.Contains(desk.Mails(), m => m.Contains("Refund paid", StringComparison.Ordinal));

        var instance = await desk.Olga.Instances.GetAsync(refund.InstanceId);
        Assert.Equal(InstanceSubStatus.Finished, instance.SubStatus);
        var journal = (await desk.Olga.Instances.GetJournalAsync(refund.InstanceId, new JournalRequest { Limit = 200 })).Items;
        Assert.Equal(Enumerable.Range(0, journal.Count).Select(i => (long)i), journal.Select(e => e.Sequence));
        Assert.Contains(journal, e => e is { ActivityId: "pay", Event: "Completed" });
        Assert.Empty(await desk.DeadlinesAsync());
        Golden.Matches(await desk.TraceAsync(refund.InstanceId), "approved");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RF-7")]
    public async Task Refund_WithinFiveDays_IsPaidWithoutAnybody(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var certificate = await desk.BuyAsync();
        await desk.AdvanceAsync("P5D");
        var refund = await desk.RequestRefundAsync(certificate);
        Assert.Equal(RefundOutcome.Automatic, refund.Outcome);
        await desk.SettleAsync();
        Assert.Equal(RefundState.Paid, (await desk.Caller.Refunds.GetAsync(refund.Id)).State);
        Assert.Empty(await Desk.InboxAsync(desk.Rita));
        Golden.Matches(await desk.TraceAsync(refund.InstanceId), "automatic");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RF-24")]
    public async Task Refund_WhenTheCustomerCancels_ReturnsTheCertificateAndWithdrawsTheTask(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var refund = await desk.RefundUnderReviewAsync();
        var task = Assert.Single(await Desk.InboxAsync(desk.Rita));
        Assert.Equal(RefundState.Cancelled, (await desk.Caller.Refunds.CancelAsync(refund.Id)).State);
        Assert.Equal(CertificateState.Paid, (await desk.Caller.Certificates.GetAsync(refund.CertificateId)).State);
        Assert.Equal(HumanTaskState.Cancelled, (await desk.Rita.Tasks.GetAsync(task.Id)).State);
        Assert.Empty(await desk.DeadlinesAsync());

        var again = await Assert.ThrowsAsync<ApiException>(() => desk.Caller.Refunds.CancelAsync(refund.Id));
        Assert.Equal((HttpStatusCode.Conflict, "not-cancellable"), (again.Status, again.Problem.Code));
        var late = await Assert.ThrowsAsync<ApiException>(() => CompleteAsync(desk.Rita, task.Id, "Approve", NoData));
        Assert.Equal((HttpStatusCode.Conflict, "task-cancelled"), (late.Status, late.Problem.Code));
        Golden.Matches(await desk.TraceAsync(refund.InstanceId), "cancelled");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RF-24")]
    public async Task Refund_WhoseInstanceAnOperatorCancels_IsCancelledAndReturnsTheCertificate(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var refund = await desk.RefundUnderReviewAsync();
        await desk.Olga.Instances.CancelAsync(refund.InstanceId, new CancelInstanceRequest { Reason = "a mistake" });
        Assert.Equal(RefundState.Cancelled, (await desk.Caller.Refunds.GetAsync(refund.Id)).State);
        Assert.Equal(CertificateState.Paid, (await desk.Caller.Certificates.GetAsync(refund.CertificateId)).State);
        Assert.Equal(RefundState.UnderReview, (await desk.RequestRefundAsync(refund.CertificateId)).State);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RF-25")]
    [Trait("Rule", "RF-28")]
    public async Task Refund_WhenRejected_ShowsTheReasonAndKeepsTheCertificateUsable(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var refund = await desk.RefundUnderReviewAsync();
        var task = Assert.Single(await Desk.InboxAsync(desk.Rita));
        var noReason = await Assert.ThrowsAsync<ApiException>(() => CompleteAsync(desk.Rita, task.Id, "Reject", NoData));
        Assert.Equal(HttpStatusCode.BadRequest, noReason.Status);
        Assert.Equal(HumanTaskState.Open, (await desk.Rita.Tasks.GetAsync(task.Id)).State);

        await CompleteAsync(desk.Rita, task.Id, "Reject", Reason);
        await desk.SettleAsync();
        refund = await desk.Caller.Refunds.GetAsync(refund.Id);
        Assert.Equal(RefundState.Rejected, refund.State);
        Assert.Equal("The certificate was used for weeks.", refund.DecisionReason);
        Assert.Equal(CertificateState.Paid, (await desk.Caller.Certificates.GetAsync(refund.CertificateId)).State);
        Assert.Contains(desk.Mails(), m => m.Contains("rejected", StringComparison.Ordinal));
        Assert.Equal(0, await PaymentsAsync(desk));
        Golden.Matches(await desk.TraceAsync(refund.InstanceId), "rejected");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RF-22")]
    public async Task Task_AfterTenAndFifteenBusinessDays_IsEscalatedThenOverdue(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var refund = await desk.RefundUnderReviewAsync();
        Assert.Empty(await Desk.InboxAsync(desk.Susan));
        var task = Assert.Single(await Desk.InboxAsync(desk.Rita));
        var due = (await desk.Olga.Deadlines.ListAsync(new DeadlineListRequest())).Items;
        var escalation = due.Single(d => d.Kind.StartsWith("escalation", StringComparison.Ordinal));

        await desk.AdvanceToAsync(escalation.DueAt.AddSeconds(-1));
        Assert.Empty(await Desk.InboxAsync(desk.Susan));
        await desk.AdvanceToAsync(escalation.DueAt);
        var escalated = Assert.Single(await Desk.InboxAsync(desk.Susan));
        Assert.True(escalated.EscalatedAt == escalation.DueAt && escalated.Priority > task.Priority && !escalated.Overdue);
        Assert.Contains(desk.Mails(), m => m.Contains("[escalate]", StringComparison.Ordinal));

        await desk.AdvanceToAsync(refund.DecideBy!.Value.AddSeconds(1));
        var overdue = Assert.Single(await Desk.InboxAsync(desk.Susan));
        Assert.True(overdue.Overdue);
        Assert.True((await desk.Caller.Refunds.GetAsync(refund.Id)).Overdue);

        await CompleteAsync(desk.Susan, task.Id, "Approve", NoData);
        await desk.SettleAsync();
        Assert.Equal(RefundState.Paid, (await desk.Caller.Refunds.GetAsync(refund.Id)).State);
        Golden.Matches(await desk.TraceAsync(refund.InstanceId), "escalated");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Refund_AboveTheConfiguredAmount_NeedsTwoDifferentReviewers(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database, null, null, ("Refunds:SecondReviewerAbove", "1"));
        var refund = await desk.RefundUnderReviewAsync();
        var first = Assert.Single(await Desk.InboxAsync(desk.Rita));
        await CompleteAsync(desk.Rita, first.Id, "Approve", NoData);
        Assert.Equal(RefundState.UnderReview, (await desk.Caller.Refunds.GetAsync(refund.Id)).State);

        var second = Assert.Single(await Desk.InboxAsync(desk.Rolf));
        var same = await Assert.ThrowsAsync<ApiException>(() => CompleteAsync(desk.Rita, second.Id, "Approve", NoData));
        Assert.Equal((HttpStatusCode.Forbidden, "separation-of-duties"), (same.Status, same.Problem.Code));
        await CompleteAsync(desk.Rolf, second.Id, "Approve", NoData);
        await desk.SettleAsync();
        Assert.Equal(RefundState.Paid, (await desk.Caller.Refunds.GetAsync(refund.Id)).State);
        Assert.Equal(1, await PaymentsAsync(desk));
        Golden.Matches(await desk.TraceAsync(refund.InstanceId), "second-reviewer");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Payment_WhenItFailsThreeTimesAndThenSucceeds_IsMadeOnce(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var refund = await desk.RefundUnderReviewAsync(account: "fail-3-times@customer.example");
        await CompleteAsync(desk.Rita, Assert.Single(await Desk.InboxAsync(desk.Rita)).Id, "Approve", NoData);
        await desk.SettleAsync();
        Assert.Equal(RefundState.Approved, (await desk.Caller.Refunds.GetAsync(refund.Id)).State);
        await desk.AdvanceAsync("PT10M");
        Assert.Equal(RefundState.Paid, (await desk.Caller.Refunds.GetAsync(refund.Id)).State);
        Assert.Equal(1, await PaymentsAsync(desk));
        Golden.Matches(await desk.TraceAsync(refund.InstanceId), "payment-retried");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Payment_WhenItFailsForGood_RaisesATaskForOperatorsWhoCanRetry(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var refund = await desk.RefundUnderReviewAsync(account: "account-closed@customer.example");
        await CompleteAsync(desk.Rita, Assert.Single(await Desk.InboxAsync(desk.Rita)).Id, "Approve", NoData);
        await desk.SettleAsync();
        Assert.Equal(RefundState.PaymentFailed, (await desk.Caller.Refunds.GetAsync(refund.Id)).State);

        var raised = await Desk.InboxAsync(desk.Olga);
        Assert.True(raised.Count == 1, await desk.TraceAsync(refund.InstanceId));
        var repair = raised[0];
        Assert.Equal("payment-failed", repair.Kind);
        await CompleteAsync(desk.Olga, repair.Id, "Retry", NoData);
        await desk.SettleAsync();
        Assert.Equal(RefundState.PaymentFailed, (await desk.Caller.Refunds.GetAsync(refund.Id)).State);
        Assert.Single(await Desk.InboxAsync(desk.Olga));
        Assert.Equal(0, await PaymentsAsync(desk));
        await using var db = desk.OpenDatabase();
        var keys = await db.Effects.Where(e => e.Kind == "payment").Select(e => e.IdempotencyKey).ToListAsync(Token);
        Assert.Equal(2, keys.Distinct().Count());
        Golden.Matches(await desk.TraceAsync(refund.InstanceId), "payment-failed");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RF-23")]
    public async Task Refund_WhenTheServiceEndsBeforeTheDecision_IsClosedAndTheCustomerTold(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var certificate = await desk.BuyAsync();
        await desk.AdvanceAsync("P349D");
        var refund = await desk.RequestRefundAsync(certificate);
        Assert.Contains("may-not-finish-before-expiry", refund.Warnings);
        await desk.AdvanceAsync("P17D");
        refund = await desk.Caller.Refunds.GetAsync(refund.Id);
        Assert.Equal(RefundState.ExpiredBeforeDecision, refund.State);
        Assert.Empty(await Desk.InboxAsync(desk.Rita));
        Assert.Contains(desk.Mails(), m => m.Contains("closed", StringComparison.Ordinal));
        Golden.Matches(await desk.TraceAsync(refund.InstanceId), "expired");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RF-26")]
    public async Task Refund_WhenHelpIsWanted_RaisesACustomerCareTaskBesideIt(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var refund = await desk.RefundUnderReviewAsync(assistance: new AssistanceDto { Wanted = true, Mobile = "13800138000" });
        var help = Assert.Single(await Desk.InboxAsync(desk.Carl));
        await CompleteAsync(desk.Rita, Assert.Single(await Desk.InboxAsync(desk.Rita)).Id, "Approve", NoData);
        await desk.SettleAsync();
        Assert.Equal(RefundState.Paid, (await desk.Caller.Refunds.GetAsync(refund.Id)).State);
        Assert.Equal(HumanTaskState.Open, (await desk.Carl.Tasks.GetAsync(help.Id)).State);
        await CompleteAsync(desk.Carl, help.Id, "Helped", NoData);
        Assert.Equal(InstanceSubStatus.Finished, (await desk.Olga.Instances.GetAsync(refund.InstanceId)).SubStatus);
        Golden.Matches(await desk.TraceAsync(refund.InstanceId), "help");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RF-10")]
    [Trait("Rule", "RF-11")]
    public async Task Certificate_WhenIssued_CannotBeRefundedUnlessRevoked(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var id = await desk.BuyAsync();
        await desk.Caller.Certificates.SubmitApplicationAsync(id, new SubmitApplicationRequest { Domains = ["www.customer.example"] }, Desk.Key());
        var review = await Assert.ThrowsAsync<ApiException>(() => desk.RequestRefundAsync(id));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "RF-6"), (review.Status, review.Problem.Rule));
        await desk.AdvanceAsync("PT11M");
        Assert.Equal(CertificateState.Issued, (await desk.Caller.Certificates.GetAsync(id)).State);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", await desk.Caller.Certificates.GetPemAsync(id), StringComparison.Ordinal);
        var issued = await Assert.ThrowsAsync<ApiException>(() => desk.RequestRefundAsync(id));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "RF-11"), (issued.Status, issued.Problem.Rule));
        Assert.Empty((await desk.Caller.Refunds.ListAsync(new RefundListRequest { CertificateId = id })).Items);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Application_WhenWithdrawn_LeavesThePaidCertificate(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var id = await desk.BuyAsync();
        await desk.Caller.Certificates.SubmitApplicationAsync(id, new SubmitApplicationRequest { Domains = ["www.customer.example"] }, Desk.Key());
        await desk.SettleAsync();
        Assert.Equal(CertificateState.Paid, (await desk.Caller.Certificates.WithdrawApplicationAsync(id)).State);
        await desk.AdvanceAsync("PT1H");
        Assert.Equal(CertificateState.Paid, (await desk.Caller.Certificates.GetAsync(id)).State);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<TaskDto> CompleteAsync(CertWorkflowsClient person, string taskId, string outcome, JsonElement data) =>
        person.Tasks.CompleteAsync(taskId, new CompleteTaskRequest { Outcome = outcome, Data = data });

    /// <summary>Successful payouts in the sandbox's ledger.</summary>
    private static async Task<int> PaymentsAsync(Desk desk)
    {
        await using var db = desk.OpenDatabase();
        return await db.Set<Infrastructure.Connectors.Payments.SandboxPayment>().CountAsync(Token);
    }
}
