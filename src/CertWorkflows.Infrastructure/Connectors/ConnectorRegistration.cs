using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Connectors.Ca;
using CertWorkflows.Infrastructure.Connectors.Gateways;
using CertWorkflows.Infrastructure.Connectors.Guards;
using CertWorkflows.Infrastructure.Connectors.Http;
using CertWorkflows.Infrastructure.Connectors.Mail;
using CertWorkflows.Infrastructure.Connectors.Payments;
using CertWorkflows.Infrastructure.Connectors.Sms;
using CertWorkflows.Infrastructure.Connectors.Tls;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors;

/// <summary>Registers what talks to the outside world; which of each is decided by <c>Connectors:*:Mode</c>.</summary>
public static class ConnectorRegistration
{
    /// <summary>
    /// Adds the handlers of <c>payment</c>, <c>mail</c>, <c>sms</c>, <c>http</c>, <c>ca-issue</c>, <c>ca-revoke</c> and
    /// <c>tls-probe</c>, their <see cref="ConnectorHealths"/>, and a <see cref="CallbackVerifier"/> for each gateway.
    /// Needs an <see cref="IWorkflowStore"/>, a business calendar, a host environment and logging. A wrong setting stops the start.
    /// </summary>
    public static IServiceCollection AddConnectors(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new ConnectorHealths(provider.GetServices<ConnectorGuard>()));
        return services.AddPayments(configuration).AddMail(configuration).AddSms(configuration)
            .AddHttpCalls(configuration).AddTlsProbe(configuration).AddCa(configuration);
    }

    internal static void AddChecked<TOptions, TValidator>(
        this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        services.AddOptions<TOptions>().Bind(configuration.GetSection(section)).ValidateOnStart();
    }

    /// <summary>Adds the guard of an account, and behind it the handlers that use the account.</summary>
    internal static IServiceCollection AddGuarded<TOptions>(
        this IServiceCollection services,
        string name,
        Func<TOptions, TimeProvider, ConnectorGuard> guard,
        params Func<IServiceProvider, TOptions, IEffectHandler>[] handlers)
        where TOptions : class
    {
        services.AddKeyedSingleton(name, (provider, _) => guard(Options(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<ConnectorGuard>(name));
        foreach (var choose in handlers)
        {
            services.AddSingleton(provider =>
                provider.GetRequiredKeyedService<ConnectorGuard>(name).Guard(choose(provider, Options(provider))));
        }

        return services;

        static TOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<TOptions>>().Value;
    }

    private static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<PaymentOptions, PaymentOptionsValidator>(configuration, PaymentOptions.Section);
        services.AddSignedGateway<PaymentOptions>(HttpPayments.ClientName);
        return services.AddGuarded<PaymentOptions>(
            "payments",
            (options, time) => new ConnectorGuard(
                "payments", options.Mode, options.Rate, options.Mode == PaymentOptions.Gateway ? options.Circuit : null, time),
            (provider, options) => options.Mode == PaymentOptions.Gateway
                ? new HttpPayments(provider.GetRequiredKeyedService<SignedGateway>(HttpPayments.ClientName))
                : ActivatorUtilities.CreateInstance<SandboxPayments>(provider));
    }

    private static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<MailOptions, MailOptionsValidator>(configuration, MailOptions.Section);
        return services.AddGuarded<MailOptions>(
            "mail",
            (options, time) => new ConnectorGuard(
                "mail", options.Mode, options.Rate, options.Mode == MailOptions.ToServer ? options.Circuit : null, time),
            (provider, options) => options.Mode == MailOptions.ToServer
                ? ActivatorUtilities.CreateInstance<SmtpMail>(provider)
                : ActivatorUtilities.CreateInstance<FolderMail>(provider));
    }

    private static IServiceCollection AddSms(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<SmsOptions, SmsOptionsValidator>(configuration, SmsOptions.Section);
        services.AddGatewayClient(
            HttpSms.ClientName,
            provider => provider.GetRequiredService<IOptions<SmsOptions>>().Value.Http,
            "Authorization");
        return services.AddGuarded<SmsOptions>(
            "sms",
            (options, time) => new ConnectorGuard(
                "sms", options.Mode, options.Rate, options.Mode == SmsOptions.Gateway ? options.Circuit : null, time),
            (provider, options) => options.Mode == SmsOptions.Gateway
                ? ActivatorUtilities.CreateInstance<HttpSms>(provider)
                : ActivatorUtilities.CreateInstance<LoggedSms>(provider));
    }

    private static IServiceCollection AddTlsProbe(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<TlsProbeOptions, TlsProbeOptionsValidator>(configuration, TlsProbeOptions.Section);
        return services.AddGuarded<TlsProbeOptions>(
            "tls-probe",
            (options, time) => new ConnectorGuard("tls-probe", "tls", options.Rate, circuit: null, time),
            (provider, _) => ActivatorUtilities.CreateInstance<TlsProbe>(provider));
    }

    private static IServiceCollection AddHttpCalls(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<HttpCallOptions, HttpCallOptionsValidator>(configuration, HttpCallOptions.Section);
        services
            .AddHttpClient(HttpCalls.ClientName, (provider, client) =>
            {
                var options = provider.GetRequiredService<IOptions<HttpCallOptions>>().Value;
                client.Timeout = options.Timeout;
                client.MaxResponseContentBufferSize = options.MaxResponseBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var allowsPrivate = provider.GetRequiredService<IOptions<HttpCallOptions>>().Value.AllowPrivateAddresses;
                return new SocketsHttpHandler
                {
                    // Behind a proxy the address that is connected to could not be checked.
                    UseProxy = false,
                    UseCookies = false,
                    MaxAutomaticRedirections = 5,
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    ConnectCallback = (context, token) => PublicConnection.ConnectAsync(context.DnsEndPoint, allowsPrivate, token),
                };
            })
            .RedactLoggedHeaders(_ => true);
        return services.AddGuarded<HttpCallOptions>(
            "http",
            // Each call goes to another receiver, which the workflow itself answers for.
            (_, time) => new ConnectorGuard("http", "http", new RateOptions(), circuit: null, time),
            (provider, _) => ActivatorUtilities.CreateInstance<HttpCalls>(provider));
    }
}
