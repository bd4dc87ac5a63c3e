using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Connectors.Ca;
using CertWorkflows.Infrastructure.Connectors.Http;
using CertWorkflows.Infrastructure.Connectors.Mail;
using CertWorkflows.Infrastructure.Connectors.Payments;
using CertWorkflows.Infrastructure.Connectors.Sms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors;

/// <summary>Registers what talks to the outside world; which of each is decided by <c>Connectors:*:Mode</c>.</summary>
public static class ConnectorRegistration
{
    /// <summary>
    /// Adds the handlers of <c>payment</c>, <c>mail</c>, <c>sms</c>, <c>http</c> and <c>ca-issue</c>, and a
    /// <see cref="CallbackVerifier"/>.
    /// Needs an <see cref="IWorkflowStore"/>, a host environment and logging. A wrong setting stops the start.
    /// </summary>
    public static IServiceCollection AddConnectors(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddPayments(configuration).AddMail(configuration).AddSms(configuration).AddHttpCalls(configuration).AddCa(configuration);
        return services;
    }

    private static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<PaymentOptions, PaymentOptionsValidator>(configuration, PaymentOptions.Section);
        services.AddGatewayClient(
            HttpPayments.ClientName,
            provider => provider.GetRequiredService<IOptions<PaymentOptions>>().Value.Http,
            HttpPayments.SignatureHeader);
        services.AddSingleton(provider => new CallbackVerifier(
            provider.GetRequiredService<IOptions<PaymentOptions>>(), provider.GetRequiredService<TimeProvider>()));
        return services.AddHandler<PaymentOptions>((provider, options) => options.Mode == PaymentOptions.Gateway
            ? ActivatorUtilities.CreateInstance<HttpPayments>(provider)
            : ActivatorUtilities.CreateInstance<SandboxPayments>(provider));
    }

    private static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<MailOptions, MailOptionsValidator>(configuration, MailOptions.Section);
        return services.AddHandler<MailOptions>((provider, options) => options.Mode == MailOptions.ToServer
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
        return services.AddHandler<SmsOptions>((provider, options) => options.Mode == SmsOptions.Gateway
            ? ActivatorUtilities.CreateInstance<HttpSms>(provider)
            : ActivatorUtilities.CreateInstance<LoggedSms>(provider));
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
                    ConnectCallback = (context, token) => PublicAddresses.ConnectAsync(context.DnsEndPoint, allowsPrivate, token),
                };
            })
            .RedactLoggedHeaders(_ => true);
        return services.AddHandler<HttpCallOptions>((provider, _) => ActivatorUtilities.CreateInstance<HttpCalls>(provider));
    }

    private static void AddCa(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<CaOptions, CaOptionsValidator>(configuration, CaOptions.Section);
        services.AddHandler<CaOptions>((provider, _) => ActivatorUtilities.CreateInstance<SandboxCa>(provider));
    }

    private static void AddChecked<TOptions, TValidator>(
        this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        services.AddOptions<TOptions>().Bind(configuration.GetSection(section)).ValidateOnStart();
    }

    private static IServiceCollection AddHandler<TOptions>(
        this IServiceCollection services, Func<IServiceProvider, TOptions, IEffectHandler> choose)
        where TOptions : class =>
        services.AddSingleton(provider => choose(provider, provider.GetRequiredService<IOptions<TOptions>>().Value));
}
