using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.TestKit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CertWorkflows.Server.Tests.Api;

/// <summary>
/// The real server on Kestrel and a database of its own (a SQLite file unless the test says so), with the demo users. Business time is virtual and starts on Monday
/// 2026-03-02, 10:00 in Shanghai; the clock of tokens and lock-outs is moved by the test.
/// </summary>
public sealed class ApiHost : IAsyncLifetime
{
    public const string AdminPassword = "admin-of-the-api-tests";

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    // What this host makes of an empty database; not for tests that say what it shall begin with.
    private static readonly Template Demo = new("demo", async settings =>
    {
        await using var factory = new Factory(SettingsOf(settings, []), NewAccessTime());
        factory.StartServer();
        await CheapPasswords.MakeAsync(factory.Services.GetRequiredService<IWorkflowStore>(), PasswordOf, CancellationToken.None);
    });

    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _settings = [];
    private DatabaseKind _kind = DatabaseKind.Sqlite;
    private TestDatabase? _database;
    private TestDatabase? _sharedDatabase;
    private Factory? _factory;

    public FakeTimeProvider AccessTime { get; } = NewAccessTime();

    public IServiceProvider Services => _factory!.Services;

    public static Task<ApiHost> StartAsync(params (string Key, string? Value)[] settings) => StartAsync(DatabaseKind.Sqlite, settings);

    public static async Task<ApiHost> StartAsync(DatabaseKind database, params (string Key, string? Value)[] settings)
    {
        var host = new ApiHost { _kind = database };
        foreach (var (key, value) in settings)
        {
            host._settings[key] = value;
        }

        await host.BeginAsync();
        return host;
    }

    /// <summary>A second host on the same database, to be disposed before this one.</summary>
    public async Task<ApiHost> AnotherAsync(params (string Key, string? Value)[] settings)
    {
        var host = new ApiHost { _sharedDatabase = _database };
        foreach (var (key, value) in _settings.Select(s => (s.Key, s.Value)).Concat(settings))
        {
            host._settings[key] = value;
        }

        await host.BeginAsync();
        return host;
    }

    public async ValueTask InitializeAsync()
    {
        var begins = _settings.Keys.Any(key => key.Split(':')[0] is "Demo" or "Bootstrap" or "Environment" or "Workflows" or "Clock" or "Listen");
        _database = _sharedDatabase ?? await TestDatabase.CreateAsync(_kind, TestContext.Current.CancellationToken, begins ? null : Demo);
        _factory = new Factory(SettingsOf(_database.Settings, _settings), AccessTime);
        _factory.StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        await _factory!.DisposeAsync();
        if (_sharedDatabase is null)
        {
            await _database!.DisposeAsync();
        }
    }

    // A host that does not start must leave nothing behind.
    private async Task BeginAsync()
    {
        try
        {
            await InitializeAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public HttpClient Anonymous()
    {
        var client = _factory!.CreateClient();
        client.BaseAddress = new UriBuilder(client.BaseAddress!) { Host = "127.0.0.1" }.Uri; // also where it listens on every address
        return client;
    }

    /// <summary>A client that is logged in as one of the demo users, or as admin.</summary>
    public async Task<HttpClient> AsAsync(string user)
    {
        if (!_tokens.TryGetValue(user, out var token))
        {
            token = (await LogInAsync(user, PasswordOf(user))).Body!["accessToken"]!.GetValue<string>();
            _tokens[user] = token;
        }

        return WithToken(token);
    }

    public HttpClient WithToken(string token)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public Task<Answer> LogInAsync(string user, string password) =>
        Anonymous().SubmitAsync("tokens", $$"""{"username":"{{user}}","password":"{{password}}"}""");

    private static string PasswordOf(string user) => user == "admin" ? AdminPassword : $"demo-{user}";

    private static FakeTimeProvider NewAccessTime() => new(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));

    private static Dictionary<string, string?> SettingsOf(IReadOnlyDictionary<string, string?> database, Dictionary<string, string?> more) =>
        new Dictionary<string, string?>(database)
        {
            ["Clock:Mode"] = "Virtual",
            ["Clock:Start"] = "2026-03-02T02:00:00Z",
            ["Demo:Seed"] = "true",
            ["Demo:Data"] = "false",
            ["Bootstrap:AdminPassword"] = AdminPassword,
        }.Concat(more).ToLookup(s => s.Key, s => s.Value).ToDictionary(s => s.Key, s => s.Last());

    private sealed class Factory : WebApplicationFactory<Program>
    {
        private readonly Dictionary<string, string?> _settings;
        private readonly FakeTimeProvider _accessTime;

        public Factory(Dictionary<string, string?> settings, FakeTimeProvider accessTime)
        {
            (_settings, _accessTime) = (settings, accessTime);
            if (settings.GetValueOrDefault("Listen") is "everywhere")
            {
                UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Any, 0));
            }
            else
            {
                UseKestrel(0);
            }
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment(_settings.GetValueOrDefault("Environment") ?? "Development");
            foreach (var (key, value) in _settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureTestServices(services => services.AddSingleton(new AccessClock(_accessTime)));
        }
    }
}

