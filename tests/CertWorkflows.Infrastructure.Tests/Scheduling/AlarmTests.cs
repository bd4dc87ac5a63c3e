using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Scheduling;
using CertWorkflows.Infrastructure.Tests.Persistence;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CertWorkflows.Infrastructure.Tests.Scheduling;

/// <summary>In real time: what falls due is done on time, once, whatever the alarm lost.</summary>
public sealed class AlarmTests
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan OnTime = TimeSpan.FromSeconds(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task DueAt_WhenDueNow_RunsAtOnceWithoutTheSweep(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await using var node = await AlarmNode.StartAsync(database, Never, Token);

        await node.AddDeadlineAsync(1, TimeSpan.Zero, tellTheAlarm: true, Token);

        await AssertFiredOnTimeAsync(node, 1);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task DueAt_WhenDueBeforeTheNextSweep_RunsOnTime(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await using var node = await AlarmNode.StartAsync(database, Never, Token);

        await node.AddDeadlineAsync(1, TimeSpan.FromMilliseconds(400), tellTheAlarm: true, Token);
        await node.AddDeadlineAsync(2, TimeSpan.FromMilliseconds(200), tellTheAlarm: true, Token);

        await AssertFiredOnTimeAsync(node, 1, 2);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task DueAt_WhenDueAfterTheNextSweep_IsLeftToQuartzAndRunsOnTime(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await using var node = await AlarmNode.StartAsync(database, Often, Token);

        await node.AddDeadlineAsync(1, TimeSpan.FromSeconds(2), tellTheAlarm: true, Token);
        await node.AddDeadlineAsync(2, TimeSpan.FromSeconds(1), tellTheAlarm: true, Token);

        await AssertFiredOnTimeAsync(node, 1, 2);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Quartz_WhenSetToAnInstant_RunsTheDueWorkByItself(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var services = database.NewNode(collection => collection.AddSingleton<RunDueWork>(_ =>
        {
            ran.TrySetResult();
            return Task.FromResult(new StartedWork(0, Task.CompletedTask));
        }));
        var quartz = services.GetRequiredService<QuartzAlarm>();
        await quartz.StartAsync(Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var loop = services.GetRequiredService<DueWorkRunner>().LoopAsync((_, _) => Task.CompletedTask, stop.Token);
        var soon = TimeProvider.System.GetUtcNow().AddMilliseconds(700);

        await quartz.SetAsync(soon, Token);
        await quartz.SetAsync(soon.AddHours(1), Token);

        Assert.Equal(soon, (await quartz.SetToAsync(Token))!.Value, TimeSpan.FromMilliseconds(1));
        await ran.Task.WaitAsync(OnTime, Token);
        await quartz.StopAsync(Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Sweep_WhenTheAlarmWasNeverTold_FiresOnTime(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await using var node = await AlarmNode.StartAsync(database, Often, Token);

        await node.AddDeadlineAsync(1, TimeSpan.FromSeconds(2), tellTheAlarm: false, Token);

        await AssertFiredOnTimeAsync(node, 1);
    }

    [Fact]
    public async Task Sweep_WhenQuartzTablesAreEmptiedWhileWaiting_FiresAndCounts()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql, Token);
        await using var node = await AlarmNode.StartAsync(database, Often, Token);
        await node.AddDeadlineAsync(1, TimeSpan.FromSeconds(5), tellTheAlarm: true, Token);
        await Eventually.TrueAsync(async () => await CountTriggersAsync(database) == 1, "the alarm is set", Token);

        await ExecuteAsync(
            database, "TRUNCATE qrtz_triggers, qrtz_simple_triggers, qrtz_job_details, qrtz_fired_triggers CASCADE");

        await AssertFiredOnTimeAsync(node, 1);
        Assert.True(node.Rearmed >= 1, $"re-armed {node.Rearmed} times");
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Start_WhenWorkFellDueWhileDown_FiresItAtOnce(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await using (var session = database.Store.Open())
        {
            session.Add(Rows.Deadline(1, Rows.Now));
            await database.Store.CommitAsync(session, Token);
        }

        await using var node = await AlarmNode.StartAsync(database, Never, Token);

        await Eventually.TrueAsync(() => node.Fired.Count == 1, "the old deadline is fired", Token);
    }

    [Fact]
    public async Task Nodes_WhenTwoShareOneDatabase_FireEachDeadlineOnce()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql, Token);
        await using var first = await AlarmNode.StartAsync(database, Often, Token);
        await using var second = await AlarmNode.StartAsync(database, Often, Token);

        for (var i = 1; i <= 40; i++)
        {
            await (i % 2 == 0 ? first : second).AddDeadlineAsync(i, TimeSpan.FromMilliseconds(i * 40), tellTheAlarm: true, Token);
        }

        await Eventually.TrueAsync(() => first.Fired.Count + second.Fired.Count >= 40, "all are fired", Token);
        Assert.Equal(
            Enumerable.Range(1, 40).Select(Rows.Id), first.Fired.Concat(second.Fired).Select(fired => fired.Id).Order());
        Assert.All(first.Fired.Concat(second.Fired), fired => Assert.InRange(fired.Late, TimeSpan.Zero, OnTime));
    }

    [Fact]
    public async Task Nodes_WhenTheCommittingNodeIsStuck_AnotherFiresWithoutItsSweep()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql, Token);
        await using var stuck = await AlarmNode.StartAsync(database, Never, Token);
        await using var other = await AlarmNode.StartAsync(database, Never, Token);
        await AssertHearsAsync(stuck, other);
        stuck.BeforeRun = cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken);

        await stuck.AddDeadlineAsync(1, TimeSpan.FromMilliseconds(100), tellTheAlarm: true, Token);

        await AssertFiredOnTimeAsync(other, 1);
    }

    [Fact]
    public async Task Runner_WhenAskedDuringARun_RunsAgainButNeverTwiceAtOnce()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite, Token);
        var race = new StagedRace();
        race.Close("in run");
        var (running, runs, most) = (0, 0, 0);
        await using var node = await AlarmNode.StartAsync(database, Never, Token);
        node.BeforeRun = async cancellationToken =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            Interlocked.Increment(ref runs);
            await race.StopAtAsync("in run", cancellationToken);
            Interlocked.Decrement(ref running);
        };

        node.Alarm.DueAt(Rows.Now);
        await race.ArrivedAsync("in run", 1, Token);
        await node.AddDeadlineAsync(1, TimeSpan.Zero, tellTheAlarm: true, Token);
        node.Alarm.DueAt(Rows.Now);
        race.Open("in run");

        await AssertFiredOnTimeAsync(node, 1);
        await Eventually.TrueAsync(() => Volatile.Read(ref runs) >= 2, "the signal during the run led to another", Token);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Runner_WhenSomethingFallsDueDuringARunThatClaimedBefore_RunsAgainWithoutTheSweep()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite, Token);
        await using var node = await AlarmNode.StartAsync(database, Never, Token);
        var race = new StagedRace();
        race.Close("claimed");
        node.AfterClaim = cancellationToken => race.StopAtAsync("claimed", cancellationToken);
        node.Alarm.DueAt(Rows.Now);
        await race.ArrivedAsync("claimed", 1, Token);
        await node.AddDeadlineAsync(1, TimeSpan.FromMilliseconds(100), tellTheAlarm: false, Token);
        await Eventually.TrueAsync(
            async () => (await database.Store.NextDueAsync(Token)).Earliest < TimeProvider.System.GetUtcNow(), "it is due", Token);

        race.Open("claimed");

        await Eventually.TrueAsync(() => node.Fired.Count == 1, "the look ahead sees it", Token);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task VirtualClock_WhenConfigured_StartsNothing(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var node = database.NewNode(
            services => services.AddSingleton(new RunDueWork(_ => throw new InvalidOperationException("nobody moved the clock"))),
            [new("Clock:Mode", "Virtual")]);

        Assert.IsType<SilentAlarmClock>(node.GetRequiredService<IAlarmClock>());
        Assert.DoesNotContain(node.GetServices<IHostedService>(), service => service is QuartzAlarmClock);
    }

    internal static async Task AssertHearsAsync(AlarmNode speaker, AlarmNode listener)
    {
        var heard = listener.Feed.WaitAsync(null, Never, Token);
        await Eventually.TrueAsync(
            () =>
            {
                speaker.Feed.Changed(Rows.Id(1));
                return heard.IsCompleted;
            },
            "the nodes hear each other",
            Token);
    }

    private static async Task AssertFiredOnTimeAsync(AlarmNode node, params int[] ids)
    {
        await Eventually.TrueAsync(() => node.Fired.Count >= ids.Length, "the deadlines are fired", Token);
        Assert.Equal(ids.Select(Rows.Id), node.Fired.Select(fired => fired.Id).Order());
        Assert.All(node.Fired, fired => Assert.InRange(fired.Late, TimeSpan.Zero, OnTime));
    }

    private static async Task<long> CountTriggersAsync(TestDatabase database)
    {
        await using var session = database.Store.Open();
        return await session.Database.SqlQueryRaw<long>("SELECT count(*) AS \"Value\" FROM qrtz_triggers").SingleAsync(Token);
    }

    private static async Task ExecuteAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
