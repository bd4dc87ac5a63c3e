using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Scheduling;
using CertWorkflows.Infrastructure.Tests.Persistence;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CertWorkflows.Infrastructure.Tests.Scheduling;

/// <summary>One running node whose due work is: claim what is due, note when, remove it.</summary>
internal sealed class AlarmNode : IAsyncDisposable
{
    private readonly NodeParts _parts;
    private readonly MeterListener _listener = new();
    private long _rearmed;

    private AlarmNode(TestDatabase database, TimeSpan sweep)
    {
        var node = database.NewNode(
            services => services.AddSingleton<RunDueWork>(RunAsync),
            [new("Deadlines:SweepInterval", sweep.ToString())]);
        Store = node.GetRequiredService<IWorkflowStore>();
        Alarm = node.GetRequiredService<IAlarmClock>();
        Feed = node.GetRequiredService<IChangeFeed>();
        _parts = (NodeParts)node.GetServices<IHostedService>().Single(service => service is NodeParts);
        var meters = node.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == AlarmMetrics.RearmedName && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => Interlocked.Add(ref _rearmed, measurement));
        _listener.Start();
    }

    public IWorkflowStore Store { get; }

    public IAlarmClock Alarm { get; }

    public IChangeFeed Feed { get; }

    /// <summary>What was fired, and how long after its instant.</summary>
    public ConcurrentQueue<(Guid Id, TimeSpan Late)> Fired { get; } = [];

    public long Rearmed => Interlocked.Read(ref _rearmed);

    /// <summary>Called by each run before it claims.</summary>
    public Func<CancellationToken, Task> BeforeRun { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called by each run after it claimed.</summary>
    public Func<CancellationToken, Task> AfterClaim { get; set; } = _ => Task.CompletedTask;

    public static async Task<AlarmNode> StartAsync(TestDatabase database, TimeSpan sweep, CancellationToken cancellationToken)
    {
        var node = new AlarmNode(database, sweep);
        await node._parts.StartAsync(cancellationToken);
        return node;
    }

    public async Task AddDeadlineAsync(int id, TimeSpan from, bool tellTheAlarm, CancellationToken cancellationToken)
    {
        // The first use of a session costs seconds on a busy machine; that is not the alarm's lateness.
        await Store.NextDueAsync(cancellationToken);
        await using var session = Store.Open();
        var dueAt = TimeProvider.System.GetUtcNow() + from;
        session.Add(Rows.Deadline(id, dueAt));
        await Store.CommitAsync(session, cancellationToken);
        if (tellTheAlarm)
        {
            Alarm.DueAt(dueAt);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _parts.StopAsync(CancellationToken.None);
        _listener.Dispose();
    }

    private async Task<StartedWork> RunAsync(CancellationToken cancellationToken)
    {
        await BeforeRun(cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        var claimed = await Store.ClaimDeadlinesAsync(now, now.AddMinutes(1), 10, cancellationToken);
        await AfterClaim(cancellationToken);
        foreach (var deadline in claimed)
        {
            await using var session = Store.Open();
            session.Remove(await session.Deadlines.SingleAsync(row => row.Id == deadline.Id, cancellationToken));
            await Store.CommitAsync(session, cancellationToken);
            Fired.Enqueue((deadline.Id, now - deadline.DueAt));
        }

        return new StartedWork(claimed.Count, Task.CompletedTask);
    }
}
