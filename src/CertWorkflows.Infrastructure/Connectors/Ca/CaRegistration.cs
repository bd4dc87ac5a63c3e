using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Connectors.Ca.Acme;
using CertWorkflows.Infrastructure.Connectors.Ca.Gateway;
using CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;
using CertWorkflows.Infrastructure.Connectors.Gateways;
using CertWorkflows.Infrastructure.Connectors.Guards;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Ca;

internal static class CaRegistration
{
    /// <summary>Adds the handlers of <c>ca-issue</c> and <c>ca-revoke</c>, which share one account.</summary>
    public static IServiceCollection AddCa(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<CaOptions, CaOptionsValidator>(configuration, CaOptions.Section);
        services.AddSingleton<SandboxAuthorityVault>();
        services.AddSingleton(provider => new SandboxPublications(
            provider.GetRequiredService<IWorkflowStore>(),
            provider.GetRequiredService<SandboxAuthorityVault>(),
            provider.GetRequiredService<IOptions<CaOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSignedGateway<CaOptions>(HttpCa.ClientName);
        services.AddAcme();
        return services.AddGuarded<CaOptions>(
            "ca",
            (options, time) => new ConnectorGuard(
                "ca", options.Mode, options.Rate, options.Mode == CaOptions.OfOurOwn ? null : options.Circuit, time),
            (provider, options) => options.Mode switch
            {
                CaOptions.Gateway => new HttpCa(provider.GetRequiredKeyedService<SignedGateway>(HttpCa.ClientName)),
                CaOptions.ByAcme => ActivatorUtilities.CreateInstance<AcmeCa>(provider),
                _ => ActivatorUtilities.CreateInstance<SandboxCa>(provider),
            },
            (provider, options) => options.Mode switch
            {
                CaOptions.Gateway => new HttpCaRevocations(provider.GetRequiredKeyedService<SignedGateway>(HttpCa.ClientName)),
                CaOptions.ByAcme => ActivatorUtilities.CreateInstance<AcmeRevocations>(provider),
                _ => ActivatorUtilities.CreateInstance<SandboxRevocations>(provider),
            });
    }

    private static void AddAcme(this IServiceCollection services)
    {
        services.AddSingleton(provider => new AcmeOrders(provider.GetRequiredService<IWorkflowStore>()));
        services.AddSingleton<AcmeClient>().AddSingleton<AcmeAccounts>().AddSingleton<AcmeProofs>()
            .AddSingleton<AcmeHook>().AddSingleton<KeyFolder>();
        services.AddGatewayClient(
            AcmeHook.ClientName,
            provider => provider.GetRequiredService<IOptions<CaOptions>>().Value.Acme.Hook.Http,
            "Authorization");
        services
            .AddHttpClient(AcmeClient.ClientName, (provider, client) =>
            {
                var limits = provider.GetRequiredService<IOptions<CaOptions>>().Value.Http;
                client.Timeout = limits.Timeout;
                client.MaxResponseContentBufferSize = limits.MaxResponseBytes;
                // RFC 8555, 6.1 wants one.
                client.DefaultRequestHeaders.UserAgent.ParseAdd("CertWorkflows");
            })
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var handler = new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                };
                if (provider.GetRequiredService<IOptions<CaOptions>>().Value.Acme.TrustedRootsFile is { } file)
                {
                    handler.SslOptions.CertificateChainPolicy = TrustedRoots.Only(file);
                }

                return handler;
            });
    }
}
