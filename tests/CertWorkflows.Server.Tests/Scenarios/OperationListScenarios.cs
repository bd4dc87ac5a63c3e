using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using EffectState = CertWorkflows.Client.EffectState;
using StoredState = CertWorkflows.Application.Effects.EffectState;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>What an operator finds, and does about effects and deadlines that were given up.</summary>
public sealed class OperationListScenarios
{
    private const string Delay = """
        {"id":"wait","type":"Elsa.Delay","version":1,"timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"01:00:00"}}}
        """;

    private const string Boom = """
        {"id":"boom","type":"Elsa.SetVariable","version":1,"variable":{"id":"body","name":"Body","typeName":"Object"},
         "value":{"typeName":"Object","expression":{"type":"JavaScript","value":"boom()"}}}
        """;

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Instances_AreFoundByWhatTheyAre_AndCountedByVersion(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await desk.PublishAsync("waits", Delay);
        await desk.PublishAsync("breaks", Boom);
        var waiting = await desk.Olga.Workflows.StartAsync("waits", new StartWorkflowRequest { BusinessKey = "k-1", CorrelationId = "c-1" });
        var second = await desk.Olga.Workflows.StartAsync("waits", new StartWorkflowRequest());
        var broken = await desk.Olga.Workflows.StartAsync("breaks", new StartWorkflowRequest());
        Assert.Equal(InstanceSubStatus.Faulted, broken.SubStatus);
        Assert.Equal(("boom", true), (broken.LastIncident!.ActivityId, broken.LastIncident.Message.Length > 0));

        Assert.Equal([waiting.Id], await IdsAsync(desk, new InstanceListRequest { BusinessKey = "k-1" }));
        Assert.Equal([second.Id, waiting.Id], await IdsAsync(desk, new InstanceListRequest { DefinitionId = "waits", Version = 1 }));
        Assert.Empty(await IdsAsync(desk, new InstanceListRequest { DefinitionId = "waits", Version = 2 }));
        Assert.Equal([broken.Id], await IdsAsync(desk, new InstanceListRequest { Repairable = true }));
        Assert.DoesNotContain(broken.Id, await IdsAsync(desk, new InstanceListRequest { Repairable = false }));

        // One whose children and case are known.
        var refund = await desk.RefundUnderReviewAsync();
        var found = Assert.Single((await desk.Olga.Instances.ListAsync(new InstanceListRequest { CaseId = refund.Id })).Items);
        Assert.Equal((refund.InstanceId, "refund", refund.Id), (found.Id, found.CaseKind, found.CaseId));
        var task = Assert.Single(await desk.Olga.Instances.GetTasksAsync(found.Id));
        Assert.Equal((HumanTaskState.Open, refund.Id), (task.State, task.CaseId));
        Assert.Equal(403, (int)(await Assert.ThrowsAsync<ApiException>(() => desk.Rita.Instances.GetTasksAsync(found.Id))).Status);
        Assert.Equal(404, (int)(await Assert.ThrowsAsync<ApiException>(() => desk.Olga.Instances.GetTasksAsync(Desk.Key()))).Status);

        await desk.AdvanceAsync("PT2H");
        var counts = await desk.Olga.Instances.CountAsync();
        Assert.DoesNotContain(counts, count => count.DefinitionId == "waits");
        Assert.Equal(new InstanceCountDto { DefinitionId = "breaks", Version = 1, Running = 0, Repairable = 1 }, Assert.Single(await desk.Rita.Instances.CountAsync("breaks")));
        Assert.Equal(1, counts.Single(count => count.DefinitionId == "refund-review").Running);

        await desk.Olga.Instances.SkipAsync(broken.Id, new SkipActivityRequest { ActivityId = "boom", Outcome = "Done", Reason = "known" });
        Assert.Empty(await desk.Olga.Instances.CountAsync("breaks"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Journal_IsReadFromEitherEndPageByPage_AndByActivity(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await desk.PublishAsync("waits", $"{Delay},{Delay.Replace("wait", "again", StringComparison.Ordinal)}");
        var id = (await desk.Olga.Workflows.StartAsync("waits", new StartWorkflowRequest())).Id;
        await desk.AdvanceAsync("PT3H");
        var forwards = await JournalAsync(desk, id, new JournalRequest { Limit = 3 });
        Assert.True(forwards.Count > 6);

        var backwards = await JournalAsync(desk, id, new JournalRequest { Limit = 3, Order = JournalOrder.Newest });
        Assert.Equal(forwards.Select(e => e.Sequence), backwards.Select(e => e.Sequence).Reverse());

        var again = await JournalAsync(desk, id, new JournalRequest { Limit = 1, ActivityId = "again", Order = JournalOrder.Newest });
        Assert.Equal(forwards.Where(e => e.ActivityId == "again").Select(e => e.Sequence), again.Select(e => e.Sequence).Reverse());

        // A cursor of the other direction is none of this list's.
        var first = await desk.Olga.Instances.GetJournalAsync(id, new JournalRequest { Limit = 1 });
        var refused = await Assert.ThrowsAsync<ApiException>(() => desk.Olga.Instances.GetJournalAsync(
            id, new JournalRequest { Limit = 1, Order = JournalOrder.Newest, Cursor = first.NextCursor }));
        Assert.Equal("invalid-cursor", refused.Code);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ParkedEffects_AreFoundAndGivenUpOnce(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await desk.PublishAsync("waits", Delay);
        var instance = (await desk.Olga.Workflows.StartAsync("waits", new StartWorkflowRequest())).Id;
        var parked = await AddEffectAsync(desk, instance, "fax", StoredState.Parked, 6);
        var failing = await AddEffectAsync(desk, instance, "pigeon", StoredState.Pending, 2);

        Assert.Equal([parked], await EffectsAsync(desk, new EffectListRequest { State = EffectState.Parked }));
        Assert.Equal([failing], await EffectsAsync(desk, new EffectListRequest { Failing = true }));
        Assert.Equal([parked], await EffectsAsync(desk, new EffectListRequest { Failing = false, InstanceId = instance }));
        Assert.Equal([failing], await EffectsAsync(desk, new EffectListRequest { Kind = "pigeon" }));
        Assert.Empty(await EffectsAsync(desk, new EffectListRequest { InstanceId = Desk.Key() }));

        var request = new GiveUpEffectRequest { Reason = "the receiver is gone" };
        Assert.Equal(403, (int)(await Assert.ThrowsAsync<ApiException>(() => desk.Rita.Effects.GiveUpAsync(parked, request))).Status);
        Assert.Equal(400, (int)(await Assert.ThrowsAsync<ApiException>(() => desk.Olga.Effects.GiveUpAsync(parked, new GiveUpEffectRequest { Reason = " " }))).Status);
        Assert.Equal("not-parked", (await Assert.ThrowsAsync<ApiException>(() => desk.Olga.Effects.GiveUpAsync(failing, request))).Code);
        Assert.Equal(404, (int)(await Assert.ThrowsAsync<ApiException>(() => desk.Olga.Effects.GiveUpAsync(Desk.Key(), request))).Status);

        var given = await desk.Olga.Effects.GiveUpAsync(parked, request);
        Assert.Equal((EffectState.Cancelled, Desk.Start), (given.State, given.CompletedAt));
        Assert.Equal("not-parked", (await Assert.ThrowsAsync<ApiException>(() => desk.Olga.Effects.RetryAsync(parked))).Code);
        var record = Assert.Single((await desk.Olga.Administration.ListAuditAsync(new AuditListRequest { Subject = "effect", SubjectId = parked })).Items);
        Assert.Equal(
            ("olga", "give-up", "parked", "cancelled", "the receiver is gone", instance),
            (record.Actor, record.Action, record.From, record.To, record.Reason, record.InstanceId));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ParkedDeadline_IsFoundAndFiresAgain(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await desk.PublishAsync("waits", Delay);
        var instance = (await desk.Olga.Workflows.StartAsync("waits", new StartWorkflowRequest())).Id;
        var deadline = Assert.Single(await DeadlinesAsync(new DeadlineListRequest { InstanceId = instance }));
        Assert.Equal((false, false, null, "wait"), (deadline.Late, deadline.Parked, deadline.LastError, deadline.ActivityId));
        Assert.Equal("not-parked", (await Assert.ThrowsAsync<ApiException>(() => desk.Olga.Deadlines.RetryAsync(deadline.Id))).Code);
        await using (var db = desk.OpenDatabase())
        {
            await db.Deadlines.Where(d => d.Id == Guid.Parse(deadline.Id)).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.Parked, true).SetProperty(d => d.Attempts, 9).SetProperty(d => d.LastError, "It broke."), Token);
        }

        await desk.AdvanceAsync("PT2H");
        var late = Assert.Single(await DeadlinesAsync(new DeadlineListRequest { Failing = true, Late = true }));
        Assert.Equal((deadline.Id, true, true, 9, "It broke."), (late.Id, late.Late, late.Parked, late.Attempts, late.LastError));
        Assert.Empty(await DeadlinesAsync(new DeadlineListRequest { InstanceId = instance, Failing = false }));
        Assert.Empty(await DeadlinesAsync(new DeadlineListRequest { InstanceId = instance, Late = false }));
        Assert.Equal(InstanceStatus.Running, (await desk.Olga.Instances.GetAsync(instance)).Status);

        Assert.Equal(403, (int)(await Assert.ThrowsAsync<ApiException>(() => desk.Rita.Deadlines.RetryAsync(deadline.Id))).Status);
        await desk.Olga.Deadlines.RetryAsync(deadline.Id);
        await desk.SettleAsync();
        Assert.Equal(InstanceStatus.Finished, (await desk.Olga.Instances.GetAsync(instance)).Status);
        Assert.Equal(404, (int)(await Assert.ThrowsAsync<ApiException>(() => desk.Olga.Deadlines.RetryAsync(deadline.Id))).Status);
        Assert.Equal("retry", Assert.Single((await desk.Admin.Administration.ListAuditAsync(new AuditListRequest { Subject = "deadline" })).Items).Action);

        async Task<IReadOnlyList<DeadlineDto>> DeadlinesAsync(DeadlineListRequest request) => (await desk.Olga.Deadlines.ListAsync(request)).Items;
    }

    private static async Task<string[]> IdsAsync(Desk desk, InstanceListRequest request) =>
        [.. (await desk.Olga.Instances.ListAsync(request)).Items.Select(instance => instance.Id)];

    private static async Task<string[]> EffectsAsync(Desk desk, EffectListRequest request) =>
        [.. (await desk.Olga.Effects.ListAsync(request)).Items.Select(effect => effect.Id)];

    private static async Task<List<JournalEntryDto>> JournalAsync(Desk desk, string id, JournalRequest request)
    {
        var entries = new List<JournalEntryDto>();
        string? cursor = null;
        do
        {
            var page = await desk.Olga.Instances.GetJournalAsync(id, request with { Cursor = cursor });
            Assert.InRange(page.Items.Count, 0, request.Limit!.Value);
            entries.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return entries;
    }

    /// <summary>An effect that no connector of this host knows, as it stands after some attempts.</summary>
    internal static async Task<string> AddEffectAsync(Desk desk, string instance, string kind, StoredState state, int attempts)
    {
        await using var db = desk.OpenDatabase();
        var effect = new Effect
        {
            Id = Ids.New(Desk.Start),
            InstanceId = Guid.Parse(instance),
            Kind = kind,
            IdempotencyKey = $"{kind} of {instance}",
            Payload = "{}",
            State = state,
            Attempts = attempts,
            NextAttemptAt = state == StoredState.Pending ? Desk.Start.AddDays(900) : null,
            LastError = "Nobody answers.",
            CreatedAt = Desk.Start,
            Version = 1,
        };
        db.Effects.Add(effect);
        await db.SaveChangesAsync(Token);
        return effect.Id.ToString();
    }
}
