using System.Security.Claims;
using System.Text.Encodings.Web;
using CertWorkflows.Application.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Authentication;

/// <summary><c>Authorization: ApiKey &lt;key&gt;</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    AccessDirectory directory,
    ApiKeyService keys,
    AccessClock clock) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string HeaderStart = SchemeName + " ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(HeaderStart, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var fingerprint = Secrets.Fingerprint(header[HeaderStart.Length..].Trim());
        var key = await directory.ApiKeyAsync(fingerprint, Context.RequestAborted);
        if (key is null || key.RevokedAt is not null || key.ExpiresAt <= clock.Now)
        {
            return AuthenticateResult.Fail("The API key is not known, was revoked or has run out.");
        }

        await keys.NoteUseAsync(key, Context.RequestAborted);

        // A key is a program: it has no groups, because human tasks are for people.
        var identity = ClaimNames.Identity(SchemeName, key.Id.ToString(), key.Name, key.Name, key.Roles, []);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.Append("WWW-Authenticate", SchemeName);
        return Task.CompletedTask;
    }
}
