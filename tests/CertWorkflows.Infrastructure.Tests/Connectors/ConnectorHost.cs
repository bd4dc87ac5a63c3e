using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Infrastructure.Connectors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CertWorkflows.Infrastructure.Tests.Connectors;

/// <summary>The connectors as a host registers them, with settings below <c>Connectors:</c>.</summary>
internal sealed class ConnectorHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2021, 4, 25, 2, 0, 0, TimeSpan.Zero);
    private readonly ServiceProvider provider;

    public ConnectorHost(params (string Key, string Value)[] settings)
        : this(null, null, settings)
    {
    }

    /// <param name="store">A store of the test's own; one in memory when null.</param>
    /// <param name="more">Services beyond those of the host.</param>
    public ConnectorHost(IWorkflowStore? store, Action<IServiceCollection>? more, params (string Key, string Value)[] settings)
    {
        ContentRoot = Directory.CreateTempSubdirectory("connectors-").FullName;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        foreach (var (key, value) in settings)
        {
            configuration[$"Connectors:{key}"] = value;
        }

        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Log))
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(store ?? Store)
            .AddSingleton(BusinessCalendar.MainlandChina(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")))
            .AddSingleton<IHostEnvironment>(new Place(ContentRoot))
            .AddConnectors(configuration);
        more?.Invoke(services);
        provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public ConnectorStore Store { get; } = new();

    public FakeTimeProvider Time { get; } = new(Start);

    public LogLines Log { get; } = new();

    public string ContentRoot { get; }

    public T Get<T>()
        where T : notnull => provider.GetRequiredService<T>();

    public T Get<T>(string key)
        where T : notnull => provider.GetRequiredKeyedService<T>(key);

    public IEffectHandler Handler(string kind) => provider.GetServices<IEffectHandler>().Single(handler => handler.Kind == kind);

    public void ValidateStart() => provider.GetRequiredService<IStartupValidator>().Validate();

    public Task<EffectOutcome> SendAsync(string kind, EffectRequest request) =>
        Handler(kind).SendAsync(request, TestContext.Current.CancellationToken);

    public static EffectRequest Request(JsonObject payload, string key = "instance-1:pay-1", int attempt = 1) =>
        new(Guid.Empty, key, payload, attempt, Start, Start, ExternalReference: null);

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        Store.Dispose();
        Directory.Delete(ContentRoot, recursive: true);
    }

    private sealed class Place(string contentRoot) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Test";

        public string ApplicationName { get; set; } = "CertWorkflows";

        public string ContentRootPath { get; set; } = contentRoot;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
