using CertWorkflows.Application.Simulations;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Persistence;
using CertWorkflows.Infrastructure.Scheduling;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure;

/// <summary>Registers the database and the alarm clock.</summary>
public static class InfrastructureServices
{
    /// <summary>
    /// Adds <see cref="IWorkflowStore"/>, <see cref="IAlarmClock"/>, <see cref="IChangeFeed"/> and <see cref="DatabaseStart"/>.
    /// Needs <see cref="DueWork"/> registered; takes the registered <see cref="TimeProvider"/>, else the system's.
    /// </summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        return services.AddDatabase(configuration).AddAlarm(configuration);
    }

    private static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>();
        services.AddOptions<DatabaseOptions>()
            .Configure(options =>
            {
                options.Provider = configuration["Database:Provider"] ?? options.Provider;
                options.ConnectionString = configuration.GetConnectionString("CertWorkflows") is { Length: > 0 } given ? given : null;
            })
            .ValidateOnStart();
        services.AddSingleton(provider => CreateDatabase(
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value, provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IWorkflowStore, WorkflowStore>();
        services.AddSingleton<IScratchDatabases, ScratchDatabases>();
        services.AddSingleton(provider => new DatabaseStart(provider.GetRequiredService<Database>()));
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseStart>());
        return services;
    }

    private static Database CreateDatabase(DatabaseOptions options, ILoggerFactory loggers) =>
        options.IsPostgreSql ? new PostgreSqlDatabase(options, loggers) : new SqliteDatabase(options, loggers);

    private static IServiceCollection AddAlarm(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<AlarmOptions>, AlarmOptionsValidator>();
        services.AddOptions<AlarmOptions>()
            .Configure(options =>
            {
                configuration.GetSection("Deadlines").Bind(options);
                options.VirtualClock = string.Equals(configuration["Clock:Mode"], "Virtual", StringComparison.OrdinalIgnoreCase);
            })
            .ValidateOnStart();
        services.AddSingleton<INodeLink>(provider => provider.GetRequiredService<Database>() is PostgreSqlDatabase postgreSql
            ? ActivatorUtilities.CreateInstance<PostgreSqlNodeLink>(provider, postgreSql)
            : new NoOtherNodes());
        services.AddSingleton<IChangeFeed, ChangeFeed>();

        // Asked for at each run and not before: the due work's turns themselves need the alarm clock.
        services.TryAddSingleton<RunDueWork>(provider => cancellationToken =>
            provider.GetRequiredService<DueWork>().StartAsync(cancellationToken));
        services.AddSingleton<DueWorkRunner>();
        services.AddSingleton<QuartzAlarm>();
        services.AddSingleton<AlarmMetrics>();
        services.AddSingleton<IAlarmClock>(provider => provider.GetRequiredService<IOptions<AlarmOptions>>().Value.VirtualClock
            ? new SilentAlarmClock()
            : ActivatorUtilities.CreateInstance<QuartzAlarmClock>(provider));
        services.AddHostedService<NodeParts>();
        return services;
    }
}
