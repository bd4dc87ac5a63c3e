namespace CertWorkflows.Application.Access;

/// <summary>A person who logs in.</summary>
public sealed class User
{
    public Guid Id { get; init; }

    /// <summary>Lower case; the name by which tasks, audit and separation of duties know the person.</summary>
    public required string Username { get; init; }

    public required string DisplayName { get; set; }

    public required string PasswordHash { get; set; }

    /// <summary>Of <c>caller</c>, <c>reviewer</c>, <c>analyst</c>, <c>operator</c>, <c>admin</c>.</summary>
    public required List<string> Roles { get; set; }

    /// <summary>Task groups: <c>refunds</c>, <c>certificates</c>, <c>customer-care</c>, <c>supervisors</c>, <c>operators</c>.</summary>
    public required List<string> Groups { get; set; }

    public bool Disabled { get; set; }

    /// <summary>Changes with password, roles or disabling; a token issued for another stamp is refused.</summary>
    public required string SecurityStamp { get; set; }

    public int FailedLogins { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Concurrency token.</summary>
    public long Version { get; set; }
}

/// <summary>A program's credential; only its hash is kept.</summary>
public sealed class ApiKey
{
    public Guid Id { get; init; }

    /// <summary>The name by which audit and separation of duties know the program.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the key, hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>First characters of the key, to recognise it.</summary>
    public required string Prefix { get; init; }

    public required List<string> Roles { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When it was last used, give or take some minutes; null when it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>A refresh token that was handed out; single use, only its hash is kept.</summary>
public sealed class RefreshToken
{
    /// <summary>SHA-256 of the token, hexadecimal.</summary>
    public required string Hash { get; init; }

    public Guid UserId { get; init; }

    /// <summary>Tokens that descend from one log-in; reuse of a spent one revokes the family.</summary>
    public Guid Family { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? SpentAt { get; set; }
}

/// <summary>A value that the server keeps for itself, for instance the signing key.</summary>
public sealed class Setting
{
    public required string Key { get; init; }

    public required string Value { get; set; }
}

/// <summary>The first answer to a request that carried an <c>Idempotency-Key</c>; committed with what the request did.</summary>
public sealed class StoredAnswer
{
    /// <summary>Name of the key by which a second request with the same key is recognised.</summary>
    public const string KeyName = "pk_answers";

    /// <summary>Who asked; keys are scoped to the caller.</summary>
    public required string Caller { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body.</summary>
    public required string RequestHash { get; init; }

    public int Status { get; init; }

    public required string Body { get; init; }

    public string? Location { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
