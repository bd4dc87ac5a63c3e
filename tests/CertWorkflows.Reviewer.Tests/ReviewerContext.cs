using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Session;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace CertWorkflows.Reviewer.Tests;

/// <summary>Renders the pages over a fake API.</summary>
internal sealed class ReviewerContext : BunitContext
{
    public ReviewerContext(string culture = "en")
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddLocalization();
        Services.AddLogging();
        Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        Services.AddSingleton<SessionCookie>();
        Services.AddSingleton(new SessionClock(TimeProvider.System));
        Services.AddSingleton(new BusinessTime("Asia/Shanghai"));
        Services.AddSingleton<AntiforgeryStateProvider, NoAntiforgery>();
        Services.AddScoped<ReviewerSession>();
        Services.AddScoped<ApiAttempt>();
        Services.AddScoped<CurrentUser>();
        Services.AddScoped<LiveEvents>();
        Services.AddScoped<CertWorkflows.Reviewer.Inbox.TaskTrail>();
        Services.AddScoped<CertWorkflows.Reviewer.Tasks.TaskBulk>();
        Services.AddScoped(_ => new CertWorkflowsClient(new HttpClient(Api) { BaseAddress = new Uri("http://api.example/") }));
    }

    public FakeApi Api { get; } = new();

    public NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private sealed class NoAntiforgery : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken GetAntiforgeryToken() => new("token", "__RequestVerificationToken");
    }
}

internal static class ByTestId
{
    public static IElement Test<T>(this IRenderedComponent<T> page, string id)
        where T : IComponent => page.Find($"[data-testid='{id}']");

    public static bool Has<T>(this IRenderedComponent<T> page, string id)
        where T : IComponent => page.FindAll($"[data-testid='{id}']").Count > 0;
}
