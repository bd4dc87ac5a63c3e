using System.Security.Claims;
using CertWorkflows.Application.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CertWorkflows.Server.Authentication;

/// <summary>Which credentials are taken and which roles the endpoints ask for.</summary>
internal static class AuthenticationSetup
{
    private const string AnyScheme = "Any";
    private const string OidcScheme = "Oidc";
    private const string BearerStart = "Bearer ";

    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuthOptions>().Bind(configuration.GetSection(AuthOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>();
        services.TryAddSingleton(new AccessClock(TimeProvider.System));
        services.AddSingleton<SigningKey>().AddSingleton<AccessTokens>().AddSingleton<AccessDirectory>();
        services.AddSingleton<LogIn>().AddSingleton<UserService>().AddSingleton<ApiKeyService>().AddSingleton<SessionService>();

        var oidc = configuration.GetSection(AuthOptions.Section).Get<AuthOptions>()?.Oidc ?? new OidcOptions();
        var authentication = services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, null, policy => policy.ForwardDefaultSelector = context => SchemeOf(context, oidc))
            .AddJwtBearer()
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        if (oidc.Authority is not null)
        {
            authentication.AddJwtBearer(OidcScheme, bearer => UseProvider(bearer, oidc));
        }

        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<AccessTokens>((bearer, tokens) =>
        {
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters = tokens.Validation();
            bearer.Events = new JwtBearerEvents { OnTokenValidated = CheckStampAsync };
        });
        return services.AddAuthorization();
    }

    private static string SchemeOf(HttpContext context, OidcOptions oidc)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(ApiKeyHandler.HeaderStart, StringComparison.OrdinalIgnoreCase))
        {
            return ApiKeyHandler.SchemeName;
        }

        // Only to choose who checks the token: nothing is believed before that.
        return oidc.Authority is not null
            && header.StartsWith(BearerStart, StringComparison.OrdinalIgnoreCase)
            && new JsonWebTokenHandler() is var handler
            && header[BearerStart.Length..].Trim() is var token
            && handler.CanReadToken(token)
            && handler.ReadJsonWebToken(token).Issuer != AccessTokens.Issuer
            ? OidcScheme
            : JwtBearerDefaults.AuthenticationScheme;
    }

    private static async Task CheckStampAsync(TokenValidatedContext context)
    {
        var directory = context.HttpContext.RequestServices.GetRequiredService<AccessDirectory>();
        if (context.Principal?.FindFirst(ClaimNames.Stamp) is null || !await directory.IsStillInAsync(context.Principal, context.HttpContext.RequestAborted))
        {
            context.Fail("The session is over, or the user was disabled or changed since the token was issued.");
        }
    }

    private static void UseProvider(JwtBearerOptions bearer, OidcOptions oidc)
    {
        bearer.Authority = oidc.Authority;
        bearer.Audience = oidc.Audience;
        bearer.MapInboundClaims = false;
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                var claims = context.Principal!;
                var name = claims.FindFirstValue(oidc.NameClaim);
                if (string.IsNullOrWhiteSpace(name))
                {
                    context.Fail($"The token has no claim '{oidc.NameClaim}'.");
                    return Task.CompletedTask;
                }

                var username = UserService.Normalize(name);
                context.Principal = new ClaimsPrincipal(ClaimNames.Identity(
                    OidcScheme,
                    claims.FindFirstValue("sub") ?? username,
                    username,
                    claims.FindFirstValue("name") ?? username,
                    claims.FindAll(oidc.RolesClaim).Select(claim => claim.Value).Where(role => Roles.All.Contains(role, StringComparer.Ordinal)),
                    claims.FindAll(oidc.GroupsClaim).Select(claim => claim.Value)));
                return Task.CompletedTask;
            },
        };
    }
}
