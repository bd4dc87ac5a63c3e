using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Tests.Persistence;
using CertWorkflows.Infrastructure.Tests.Workflows;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Infrastructure.Tests.Scheduling;

/// <summary>Effects are sent kind by kind: a receiver that does not answer holds up nobody else.</summary>
public sealed class DueEffectTests
{
    private const int Parallelism = 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Start_WhenOneReceiverHangs_SendsToTheOthersAndEnds(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var (payments, mail) = (new Receiver("payment"), new Receiver("mail"));
        payments.Hang();
        var due = NewNode(database, payments, mail);
        await AddAsync(
            database,
            [.. Enumerable.Range(1, 9).Select(i => Rows.Effect(i, Rows.Now.AddHours(-1), kind: "payment")),
                .. Enumerable.Range(11, 9).Select(i => Rows.Effect(i, Rows.Now))]);

        // 4 payments are held: 2 on their way, 2 ready to follow
        var started = await due.StartAsync(Token);
        await Eventually.TrueAsync(
            async () =>
            {
                await due.StartAsync(Token);
                return mail.Sent.Count == 9;
            },
            "the mails are sent",
            Token);

        Assert.False(started.Sending.IsCompleted);
        Assert.Equal(Parallelism, payments.MostAtOnce);
        Assert.Empty(payments.Sent);
        Assert.Equal(Rows.Now.AddHours(-1), (await database.Store.NextDueAsync(Token)).Effect);

        payments.GoOn();
        await Eventually.TrueAsync(
            async () =>
            {
                // while those on their way are being settled, there is no room for the others yet
                await due.RunAsync(Token);
                return await database.Store.NextDueAsync(Token) == new NextDue(null, null);
            },
            "the payments are sent",
            Token);
        Assert.Equal(Enumerable.Range(1, 9).Select(Rows.Id), payments.Sent.Order());
        await using var session = database.Store.Open();
        Assert.Equal(18, await session.Effects.CountAsync(effect => effect.State == EffectState.Done, Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Start_WhenMoreIsDueThanThereIsRoom_TellsTheAlarmWhenThereIsRoomAgain(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var mail = new Receiver("mail");
        mail.Hang();
        var alarm = new CountingAlarm();
        var due = NewNode(database, alarm, mail);
        await AddAsync(database, [.. Enumerable.Range(1, 2 * Parallelism).Select(i => Rows.Effect(i, Rows.Now))]);

        var started = await due.StartAsync(Token);
        Assert.Equal((2 * Parallelism, 0), (started.Count, alarm.Rung));
        Assert.Equal(0, (await due.StartAsync(Token)).Count);

        mail.GoOn();
        await started.Sending;
        Assert.Equal(1, alarm.Rung);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Run_WhenNoConnectorIsThere_LeavesTheEffectToANodeThatHasIt(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, [Rows.Effect(1, Rows.Now, kind: "fax")]);

        Assert.Equal(0, await NewNode(database, new Receiver("mail")).RunAsync(Token));

        Assert.Equal(1, await NewNode(database, new Receiver("fax")).RunAsync(Token));
    }

    private static DueWork NewNode(TestDatabase database, params Receiver[] receivers) =>
        NewNode(database, new CountingAlarm(), receivers);

    private static DueWork NewNode(TestDatabase database, IAlarmClock alarm, params Receiver[] receivers)
    {
        var node = database.NewNode(services =>
        {
            services.AddWorkflows([new("Effects:Parallelism", $"{Parallelism}")]);
            foreach (var receiver in receivers)
            {
                services.AddSingleton<IEffectHandler>(receiver);
            }
        });
        return ActivatorUtilities.CreateInstance<DueWork>(node, alarm);
    }

    private static async Task AddAsync(TestDatabase database, IEnumerable<Effect> effects)
    {
        await using var session = database.Store.Open();
        session.AddRange(effects);
        await database.Store.CommitAsync(session, Token);
    }

    private sealed class CountingAlarm : IAlarmClock
    {
        private int _rung;

        public int Rung => _rung;

        public void DueAt(DateTimeOffset dueAt) => Interlocked.Increment(ref _rung);
    }

    private sealed class Receiver(string kind) : IEffectHandler
    {
        private TaskCompletionSource _answers = Answering();
        private int _atOnce;

        public string Kind => kind;

        public ConcurrentBag<Guid> Sent { get; } = [];

        public int MostAtOnce { get; private set; }

        public void Hang() => _answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void GoOn() => _answers.SetResult();

        public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
        {
            lock (Sent)
            {
                MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
            }

            await _answers.Task.WaitAsync(cancellationToken);
            lock (Sent)
            {
                _atOnce--;
            }

            Sent.Add(request.Id);
            return new EffectOutcome.Succeeded(new JsonObject());
        }

        private static TaskCompletionSource Answering()
        {
            var answering = new TaskCompletionSource();
            answering.SetResult();
            return answering;
        }
    }
}
