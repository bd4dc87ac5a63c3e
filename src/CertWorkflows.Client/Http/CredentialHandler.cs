using System.Net.Http.Headers;

namespace CertWorkflows.Client;

/// <summary>Puts the caller's credential on each request.</summary>
/// <remarks>Set <see cref="DelegatingHandler.InnerHandler"/>, or let <c>AddHttpMessageHandler</c> do it.</remarks>
/// <param name="credential">Asked before each request, so that it can renew a token; null sends the request without one.</param>
public sealed class CredentialHandler(Func<CancellationToken, ValueTask<AuthenticationHeaderValue?>> credential)
    : DelegatingHandler
{
    /// <summary>A handler for an access token that does not change.</summary>
    /// <param name="accessToken">The token of <see cref="TokensClient.CreateAsync"/>.</param>
    public static CredentialHandler Bearer(string accessToken) => Fixed("Bearer", accessToken);

    /// <summary>A handler for an API key.</summary>
    /// <param name="key">The key, as it was shown once when it was made.</param>
    public static CredentialHandler ApiKey(string key) => Fixed("ApiKey", key);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization ??= await credential(cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }

    private static CredentialHandler Fixed(string scheme, string parameter)
    {
        var header = new AuthenticationHeaderValue(scheme, parameter);
        return new CredentialHandler(_ => ValueTask.FromResult<AuthenticationHeaderValue?>(header));
    }
}
