using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Children;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Events;
using CertWorkflows.Application.Hostings;
using CertWorkflows.Application.Notices;
using CertWorkflows.Application.Orders;
using CertWorkflows.Application.PackageRefunds;
using CertWorkflows.Application.Packages;
using CertWorkflows.Application.Refunds;
using CertWorkflows.Application.Renewals;
using CertWorkflows.Application.Revocations;
using CertWorkflows.Application.Routes;
using CertWorkflows.Application.RunTasks;
using CertWorkflows.Application.Simulations;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Timing;
using CertWorkflows.Application.Triggers;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Application;

/// <summary>Registers the turn and the use cases.</summary>
public static class ApplicationServices
{
    /// <summary>
    /// Needs beside it: a <see cref="TimeProvider"/>, the business calendar, the sealing of secrets, the address of links, and
    /// Infrastructure's store, alarm clock, change feed and effect handlers.
    /// </summary>
    public static IServiceCollection AddApplication(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings(configuration);

        services.AddSingleton(provider => new ExpressionEvaluator(provider.GetRequiredService<IOptions<ExpressionLimits>>().Value));
        services.AddSingleton(provider => new ActivityRegistry([.. BuiltInActivities.All, .. OurActivities(provider)]));
        services.AddSingleton<WorkflowInterpreter>();
        services.AddSingleton<DefinitionCatalog>();
        services.AddSingleton<DefinitionProvisioning>();
        services.AddSingleton<DefinitionChecks>();
        services.AddSingleton<Publication>();
        services.AddSingleton<ConsumerUpdates>();
        services.AddSingleton<DefinitionService>();
        services.AddSingleton<DefinitionRemoval>();

        services.AddMetrics();
        services.AddSingleton<WorkflowMetrics>();
        services.AddSingleton<TurnSignals>();
        services.AddSingleton<WorkflowService>();
        services.AddSingleton<IncidentService>();
        services.AddSingleton<InstanceRemoval>();
        services.AddSingleton<MigrationService>();
        services.AddSingleton<AlterationService>();
        services.AddSingleton<SimulationService>();
        services.AddSingleton<ChildReports>();
        services.AddSingleton<IEffectHandler>(provider => provider.GetRequiredService<ChildReports>());
        services.AddSingleton<IEffectHandler, ChildStart>();
        services.AddSingleton<IEffectHandler, ChildCancellation>();
        services.AddSingleton<IEffectHandler, EventDelivery>();
        services.AddSingleton<IEffectHandler, ApplicationWithdrawal>();
        services.AddSingleton<IEffectHandler, TriggerAlarm>();
        services.AddSingleton<EffectSender>();
        services.AddSingleton<EffectService>();
        services.AddSingleton<Deadlines.DeadlineService>();
        services.AddSingleton<RouteTable>();
        services.AddSingleton<RouteRun>();
        services.AddSingleton<DueWork>();
        services.AddSingleton<Audit.AuditChain>();
        services.AddSingleton<TaskService>();
        services.AddSingleton<TaskFiles>();
        services.AddSingleton<SavedFilterService>();
        services.AddSingleton<RunTaskService>();
        services.AddCases();
        return services;
    }

    private static void AddCases(this IServiceCollection services)
    {
        services.AddSingleton(_ => ProductCatalogue.Shipped());
        services.AddSingleton<PriceList>();
        services.AddSingleton<OrderBook>();
        services.AddSingleton<OrderService>();
        services.AddSingleton<RefundService>();
        services.AddSingleton<CertificateService>();
        services.AddSingleton<RenewalService>();
        services.AddSingleton<RevocationService>();
        services.AddSingleton<PackageService>();
        services.AddSingleton<PackageRefundService>();
        services.AddSingleton<HostingService>();
        services.AddSingleton<Cases.CustomerLinkRecords>();
    }

    private static void AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EffectOptions>().Bind(configuration.GetSection(EffectOptions.Section)).ValidateOnStart();
        services.AddOptions<RefundOptions>().Bind(configuration.GetSection(RefundOptions.Section)).ValidateOnStart();
        services.AddOptions<TaskFileOptions>().Bind(configuration.GetSection(TaskFileOptions.Section))
            .Validate(o => o is { MaxBytes: >= 1 and <= 25 * 1024 * 1024, MaxPerTask: >= 1 and <= 1000 }, "Attachments: MaxBytes is 1 to 26214400, MaxPerTask 1 to 1000.")
            .ValidateOnStart();
        services.AddOptions<TaskOptions>().Bind(configuration.GetSection(TaskOptions.Section));
        services.AddOptions<ExpressionLimits>().Bind(configuration.GetSection(ExpressionLimitsValidator.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ExpressionLimits>, ExpressionLimitsValidator>();
        services.AddSingleton<IValidateOptions<EffectOptions>, EffectOptionsValidator>();
        services.AddSingleton<IValidateOptions<RefundOptions>, RefundOptionsValidator>();
        services.AddOptions<SimulationOptions>().Bind(configuration.GetSection(SimulationOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SimulationOptions>, SimulationOptionsValidator>();
    }

    /// <summary>Our activities, each once: what is not in this table does not exist.</summary>
    private static IEnumerable<Activity> OurActivities(IServiceProvider provider) =>
    [
        new HumanTaskActivity(provider.GetRequiredService<IOptions<TaskOptions>>()),
        new WaitUntilActivity(),
        new AssessRefundActivity(provider.GetRequiredService<IOptions<RefundOptions>>()),
        new AssessPackageRefundActivity(provider.GetRequiredService<IOptions<RefundOptions>>()),
        new ChangeStateActivity(),
        new PayRefundActivity(),
        new NotifyActivity(),
        new RequestCertificateActivity(),
        new OpenRenewalActivity(provider.GetRequiredService<OrderBook>()),
        new ProbeSiteActivity(),
        new OpenHostingActivity(),
        new FollowHostingActivity(),
        new OpenRevocationActivity(),
        new MakeConfirmationLinkActivity(provider.GetRequiredService<ISealedTexts>(), provider.GetRequiredService<IOptions<PublicLinkOptions>>()),
        new ConfirmRevocationActivity(),
        new RevokeAtCaActivity(),
        new FollowServiceActivity(),
        new WithdrawApplicationActivity(),
        new OrderFreeCertificateActivity(provider.GetRequiredService<OrderBook>(), provider.GetRequiredService<ProductCatalogue>()),
        new InstallCertificateActivity(),
    ];
}
