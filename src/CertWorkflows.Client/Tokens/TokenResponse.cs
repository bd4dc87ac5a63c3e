namespace CertWorkflows.Client;

/// <summary>Tokens of a user who logged in.</summary>
public sealed record TokenResponse
{
    /// <summary>The JWT to send as <c>Authorization: Bearer</c>.</summary>
    public required string AccessToken { get; init; }

    /// <summary>Good for one call of <see cref="TokensClient.RefreshAsync"/>.</summary>
    public required string RefreshToken { get; init; }

    /// <summary>When the access token ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A request to log in.</summary>
public sealed record CreateTokenRequest
{
    /// <summary>The user's name.</summary>
    public required string Username { get; init; }

    /// <summary>The password.</summary>
    public required string Password { get; init; }
}

/// <summary>A request for new tokens.</summary>
public sealed record RefreshTokenRequest
{
    /// <summary>The refresh token of the last answer.</summary>
    public required string RefreshToken { get; init; }
}
