using CertWorkflows.Application.Revocations;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Server;

/// <summary>The address that links in mails begin with; known at start, or the host does not start.</summary>
internal static class PublicLinks
{
    public static void AddPublicLinks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PublicLinkOptions>()
            .Configure<IServiceProvider, IHostEnvironment>((links, provider, environment) =>
                links.OwnAddress = environment.IsDevelopment() ? () => ListenerAddresses.OwnBase(provider) : null)
            .Configure(links => links.PublicAddress = configuration[$"{PublicLinkOptions.Section}:{nameof(PublicLinkOptions.PublicAddress)}"])
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<PublicLinkOptions>, PublicLinkOptionsValidator>();
    }
}

internal sealed class PublicLinkOptionsValidator : IValidateOptions<PublicLinkOptions>
{
    public ValidateOptionsResult Validate(string? name, PublicLinkOptions options)
    {
        if (string.IsNullOrEmpty(options.PublicAddress))
        {
            return options.OwnAddress is not null
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    "Links__PublicAddress is missing: the address under which customers reach this server, such as "
                    + "https://certificates.example.com. Without it the links in mails would lead nowhere.");
        }

        return Uri.TryCreate(options.PublicAddress, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            && address is { Query: "", Fragment: "", UserInfo: "" }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Links__PublicAddress is '{options.PublicAddress}'; allowed is an absolute https address without query and fragment, "
                + "or http to this machine.");
    }
}
