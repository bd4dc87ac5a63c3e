using System.Text;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Authentication;

/// <summary>How callers prove who they are. Section <c>Auth</c>.</summary>
internal sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>Signs access tokens; at least 32 characters. Default: a random one, kept in the database.</summary>
    public string? SigningKey { get; set; }

    /// <summary>How long an access token is good for; 1 minute to 1 day, default 15 minutes.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    public OidcOptions Oidc { get; set; } = new();
}

/// <summary>Tokens of an OpenID Connect provider, taken beside our own. Section <c>Auth:Oidc</c>.</summary>
internal sealed class OidcOptions
{
    /// <summary>The provider's address; default none, which leaves this off.</summary>
    public string? Authority { get; set; }

    /// <summary>What the token must be for; needed with an authority.</summary>
    public string? Audience { get; set; }

    /// <summary>The claim with the user's name; default <c>preferred_username</c>.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>The claim with the roles, by our names; default <c>roles</c>.</summary>
    public string RolesClaim { get; set; } = "roles";

    /// <summary>The claim with the task groups, by our names; default <c>groups</c>.</summary>
    public string GroupsClaim { get; set; } = "groups";
}

internal sealed class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    public const int MinKeyBytes = 32;

    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        var failures = new List<string>();
        if (options.SigningKey is { } key && Encoding.UTF8.GetByteCount(key) < MinKeyBytes)
        {
            failures.Add($"Auth__SigningKey must have at least {MinKeyBytes} bytes.");
        }

        if (options.AccessTokenLifetime < TimeSpan.FromMinutes(1) || options.AccessTokenLifetime > TimeSpan.FromDays(1))
        {
            failures.Add("Auth__AccessTokenLifetime must be 1 minute to 1 day.");
        }

        if (options.Oidc.Authority is not null && string.IsNullOrWhiteSpace(options.Oidc.Audience))
        {
            failures.Add("Auth__Oidc__Audience is needed with Auth__Oidc__Authority: tokens for other services must not work here.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
