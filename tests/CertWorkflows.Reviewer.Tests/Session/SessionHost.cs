using System.Net;
using CertWorkflows.Reviewer.Session;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CertWorkflows.Reviewer.Tests.Session;

/// <summary>The session endpoints on a real socket, with a browser's cookies, over a fake API.</summary>
internal sealed class SessionHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _browser;

    private SessionHost(WebApplication app, FakeApi api, FakeTimeProvider time)
    {
        _app = app;
        Api = api;
        Time = time;
        _browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies })
        {
            BaseAddress = new Uri(app.Urls.Single()),
        };
    }

    public FakeApi Api { get; }

    public FakeTimeProvider Time { get; }

    public CookieContainer Cookies { get; } = new();

    public Cookie? SessionCookie => Cookies.GetCookies(_browser.BaseAddress!)["certworkflows-session"];

    public SessionCookie Reader => _app.Services.GetRequiredService<SessionCookie>();

    public static async Task<SessionHost> StartAsync()
    {
        var api = new FakeApi();
        var time = new FakeTimeProvider(new DateTimeOffset(2021, 4, 25, 10, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new SessionClock(time));
        builder.Services.AddReviewer(new Uri("http://api.example/"));
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        builder.Services.AddHttpClient(ReviewerHosting.ApiHttpClientName).ConfigurePrimaryHttpMessageHandler(() => api);
        var app = builder.Build();
        app.UseAntiforgery();
        app.MapSession();
        app.MapGet("/form", (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new SessionHost(app, api, time);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        var token = await _browser.GetStringAsync("/form", TestContext.Current.CancellationToken);
        return await PostWithoutTokenAsync(path, [.. fields, ("__RequestVerificationToken", token)]);
    }

    public Task<HttpResponseMessage> PostWithoutTokenAsync(string path, params (string Name, string Value)[] fields) => _browser.PostAsync(
        path,
        new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> GetAsync(string path) => _browser.GetAsync(path, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> LogInAsync(string returnUrl = "") =>
        PostAsync("/session", ("username", "reviewer"), ("password", "secret"), ("returnUrl", returnUrl));

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }
}
