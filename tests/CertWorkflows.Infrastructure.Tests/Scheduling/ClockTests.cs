using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Scheduling;
using CertWorkflows.Infrastructure.Tests.Persistence;
using CertWorkflows.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CertWorkflows.Infrastructure.Tests.Scheduling;

/// <summary>Waits that are years long, and a clock that is set back: a deadline is neither early, nor lost, nor fired twice.</summary>
public sealed class ClockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [Trait("Elsa", "B-18")]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Deadline_YearsAway_IsStoredAndGivenToQuartz(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var services = database.NewNode(collection => collection.AddSingleton<RunDueWork>(_ =>
            Task.FromResult(new StartedWork(0, Task.CompletedTask))));
        var quartz = services.GetRequiredService<QuartzAlarm>();
        await quartz.StartAsync(Token);
        var dueAt = new DateTimeOffset(2091, 5, 6, 7, 8, 9, TimeSpan.Zero);
        await using (var session = database.Store.Open())
        {
            session.Add(Rows.Deadline(1, dueAt));
            session.Add(Rows.Deadline(2, DateTimeOffset.MaxValue.AddDays(-1)));
            await database.Store.CommitAsync(session, Token);
        }

        await quartz.SetAsync(dueAt, Token);

        Assert.Equal(dueAt, await quartz.SetToAsync(Token));
        Assert.Equal(dueAt, (await database.Store.NextDueAsync(Token)).Deadline);
        await quartz.StopAsync(Token);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Deadline_WhenTheClockIsSetBackAnHour_IsNotEarlyAndIsTakenWhenTheClockComesAgain(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await using (var session = database.Store.Open())
        {
            session.Add(Rows.Deadline(1, Rows.Now));
            await database.Store.CommitAsync(session, Token);
        }

        var back = Rows.Now.AddHours(-1);
        Assert.Empty(await database.Store.ClaimDeadlinesAsync(back, back.AddMinutes(2), 10, Token));
        Assert.Single(await database.Store.ClaimDeadlinesAsync(Rows.Now, Rows.Now.AddMinutes(2), 10, Token));
        // claimed, and then the clock goes back: nobody else gets it until the claim has run out on the clock that all read
        Assert.Empty(await database.Store.ClaimDeadlinesAsync(back, back.AddMinutes(2), 10, Token));
        Assert.Empty(await database.Store.ClaimDeadlinesAsync(Rows.Now.AddMinutes(1), Rows.Now.AddMinutes(3), 10, Token));
        Assert.Single(await database.Store.ClaimDeadlinesAsync(Rows.Now.AddMinutes(2), Rows.Now.AddMinutes(4), 10, Token));
    }

    [Fact]
    public void NearTimer_WhenTheClockIsSetBack_RingsAndCanBeSetToTheSameInstantAgain()
    {
        var clock = new FakeTimeProvider(Rows.Now);
        var rang = 0;
        using var timer = new NearTimer(clock, () => rang++);
        timer.Set(Rows.Now.AddSeconds(10));
        clock.AdjustTime(Rows.Now.AddHours(-1));
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(1, rang);

        timer.Set(Rows.Now.AddSeconds(10));
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(1, rang);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, rang);
    }
}
