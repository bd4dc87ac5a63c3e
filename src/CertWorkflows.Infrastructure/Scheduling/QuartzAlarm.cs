using CertWorkflows.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>
/// The one job and its one trigger in Quartz: clustered and kept in PostgreSQL, or in memory beside SQLite, where the
/// rows are read again at the start anyway.
/// </summary>
internal sealed class QuartzAlarm(Database database, DueWorkRunner runner, TimeProvider clock, ILoggerFactory loggers)
{
    private const string Name = "CertWorkflows";
    private const string TablePrefix = "qrtz_";

    private static readonly JobKey Job = new("due-work", Name);
    private static readonly TriggerKey Trigger = new("alarm", Name);

    // A trigger that another node stored is seen at the latest after this; its default of 30 s is too long.
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(5);

    private IScheduler? _scheduler;

    private IScheduler Scheduler => _scheduler ?? throw new InvalidOperationException("The alarm was not started.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var postgreSql = database as PostgreSqlDatabase;
        await using (postgreSql is null ? null : await StartLock.AcquireAsync(postgreSql.DataSource, cancellationToken))
        {
            _scheduler = await QuartzSchedulerBuilder.Create(quartz => Configure(quartz, postgreSql?.DataSource))
                .BuildScheduler(cancellationToken);
            await StoreJobAsync(cancellationToken);
        }

        await Scheduler.Start(cancellationToken);
    }

    /// <summary>Sets the alarm to the instant, unless it is set to an earlier one.</summary>
    public async Task SetAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        if (!await Scheduler.Exists(Job, cancellationToken))
        {
            await StoreJobAsync(cancellationToken);
        }

        var trigger = TriggerBuilder.Create(clock)
            .WithIdentity(Trigger)
            .ForJob(Job)
            .StartAt(instant)
            // A one-shot that is late is fired at once; the instructions that wait for a next time would lose it.
            .WithSchedule(SimpleScheduleBuilder.Create().WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow))
            .Build();
        await Scheduler.ScheduleTrigger(trigger, TriggerConflict.KeepEarlier, cancellationToken);
    }

    /// <summary>The instant that the alarm is set to; null when it is not set.</summary>
    public async Task<DateTimeOffset?> SetToAsync(CancellationToken cancellationToken) =>
        (await Scheduler.GetTrigger(Trigger, cancellationToken))?.NextFireTimeUtc;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is not null)
        {
            await _scheduler.Shutdown(waitForJobsToComplete: false, cancellationToken);
        }
    }

    private async Task StoreJobAsync(CancellationToken cancellationToken)
    {
        var job = JobBuilder.Create<AlarmJob>().WithIdentity(Job).StoreDurably(true).RequestRecovery(true).Build();
        await Scheduler.AddJob(job, AddJobOptions.Replacing, cancellationToken);
    }

    private void Configure(IQuartzBuilder quartz, NpgsqlDataSource? dataSource)
    {
        quartz.Services.AddSingleton(loggers);
        quartz.UseTimeProvider(clock);
        quartz.AddJobType(_ => new AlarmJob(runner));
        quartz.UseDefaultThreadPool(2);
        quartz.ConfigureScheduler(options =>
        {
            options.InstanceName = Name;
            options.GenerateInstanceId = true;
            options.IdleWaitTime = IdleWait;
        });
        if (dataSource is null)
        {
            quartz.UseInMemoryStore(_ => { });
            return;
        }

        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(options => options.DataSourceFactory = _ => dataSource);
            store.ConfigureStore(options => options.TablePrefix = TablePrefix);
            store.ProvisionSchema();
            store.UseClustering(options =>
            {
                options.CheckinInterval = CheckIn;
                options.CheckinMisfireThreshold = CheckIn;
            });
        });
    }
}
