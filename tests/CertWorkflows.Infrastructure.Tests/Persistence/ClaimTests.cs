using CertWorkflows.Application.Workflows;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Infrastructure.Tests.Persistence;

/// <summary>The store contract: what is due is taken by one, in order, and again when that one does not finish.</summary>
public sealed class ClaimTests
{
    private static readonly DateTimeOffset Now = Rows.Now;
    private static readonly DateTimeOffset ClaimEnd = Now.AddMinutes(1);

    private static readonly Dictionary<string, int> TenMails = new() { ["mail"] = 10 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task ClaimDeadlines_WhenSomeAreDue_TakesTheseInDueOrderAndCountsAttempts(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var parked = Rows.Deadline(5, Now.AddHours(-3));
        parked.Parked = true;
        await AddAsync(
            database, Rows.Deadline(1, Now.AddSeconds(-1)), Rows.Deadline(2, Now.AddHours(-2)), Rows.Deadline(3, Now), Rows.Deadline(4, Now.AddTicks(10)), parked);

        var claimed = await database.Store.ClaimDeadlinesAsync(Now, ClaimEnd, 10, Token);

        Assert.Equal([Rows.Id(2), Rows.Id(1), Rows.Id(3)], claimed.Select(deadline => deadline.Id));
        Assert.All(claimed, deadline => Assert.Equal((1, ClaimEnd), (deadline.Attempts, deadline.ClaimedUntil)));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task ClaimDeadlines_WhenMoreAreDueThanTheLimit_TakesTheEarliest(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, [.. Enumerable.Range(1, 9).Select(i => Rows.Deadline(i, Now.AddMinutes(-i)))]);

        var claimed = await database.Store.ClaimDeadlinesAsync(Now, ClaimEnd, 2, Token);

        Assert.Equal([Rows.Id(9), Rows.Id(8)], claimed.Select(deadline => deadline.Id));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task ClaimDeadlines_WhenClaimedAlready_TakesItAgainOnlyAfterTheClaimEnds(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, Rows.Deadline(1, Now));
        await database.Store.ClaimDeadlinesAsync(Now, ClaimEnd, 10, Token);

        Assert.Empty(await database.Store.ClaimDeadlinesAsync(ClaimEnd.AddTicks(-10), ClaimEnd, 10, Token));
        var again = Assert.Single(await database.Store.ClaimDeadlinesAsync(ClaimEnd, ClaimEnd.AddMinutes(1), 10, Token));
        Assert.Equal(2, again.Attempts);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task ClaimDeadlines_WhenTwoNodesClaimConcurrently_GivesEachRowToOne(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, [.. Enumerable.Range(1, 300).Select(i => Rows.Deadline(i, Now.AddSeconds(-i)))]);
        var stores = new[] { database.Store, database.NewNode(_ => { }).GetRequiredService<IWorkflowStore>() };

        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => ClaimAllAsync(stores[i % 2]), Token)));

        Assert.Equal(300, claimed.Sum(ids => ids.Count));
        Assert.Equal(300, claimed.SelectMany(ids => ids).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task ClaimEffects_WhenSomeAreDue_TakesTheseInOrderWithoutCountingAttempts(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, Rows.Effect(1, Now), Rows.Effect(2, Now.AddHours(-1)), Rows.Effect(3, null), Rows.Effect(4, ClaimEnd));

        var claimed = await database.Store.ClaimEffectsAsync(Now, ClaimEnd, TenMails, Token);

        Assert.Equal([Rows.Id(2), Rows.Id(1)], claimed.Select(effect => effect.Id));
        Assert.All(claimed, effect => Assert.Equal((0, 1L), (effect.Attempts, effect.Version)));
        Assert.Empty(await database.Store.ClaimEffectsAsync(Now, ClaimEnd, TenMails, Token));
        Assert.Equal(3, (await database.Store.ClaimEffectsAsync(ClaimEnd, ClaimEnd.AddHours(1), TenMails, Token)).Count);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task ClaimEffects_WhenKindsHaveLimits_TakesTheEarliestOfEachAndLeavesOthers(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(
            database,
            [.. Enumerable.Range(1, 5).Select(i => Rows.Effect(i, Now.AddMinutes(-i))),
                .. Enumerable.Range(11, 5).Select(i => Rows.Effect(i, Now.AddMinutes(-i), kind: "payment")),
                Rows.Effect(21, Now, kind: "fax")]);

        var claimed = await database.Store.ClaimEffectsAsync(Now, ClaimEnd, new Dictionary<string, int> { ["mail"] = 2, ["payment"] = 1 }, Token);

        Assert.Equal([Rows.Id(15), Rows.Id(5), Rows.Id(4)], claimed.Select(effect => effect.Id));
        Assert.Equal(Now.AddMinutes(-14), (await database.Store.NextDueAsync(Token)).Effect);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task NextDue_WhenNothingWaits_IsNull(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var parked = Rows.Deadline(1, Now);
        parked.Parked = true;
        await AddAsync(database, parked, Rows.Effect(2, null));

        Assert.Equal(new NextDue(null, null), await database.Store.NextDueAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task NextDue_WhenDeadlinesAndEffectsWait_IsTheEarliestOfEachAndKnowsClaims(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, Rows.Deadline(1, Now), Rows.Deadline(2, Now.AddHours(2)), Rows.Effect(3, Now.AddHours(1)));

        Assert.Equal(new NextDue(Now, Now.AddHours(1)), await database.Store.NextDueAsync(Token));

        await database.Store.ClaimDeadlinesAsync(Now, ClaimEnd, 10, Token);
        Assert.Equal(new NextDue(ClaimEnd, Now.AddHours(1)), await database.Store.NextDueAsync(Token));

        await RemoveDeadlineAsync(database, Rows.Id(1));
        Assert.Equal(new NextDue(Now.AddHours(2), Now.AddHours(1)), await database.Store.NextDueAsync(Token));

        await database.Store.ClaimEffectsAsync(Now.AddHours(1), Now.AddHours(3), TenMails, Token);
        Assert.Equal(new NextDue(Now.AddHours(2), Now.AddHours(3)), await database.Store.NextDueAsync(Token));
    }

    [Fact]
    public void NextDue_WhenOneOrBothWait_AnswersTheEarliestAndTheEarliestAfter()
    {
        Assert.Null(new NextDue(null, null).Earliest);
        Assert.Equal(Now, new NextDue(Now, null).Earliest);
        Assert.Equal(Now, new NextDue(null, Now).Earliest);
        Assert.Equal(Now, new NextDue(ClaimEnd, Now).Earliest);
        Assert.Equal(ClaimEnd, new NextDue(ClaimEnd, Now).EarliestAfter(Now));
        Assert.Null(new NextDue(ClaimEnd, Now).EarliestAfter(ClaimEnd));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Deadline_WhenDueBetweenMicroseconds_IsNeverStoredEarlier(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, Rows.Deadline(1, Now.AddTicks(1)));

        Assert.Empty(await database.Store.ClaimDeadlinesAsync(Now.AddTicks(9), ClaimEnd, 10, Token));
        Assert.Single(await database.Store.ClaimDeadlinesAsync(Now.AddTicks(10), ClaimEnd, 10, Token));
    }

    private static async Task<List<Guid>> ClaimAllAsync(IWorkflowStore store)
    {
        var ids = new List<Guid>();
        while (await store.ClaimDeadlinesAsync(Now, ClaimEnd, 7, Token) is { Count: > 0 } claimed)
        {
            ids.AddRange(claimed.Select(deadline => deadline.Id));
        }

        return ids;
    }

    private static async Task RemoveDeadlineAsync(TestDatabase database, Guid id)
    {
        await using var session = database.Store.Open();
        session.Remove(await session.Deadlines.SingleAsync(deadline => deadline.Id == id, Token));
        await database.Store.CommitAsync(session, Token);
    }

    private static async Task AddAsync(TestDatabase database, params object[] rows)
    {
        await using var session = database.Store.Open();
        session.AddRange(rows);
        await database.Store.CommitAsync(session, Token);
    }
}