/// <summary>What came back.</summary>
public sealed record Answer(int Status, JsonNode? Body, HttpResponseMessage Response)
{
    public string? Code => Body?["code"]?.GetValue<string>();

    /// <summary>Fails unless it is a refusal as the API's conventions describe it.</summary>
    public Answer IsProblem(int status, string code)
    {
        Assert.Equal((status, code), (Status, Code));
        Assert.Equal("application/problem+json", Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(status, Body!["status"]!.GetValue<int>());
        Assert.False(string.IsNullOrEmpty(Body["title"]?.GetValue<string>()));
        Assert.False(string.IsNullOrEmpty(Body["traceId"]?.GetValue<string>()));
        return this;
    }
}

internal static class Requests
{
    public static Task<Answer> ReadAsync(this HttpClient client, string path) => client.SendAsync(HttpMethod.Get, path, null);

    public static Task<Answer> SubmitAsync(this HttpClient client, string path, string? json, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Post, path, json, headers);

    public static async Task<Answer> SendAsync(
        this HttpClient client, HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path.StartsWith('/') ? path : $"/api/v1/{path}", UriKind.Relative));
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Answer((int)response.StatusCode, isJson && text.Length > 0 ? JsonNode.Parse(text) : null, response);
    }
}

/// <summary>Bodies that are right, to be made wrong.</summary>
internal static class Bodies
{
    public static string Order(string customer = "c-1", string product = "geotrust-dv", string more = "", string item = "", string? paidAt = null) => $$"""
        {"customerId":"{{customer}}","company":"Example Ltd","email":"it@example.com",
         "payment":{"channel":"alipay","account":"it@example.com"{{(paidAt is null ? "" : $",\"paidAt\":\"{paidAt}\"")}}},
         "items":[{"product":"{{product}}"{{item}}}]{{more}}}
        """;

    public static string Assessment(string at = "2026-03-10T10:00:00+08:00", string more = "") => $$"""
        {"at":"{{at}}","product":"paid","bundled":false,"channel":"selfService","application":"notSubmitted",
         "paidAt":"2026-03-02T10:00:00+08:00","serviceEndsAt":"2027-03-02T10:00:00+08:00","refund":"none",
         "paid":{"amount":"480.00","currency":"CNY"},"voucher":{"amount":"20.00","currency":"CNY"}{{more}}}
        """;

    public static string RenewalQuote(
        string issuedAt = "2021-04-25T10:00:00+08:00", string brand = "GlobalSign", string newBrand = "GlobalSign", string more = "") => $$"""
        {"issuedAt":"{{issuedAt}}","termYears":1,
         "old":{"brand":"{{brand}}","validation":"OV","wildcard":false,"domains":2,"company":"Example Ltd","product":"paid","expiresAt":"2021-05-01T12:00:00+08:00"},
         "new":{"brand":"{{newBrand}}","validation":"OV","wildcard":false,"domains":2,"company":"Example Ltd","product":"paid"},
         "boughtAs":"renewal"{{more}}}
        """;
}
