using System.Threading.Channels;
using CertWorkflows.Application.Workflows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>
/// Makes due work run on time. Due now: the runner is asked at once. Due before the next sweep: a timer of this process.
/// Due later: Quartz, set off the turn's path. Each node sweeps by a timer of its own and not by a Quartz trigger,
/// because the sweep exists to repair what was lost from Quartz's tables and would be lost with them.
/// </summary>
internal sealed partial class QuartzAlarmClock : BackgroundService, IAlarmClock
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private readonly IWorkflowStore _store;
    private readonly DueWorkRunner _runner;
    private readonly QuartzAlarm _quartz;
    private readonly INodeLink _link;
    private readonly AlarmMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _near;
    private readonly ILogger<QuartzAlarmClock> _logger;
    private readonly NearTimer _nearTimer;

    // Far instants on their way to Quartz. Only the earliest matters, so one place is enough for the signal.
    private readonly Channel<bool> _farSignal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Lock _farGate = new();
    private readonly SemaphoreSlim _quartzGate = new(1, 1);
    private DateTimeOffset? _farWanted;
    private DateTimeOffset? _farSet;

    public QuartzAlarmClock(
        IWorkflowStore store,
        DueWorkRunner runner,
        QuartzAlarm quartz,
        INodeLink link,
        AlarmMetrics metrics,
        TimeProvider clock,
        IOptions<AlarmOptions> options,
        ILogger<QuartzAlarmClock> logger)
    {
        _store = store;
        _runner = runner;
        _quartz = quartz;
        _link = link;
        _metrics = metrics;
        _clock = clock;
        _near = options.Value.SweepInterval;
        _logger = logger;
        _nearTimer = new NearTimer(clock, runner.Request);
        link.Subscribe(Hear);
    }

    public void DueAt(DateTimeOffset dueAt)
    {
        if (dueAt <= _clock.GetUtcNow() + _near)
        {
            // Others take over what this node does not live to do.
            _link.Announce(new NodeWord.Due(dueAt));
        }

        Set(dueAt);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _quartz.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _quartz.StopAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _nearTimer.Dispose();
        _quartzGate.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        _runner.LoopAsync(LookAheadAsync, stoppingToken),
        QuartzLoopAsync(stoppingToken),
        SweepLoopAsync(stoppingToken));

    [LoggerMessage(4111, LogLevel.Warning, "The alarm could not be set; the sweep sets it again.")]
    private static partial void LogAlarmFailed(ILogger logger, Exception exception);

    [LoggerMessage(4112, LogLevel.Warning, "Work falls due at {DueAt} and no alarm was set for it; it is set now.")]
    private static partial void LogRearmed(ILogger logger, DateTimeOffset dueAt);

    private void Set(DateTimeOffset dueAt)
    {
        var now = _clock.GetUtcNow();
        if (dueAt <= now)
        {
            _runner.Request();
        }
        else if (dueAt <= now + _near)
        {
            _nearTimer.Set(dueAt);
        }
        else
        {
            SetFar(dueAt, now);
        }
    }

    private void Hear(NodeWord word)
    {
        if (word is NodeWord.Due due)
        {
            _nearTimer.Set(due.At);
        }
        else if (word is NodeWord.Missed)
        {
            _runner.Request();
        }
    }

    private void SetFar(DateTimeOffset dueAt, DateTimeOffset now)
    {
        lock (_farGate)
        {
            // An earlier alarm that is still to come leads to a look ahead, which sets this one.
            if ((_farSet > now && _farSet <= dueAt) || _farWanted <= dueAt)
            {
                return;
            }

            _farWanted = dueAt;
        }

        _farSignal.Writer.TryWrite(true);
    }

    private async Task LookAheadAsync(DueWorkRun run, CancellationToken cancellationToken)
    {
        // What the run saw and left undone (claimed elsewhere, or failing) waits for the sweep instead of spinning here.
        var next = await _store.NextDueAsync(cancellationToken);
        foreach (var dueAt in new[] { next.Deadline, next.Effect })
        {
            if (dueAt is { } instant && (run.Done > 0 || instant > run.StartedAt))
            {
                Set(instant);
            }
        }
    }

    private async Task QuartzLoopAsync(CancellationToken cancellationToken)
    {
        while (await _farSignal.Reader.WaitToReadAsync(cancellationToken))
        {
            _farSignal.Reader.TryRead(out _);
            await AtQuartzAsync(SetWantedAsync, cancellationToken);
        }
    }

    private async Task SetWantedAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? wanted;
        lock (_farGate)
        {
            (wanted, _farWanted) = (_farWanted, null);
        }

        if (wanted is { } dueAt)
        {
            await SetQuartzAsync(dueAt, cancellationToken);
        }
    }

    private async Task SetQuartzAsync(DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        await _quartz.SetAsync(dueAt, cancellationToken);
        lock (_farGate)
        {
            _farSet = _farSet > _clock.GetUtcNow() && _farSet <= dueAt ? _farSet : dueAt;
        }
    }

    private async Task SweepLoopAsync(CancellationToken cancellationToken)
    {
        // Looks at the alarm before it runs, because a run sets what comes next and would hide the loss; not before the
        // first run, because nothing can be lost yet.
        using var timer = new PeriodicTimer(_near, _clock);
        await _runner.RunAsync(cancellationToken);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await AtQuartzAsync(RearmAsync, cancellationToken);
            await _runner.RunAsync(cancellationToken);
        }
    }

    private async Task RearmAsync(CancellationToken cancellationToken)
    {
        var next = await _store.NextDueAsync(cancellationToken);
        var setTo = await _quartz.SetToAsync(cancellationToken);
        lock (_farGate)
        {
            _farSet = setTo;
            if (_farWanted is not null)
            {
                return; // on its way
            }
        }

        if (next.EarliestAfter(_clock.GetUtcNow() + _near) is { } dueAt && (setTo is null || setTo > dueAt + Tolerance))
        {
            LogRearmed(_logger, dueAt);
            _metrics.Rearmed();
            await SetQuartzAsync(dueAt, cancellationToken);
        }
    }

    // One at a time, so that a look at the alarm never sees a setting half done.
    private async Task AtQuartzAsync(Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        await _quartzGate.WaitAsync(cancellationToken);
        try
        {
            await action(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // the boundary of the background loop: it must outlive a database that is away, and records the failure
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogAlarmFailed(_logger, exception);
        }
        finally
        {
            _quartzGate.Release();
        }
    }
}
