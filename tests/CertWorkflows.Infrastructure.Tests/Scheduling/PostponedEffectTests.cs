using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Tests.Persistence;
using CertWorkflows.Infrastructure.Tests.Workflows;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CertWorkflows.Infrastructure.Tests.Scheduling;

/// <summary>What was not sent, because of a rate or a circuit, is no attempt.</summary>
public sealed class PostponedEffectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Effect_WhenPostponed_StaysAsItIsAndIsSentLater(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var receiver = new BusyReceiver();
        var clock = new FakeTimeProvider(Rows.Now);
        var node = database.NewNode(services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddWorkflows([new("Effects:MaxAttempts", "1")]);
            services.AddSingleton<IEffectHandler>(receiver);
        });
        var due = ActivatorUtilities.CreateInstance<DueWork>(node, new SilentAlarm());
        await using (var session = database.Store.Open())
        {
            session.Add(Rows.Effect(1, Rows.Now));
            await database.Store.CommitAsync(session, Token);
        }

        await due.RunAsync(Token);
        var postponed = await EffectAsync(database);
        Assert.Equal((EffectState.Pending, 0, "Not now."), (postponed.State, postponed.Attempts, postponed.LastError));
        Assert.Null(postponed.ClaimedUntil);
        Assert.Equal(Rows.Now.AddSeconds(1), postponed.NextAttemptAt); // never at once, whatever the receiver says

        receiver.IsBusy = false;
        clock.Advance(TimeSpan.FromSeconds(1));
        await due.RunAsync(Token);
        var done = await EffectAsync(database);
        Assert.Equal((EffectState.Done, 1, null), (done.State, done.Attempts, done.LastError));
    }

    private static async Task<Effect> EffectAsync(TestDatabase database)
    {
        await using var session = database.Store.Open();
        return await session.Effects.AsNoTracking().SingleAsync(Token);
    }

    private sealed class SilentAlarm : IAlarmClock
    {
        public void DueAt(DateTimeOffset dueAt)
        {
        }
    }

    private sealed class BusyReceiver : IEffectHandler
    {
        public string Kind => "mail";

        public bool IsBusy { get; set; } = true;

        public Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken) => Task.FromResult<EffectOutcome>(
            IsBusy ? new EffectOutcome.Postponed(TimeSpan.Zero, "Not now.") : new EffectOutcome.Succeeded([]));
    }
}
