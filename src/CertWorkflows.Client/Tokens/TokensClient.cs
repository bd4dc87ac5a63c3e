namespace CertWorkflows.Client;

/// <summary>Logging in and staying logged in.</summary>
public sealed class TokensClient
{
    private readonly ApiTransport _transport;

    internal TokensClient(ApiTransport transport) => _transport = transport;

    /// <summary>Logs in.</summary>
    /// <param name="request">The user's name and password.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">401 <c>invalid-credentials</c>; 429 after too many wrong passwords.</exception>
    public Task<TokenResponse> CreateAsync(CreateTokenRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<TokenResponse>(new ApiCall(HttpMethod.Post, "tokens", request), cancellationToken);

    /// <summary>Exchanges a refresh token for new tokens; the old refresh token is used up.</summary>
    /// <param name="request">The refresh token.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">401 <c>invalid-refresh-token</c>: unknown, expired, or used before.</exception>
    public Task<TokenResponse> RefreshAsync(RefreshTokenRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<TokenResponse>(new ApiCall(HttpMethod.Post, "tokens/refresh", request), cancellationToken);

    /// <summary>Logs out: the session that the refresh token belongs to ends at once. A token that is not known changes nothing.</summary>
    /// <param name="request">The refresh token.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task RevokeAsync(RefreshTokenRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(new ApiCall(HttpMethod.Post, "tokens/revoke", request), cancellationToken);
}
