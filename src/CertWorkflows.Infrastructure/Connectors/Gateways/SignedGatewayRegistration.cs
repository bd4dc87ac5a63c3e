using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Gateways;

internal static class SignedGatewayRegistration
{
    /// <summary>Adds the gateway under its name, and under the same name the verifier of its callbacks.</summary>
    public static void AddSignedGateway<TOptions>(this IServiceCollection services, string name)
        where TOptions : SignedGatewayOptions
    {
        services.AddGatewayClient(name, provider => Options(provider).Http, SignedGateway.SignatureHeader);
        services.AddKeyedSingleton(name, (provider, _) => new SignedGateway(
            provider.GetRequiredService<IHttpClientFactory>(), name, Options(provider)));
        services.AddKeyedSingleton(name, (provider, _) => new CallbackVerifier(
            Options(provider), provider.GetRequiredService<TimeProvider>()));

        static TOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<TOptions>>().Value;
    }
}
