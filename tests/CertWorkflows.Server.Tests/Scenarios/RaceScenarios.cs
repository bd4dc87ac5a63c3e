using System.Net;
using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Races staged between what both parties have read and their commits: one winner, and the loser is told.</summary>
public sealed class RaceScenarios
{
    private static readonly JsonElement NoData = JsonDocument.Parse("{}").RootElement;

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Task_WhenTwoReviewersComplete_OneWinsAndTheOtherLearnsWho(DatabaseKind database)
    {
        var race = new StagedRace();
        await using var desk = await Desk.OpenAsync(database, race);
        var refund = await desk.RefundUnderReviewAsync();
        var task = Assert.Single(await Desk.InboxAsync(desk.Rita));

        race.Close(StagedStore.Commit);
        var rita = TryAsync(() => CompleteAsync(desk.Rita, task.Id));
        var rolf = TryAsync(() => CompleteAsync(desk.Rolf, task.Id));
        await race.ArrivedAsync(StagedStore.Commit, 2, Token);
        race.Open(StagedStore.Commit);
        ApiException?[] errors = [await rita, await rolf];

        var lost = Assert.Single(errors.OfType<ApiException>());
        Assert.Equal((HttpStatusCode.Conflict, "already-completed"), (lost.Status, lost.Problem.Code));
        var winner = errors[0] is null ? "rita" : "rolf";
        Assert.Contains(winner, lost.Problem.Detail, StringComparison.Ordinal);
        Assert.Equal(winner, (await desk.Rita.Tasks.GetAsync(task.Id)).Result!.CompletedBy.Username);
        await desk.SettleAsync();
        Assert.Equal(["submit", "startReview", "approve", "pay"], (await desk.Caller.Refunds.GetAsync(refund.Id)).History.Select(h => h.Trigger));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Task_WhenCompletedWhileTheCustomerCancels_HasOneOutcome(DatabaseKind database)
    {
        var race = new StagedRace();
        await using var desk = await Desk.OpenAsync(database, race);
        var refund = await desk.RefundUnderReviewAsync();
        var task = Assert.Single(await Desk.InboxAsync(desk.Rita));

        race.Close(StagedStore.Commit);
        var complete = TryAsync(() => CompleteAsync(desk.Rita, task.Id));
        var cancel = TryAsync(() => desk.Caller.Refunds.CancelAsync(refund.Id));
        await race.ArrivedAsync(StagedStore.Commit, 2, Token);
        race.Open(StagedStore.Commit);
        ApiException?[] errors = [await complete, await cancel];

        var lost = Assert.Single(errors.OfType<ApiException>());
        Assert.Equal(HttpStatusCode.Conflict, lost.Status);
        await desk.SettleAsync();
        var state = (await desk.Caller.Refunds.GetAsync(refund.Id)).State;
        Assert.Equal(errors[0] is null ? RefundState.Paid : RefundState.Cancelled, state);
        Assert.Equal(errors[0] is null ? "not-cancellable" : "task-cancelled", lost.Problem.Code);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RF-23")]
    public async Task Deadline_WhenItFallsDueWhileTheTaskIsCompleted_HasOneOutcome(DatabaseKind database)
    {
        var race = new StagedRace();
        await using var desk = await Desk.OpenAsync(database, race);
        var certificate = await desk.BuyAsync();
        await desk.AdvanceAsync("P349D");
        var refund = await desk.RequestRefundAsync(certificate);
        var task = Assert.Single(await Desk.InboxAsync(desk.Rita));
        var expiry = (await desk.Olga.Deadlines.ListAsync(new DeadlineListRequest())).Items.Single(d => d.Kind == "CertificateExpires");
        await desk.AdvanceToAsync(expiry.DueAt.AddSeconds(-1));

        race.Close(StagedStore.Commit);
        var complete = TryAsync(() => CompleteAsync(desk.Rita, task.Id));
        await race.ArrivedAsync(StagedStore.Commit, 1, Token);
        var advance = desk.AdvanceToAsync(expiry.DueAt);
        await race.ArrivedAsync(StagedStore.Commit, 1, Token);
        race.Open(StagedStore.Commit);
        var lost = await complete;
        await advance;
        await desk.SettleAsync();

        var state = (await desk.Caller.Refunds.GetAsync(refund.Id)).State;
        Assert.Equal(lost is null ? RefundState.Paid : RefundState.ExpiredBeforeDecision, state);
        Assert.Empty(await desk.DeadlinesAsync());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Task_WhenTwoReviewersClaim_OneHoldsItAndTheOtherLearnsWho(DatabaseKind database)
    {
        var race = new StagedRace();
        await using var desk = await Desk.OpenAsync(database, race);
        await desk.RefundUnderReviewAsync();
        var task = Assert.Single(await Desk.InboxAsync(desk.Rita));

        race.Close(StagedStore.Commit);
        var rita = TryAsync(() => desk.Rita.Tasks.ClaimAsync(task.Id));
        var rolf = TryAsync(() => desk.Rolf.Tasks.ClaimAsync(task.Id));
        await race.ArrivedAsync(StagedStore.Commit, 2, Token);
        race.Open(StagedStore.Commit);
        var lost = Assert.Single(new[] { await rita, await rolf }.OfType<ApiException>());
        Assert.Equal((HttpStatusCode.Conflict, "already-claimed"), (lost.Status, lost.Problem.Code));
    }

    private static Task<TaskDto> CompleteAsync(CertWorkflowsClient person, string taskId) =>
        person.Tasks.CompleteAsync(taskId, new CompleteTaskRequest { Outcome = "Approve", Data = NoData });

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
}
