using System.Text.Json.Serialization.Metadata;
using CertWorkflows.Application;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Infrastructure;
using CertWorkflows.Infrastructure.Connectors;
using CertWorkflows.Reviewer;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Clock;
using CertWorkflows.Server.Customers;
using CertWorkflows.Server.Demo;
using CertWorkflows.Server.Designer;
using CertWorkflows.Server.Endpoints;
using CertWorkflows.Server.Http;
using CertWorkflows.Server.Monitoring;
using CertWorkflows.Server.Routes;
using CertWorkflows.Server.Studio;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Server;

/// <summary>Everything the host is made of, and the order in which a request passes it.</summary>
internal static class ServerHost
{
    private const int MaxBodyBytes = 1024 * 1024;
    private const int MaxJsonDepth = 32;

    public static void AddServer(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        services.AddClock(configuration);
        services.AddSingleton(provider => Calendar(provider.GetRequiredService<IOptions<ClockOptions>>().Value));
        services.AddApplication(configuration);
        services.AddInfrastructure(configuration);
        services.AddConnectors(configuration);
        services.AddAccess(configuration);
        services.AddStoredKeys();
        services.AddPublicLinks(configuration);
        services.AddOptions<CustomerLinkOptions>().Bind(configuration.GetSection(CustomerLinkOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CustomerLinks>();
        services.AddSingleton<FirstUsers>().AddSingleton<DemoData>().AddSingleton<DemoStart>();
        services.AddHostedService<StartUp>();

        services.ConfigureHttpJsonOptions(json =>
        {
            ApiJson.Apply(json.SerializerOptions, refuseUnknownMembers: true);
            json.SerializerOptions.MaxDepth = MaxJsonDepth;
            json.SerializerOptions.TypeInfoResolver =
                (json.SerializerOptions.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(StrictText.Check);
            json.SerializerOptions.Converters.Insert(0, new StrictInstantConverter());
            json.SerializerOptions.Converters.Insert(0, new StrictEnumConverter());
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<ExceptionMapper>();
        services.AddSingleton<ApiAddresses>();
        services.AddSingleton<OldAnswers>();
        services.AddSingleton<TaskReader>();
        services.AddSingleton<TaskCounts>();
        services.AddSingleton<Events.EventHub>();
        services.AddHostedService(provider => provider.GetRequiredService<OldAnswers>());
        services.AddHostedService<Monitoring.AuditSealing>();
        services.AddWorkflowRoutes(configuration);
        services.AddRateLimits(configuration);
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new()
        {
            Timeout = TimeSpan.FromSeconds(30),
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
            WriteTimeoutResponse = context => Problems.WriteAsync(context, Problems.Create(StatusCodes.Status504GatewayTimeout, null, null)),
        });
        services.AddStudioApi();
        services.AddApiDocument();
        services.AddMonitoring();
        services.AddDesigner(configuration);
        services.AddReviewer(
            ListenerAddresses.OwnBase,
            reviewer => reviewer.TimeZone = configuration[$"{ClockOptions.Section}:{nameof(ClockOptions.TimeZone)}"] ?? reviewer.TimeZone);
    }

    public static void UseServer(this WebApplication app)
    {
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(context => Problems.WriteForStatusAsync(context.HttpContext));
        app.UseSecurityHeaders();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseWhen(
            context => Problems.AreToldAt(context.Request.Path),
            api => api.Use(StrictText.CheckQueryAsync).Use(StrictEncoding.CheckAsync));
        app.UseMiddleware<Idempotency>();

        app.MapApi();
        app.MapStudioApi();
        WorkflowRoutes.Map(app);
        app.MapElsaTasks();
        app.MapPublicFiles();
        app.MapApiDocument();
        app.MapMonitoring();
        app.MapDesigner();
        app.MapReviewer();
    }

    private static void AddClock(this IServiceCollection services, ConfigurationManager configuration)
    {
        services.AddOptions<ClockOptions>().Bind(configuration.GetSection(ClockOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClockOptions>, ClockOptionsValidator>();
        var options = configuration.GetSection(ClockOptions.Section).Get<ClockOptions>() ?? new ClockOptions();
        if (options.Mode == ClockMode.Virtual)
        {
            // A start that cannot be read is reported by the validator.
            var clock = new VirtualClock(Instants.TryParse(options.Start, out var start) ? start : TimeProvider.System.GetUtcNow());
            services.AddSingleton(clock).AddSingleton<TimeProvider>(clock).AddSingleton<ClockAdvance>();
        }
        else
        {
            services.AddSingleton(TimeProvider.System);
        }
    }

    private static BusinessCalendar Calendar(ClockOptions options)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
        return options.HolidaysFile is null
            ? BusinessCalendar.MainlandChina(zone)
            : BusinessCalendar.Load(File.ReadAllText(options.HolidaysFile), zone);
    }
}
