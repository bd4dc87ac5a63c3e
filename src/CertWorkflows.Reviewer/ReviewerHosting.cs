using CertWorkflows.Reviewer.Language;
using CertWorkflows.Reviewer.Session;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

namespace CertWorkflows.Reviewer;

/// <summary>Mounts the reviewer pages in a web host.</summary>
public static class ReviewerHosting
{
    /// <summary>The name of the HTTP client that calls the API, for hosts that want to change its handlers.</summary>
    public const string ApiHttpClientName = "CertWorkflows.Reviewer";

    /// <summary>Registers the pages.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="apiBase">The root of the server that has the API; ends with a slash.</param>
    public static IServiceCollection AddReviewer(this IServiceCollection services, Uri apiBase) =>
        services.AddReviewer(_ => apiBase);

    /// <summary>Registers the pages for a host that knows the API's address only once it listens.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="apiBase">Asked at the first call; the answer ends with a slash.</param>
    /// <param name="configure">Changes the settings.</param>
    public static IServiceCollection AddReviewer(
        this IServiceCollection services, Func<IServiceProvider, Uri> apiBase, Action<ReviewerOptions>? configure = null)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddLocalization();
        services.AddDataProtection();
        services.AddHttpClient(ApiHttpClientName, (provider, http) => http.BaseAddress = apiBase(provider));
        services.AddOptions<ReviewerOptions>()
            .Configure(configure ?? (_ => { }))
            .Validate(
                options => TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _),
                "Reviewer: TimeZone must be the IANA name of a zone that this machine knows, such as Asia/Shanghai.")
            .ValidateOnStart();
        services.TryAddSingleton(new SessionClock(TimeProvider.System));
        services.AddSingleton(provider =>
            new BusinessTime(provider.GetRequiredService<IOptions<ReviewerOptions>>().Value.TimeZone));
        services.AddSingleton<SessionCookie>();
        services.AddScoped<ReviewerSession>();
        services.AddScoped<ApiAttempt>();
        services.AddScoped<CurrentUser>();
        services.AddScoped<LiveEvents>();
        services.AddScoped<Inbox.TaskTrail>();
        services.AddScoped<Tasks.TaskBulk>();
        services.AddScoped(provider => ApiClientFactory.Create(provider, apiBase(provider)));
        return services;
    }

    /// <summary>Maps pages, session endpoints and static files; call it after authentication and authorization.</summary>
    /// <param name="app">The host.</param>
    public static WebApplication MapReviewer(this WebApplication app)
    {
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
            pages => pages.UseRequestLocalization(Languages.Localization()));
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapSession();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
