using CertWorkflows.Application.Access;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CertWorkflows.Server.Authentication;

/// <summary>Our own access tokens: short-lived, signed, carrying name, roles, groups, the user's stamp and the session.</summary>
internal sealed class AccessTokens(SigningKey key, AccessClock clock, IOptions<AuthOptions> options)
{
    public const string Issuer = "certworkflows";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    public (string Token, DateTimeOffset ExpiresAt) Issue(User user, Guid session)
    {
        var now = clock.Now;
        var expiresAt = now + options.Value.AccessTokenLifetime;
        var token = Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            SigningCredentials = new SigningCredentials(key.Key, SecurityAlgorithms.HmacSha256),
            Claims = new Dictionary<string, object>
            {
                [ClaimNames.Id] = user.Id.ToString(),
                [ClaimNames.Name] = user.Username,
                [ClaimNames.DisplayName] = user.DisplayName,
                [ClaimNames.Role] = user.Roles,
                [ClaimNames.Group] = user.Groups,
                [ClaimNames.Stamp] = user.SecurityStamp,
                [ClaimNames.Session] = session.ToString(),
            },
        });
        return (token, expiresAt);
    }

    public TokenValidationParameters Validation() => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Issuer,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        NameClaimType = ClaimNames.Name,
        RoleClaimType = ClaimNames.Role,
        IssuerSigningKeyResolver = (_, _, _, _) => [key.Key],
        RequireExpirationTime = true,
        LifetimeValidator = (_, expires, _, _) => expires > clock.Now.UtcDateTime,
    };
}
