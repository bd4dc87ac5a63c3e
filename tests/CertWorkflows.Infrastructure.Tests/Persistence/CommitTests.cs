using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Tests.Persistence;

/// <summary>The store contract: one commit, whole or not at all.</summary>
public sealed class CommitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Commit_WhenSeveralRowsWereAdded_WritesThemAll(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);

        await AddAsync(database, Rows.Instance(1), Rows.Task(2), Rows.Deadline(3, Rows.Now));

        await using var read = database.Store.Open();
        Assert.Equal(Rows.Id(1), (await read.Instances.SingleAsync(Token)).Id);
        Assert.Equal(HumanTaskState.Open, (await read.Tasks.SingleAsync(Token)).State);
        Assert.Equal(Rows.Now, (await read.Deadlines.SingleAsync(Token)).DueAt);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Commit_WhenOneRowIsRefused_WritesNothing(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, Rows.Effect(1, null, "pay-1"));

        await Assert.ThrowsAsync<DuplicateRowException>(() => AddAsync(database, Rows.Instance(2), Rows.Effect(3, null, "pay-1")));

        await using var read = database.Store.Open();
        Assert.Empty(await read.Instances.ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Commit_WhenSessionIsDisposedWithoutIt_WritesNothing(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await using (var session = database.Store.Open())
        {
            session.Add(Rows.Instance(1));
        }

        await using var read = database.Store.Open();
        Assert.Empty(await read.Instances.ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Commit_WhenRowChangedSinceItWasRead_IsConflictAndWritesNothing(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, Rows.Instance(1));
        await using var first = database.Store.Open();
        await using var second = database.Store.Open();
        (await first.Instances.SingleAsync(Token)).State = "first";
        (await second.Instances.SingleAsync(Token)).State = "second";
        second.Add(Rows.Task(2));
        await database.Store.CommitAsync(first, Token);

        var conflict = await Assert.ThrowsAsync<TurnConflictException>(() => database.Store.CommitAsync(second, Token));

        Assert.Contains("workflow_instances", conflict.Message, StringComparison.Ordinal);
        await using var read = database.Store.Open();
        Assert.Equal("first", (await read.Instances.SingleAsync(Token)).State);
        Assert.Empty(await read.Tasks.ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Commit_WhenWhatItReliesOnChanged_IsConflictAndElseChangesNothingOfIt(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, Rows.Certificate(1));
        await using var first = database.Store.Open();
        await using var second = database.Store.Open();
        first.RelyOn(await first.Certificates.SingleAsync(Token));
        first.Add(Rows.Task(2));
        second.RelyOn(await second.Certificates.SingleAsync(Token));
        second.Add(Rows.Task(3));
        await database.Store.CommitAsync(first, Token);
        await using (var other = database.Store.Open())
        {
            (await other.Certificates.SingleAsync(Token)).Submit(new CertificateApplication(["www.example.com"], "示例"), "caller", Rows.Now);
            await database.Store.CommitAsync(other, Token);
        }

        await Assert.ThrowsAsync<TurnConflictException>(() => database.Store.CommitAsync(second, Token));
        await using var read = database.Store.Open();
        Assert.Equal(2, (await read.Certificates.SingleAsync(Token)).Version);
        Assert.Equal(Rows.Id(2), (await read.Tasks.SingleAsync(Token)).Id);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Commit_WhenTwoRemoveTheSameDeadline_LetsOneWin(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, Rows.Deadline(1, Rows.Now));
        await using var first = database.Store.Open();
        await using var second = database.Store.Open();
        first.Remove(await first.Deadlines.SingleAsync(Token));
        second.Remove(await second.Deadlines.SingleAsync(Token));
        await database.Store.CommitAsync(first, Token);

        await Assert.ThrowsAsync<TurnConflictException>(() => database.Store.CommitAsync(second, Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Commit_WhenRowIsChanged_RaisesItsVersionByOneWhoeverRaisesIt(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, Rows.Instance(1), Rows.Task(2));
        await using (var session = database.Store.Open())
        {
            (await session.Instances.SingleAsync(Token)).State = "changed";
            var task = await session.Tasks.SingleAsync(Token);
            task.Assignee = "reviewer";
            task.Version++;
            await database.Store.CommitAsync(session, Token);
        }

        await using var read = database.Store.Open();
        Assert.Equal(2, (await read.Instances.SingleAsync(Token)).Version);
        Assert.Equal(2, (await read.Tasks.SingleAsync(Token)).Version);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Commit_WhenUniqueKeyIsTaken_NamesTheIndex(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);

        await AssertDuplicateAsync(database, "ix_effects_idempotency_key", Rows.Effect(1, null, "k"), Rows.Effect(2, null, "k"));
        await AssertDuplicateAsync(database, "ix_users_username", MoreRows.User(1, "lina"), MoreRows.User(2, "lina"));
        await AssertDuplicateAsync(database, "pk_answers", MoreRows.Answer("caller", "k"), MoreRows.Answer("caller", "k"));
        await AssertDuplicateAsync(database, "ix_definitions_definition_id_version", MoreRows.Definition("a", 1), MoreRows.Definition("b", 1));
        await AssertDuplicateAsync(database, "ix_api_keys_name_active", MoreRows.Key(1, "erp"), MoreRows.Key(2, "erp"));
        await AssertDuplicateAsync(
            database, "ix_refunds_certificate_id_open", MoreRows.OpenRefund(1, Rows.Certificate(9)), MoreRows.OpenRefund(2, Rows.Certificate(9)));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Commit_WhenApiKeyOfThatNameWasRevoked_AcceptsAnother(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var revoked = MoreRows.Key(1, "erp");
        revoked.RevokedAt = Rows.Now;

        await AddAsync(database, revoked);
        await AddAsync(database, MoreRows.Key(2, "erp"));

        await using var read = database.Store.Open();
        Assert.Equal(2, await read.ApiKeys.CountAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Commit_WhenTwoHundredAtOnce_SucceedsForAll(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);

        await Task.WhenAll(Enumerable.Range(1, 200).Select(i => Task.Run(() => AddAsync(database, Rows.Instance(i), Rows.Task(i)), Token)));

        await using var read = database.Store.Open();
        Assert.Equal(200, await read.Instances.CountAsync(Token));
        Assert.Equal(200, await read.Tasks.CountAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Commit_WhenManyChangeTheSameRow_LosesNoChange(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, Rows.Instance(1));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => IncrementUntilWonAsync(database), Token)));

        await using var read = database.Store.Open();
        Assert.Equal(8, (await read.Instances.SingleAsync(Token)).IncidentCount);
    }

    private static async Task IncrementUntilWonAsync(TestDatabase database)
    {
        while (true)
        {
            await using var session = database.Store.Open();
            (await session.Instances.SingleAsync(Token)).IncidentCount++;
            try
            {
                await database.Store.CommitAsync(session, Token);
                return;
            }
            catch (TurnConflictException)
            {
                // what this test is about: run again until it wins
            }
        }
    }

    private static async Task AssertDuplicateAsync(TestDatabase database, string index, object first, object second)
    {
        await AddAsync(database, first);
        var duplicate = await Assert.ThrowsAsync<DuplicateRowException>(() => AddAsync(database, second));
        Assert.Equal(index, duplicate.Constraint);
    }

    private static async Task AddAsync(TestDatabase database, params object[] rows)
    {
        await using var session = database.Store.Open();
        session.AddRange(rows);
        await database.Store.CommitAsync(session, Token);
    }
}
