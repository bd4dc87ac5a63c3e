namespace CertWorkflows.Client;

/// <summary>An API key without its secret.</summary>
public record ApiKeyDto
{
    /// <summary>The key's id.</summary>
    public required string Id { get; init; }

    /// <summary>What the key is for.</summary>
    public required string Name { get; init; }

    /// <summary>What a caller with the key may do.</summary>
    public required IReadOnlyList<UserRole> Roles { get; init; }

    /// <summary>The task groups of a caller with the key.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>The first characters of the key, to tell keys apart.</summary>
    public required string Prefix { get; init; }

    /// <summary>When the key was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the key ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the key was last used; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>A new API key with its secret.</summary>
public sealed record CreatedApiKeyDto : ApiKeyDto
{
    /// <summary>The key to send as <c>Authorization: ApiKey</c>. It is stored hashed and never shown again.</summary>
    public required string Key { get; init; }
}

/// <summary>A request for a new API key.</summary>
public sealed record CreateApiKeyRequest
{
    /// <summary>What the key is for.</summary>
    public required string Name { get; init; }

    /// <summary>What a caller with the key may do.</summary>
    public required IReadOnlyList<UserRole> Roles { get; init; }

    /// <summary>The task groups of a caller with the key; none when left out.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>When the key ends; never when left out.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Which API keys are wanted.</summary>
public sealed record ApiKeyListRequest : PageRequest;
