using CertWorkflows.Application.Access;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

internal static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/tokens").WithTags("Tokens").AllowAnonymous();
        tokens.MapPost("/", LogInAsync).WithSummary("Logs in with user name and password.");
        tokens.MapPost("/refresh", RefreshAsync).WithSummary("Trades a refresh token for new tokens; each works once.");
        tokens.MapPost("/revoke", RevokeAsync).AddEndpointFilter(UserEndpoints.ForgetAsync).WithSummary("Logs out: ends the session that a refresh token belongs to.");
    }

    private static async Task<Ok<TokenResponse>> LogInAsync(
        CreateTokenRequest request, LogIn logIn, AccessTokens tokens, CancellationToken cancellationToken) =>
        Answer(await logIn.WithPasswordAsync(request.Username, request.Password, cancellationToken), tokens);

    private static async Task<Ok<TokenResponse>> RefreshAsync(
        RefreshTokenRequest request, LogIn logIn, AccessTokens tokens, CancellationToken cancellationToken) =>
        Answer(await logIn.WithRefreshTokenAsync(request.RefreshToken, cancellationToken), tokens);

    private static async Task<NoContent> RevokeAsync(RefreshTokenRequest request, SessionService sessions, CancellationToken cancellationToken)
    {
        await sessions.LogOutAsync(request.RefreshToken, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Ok<TokenResponse> Answer(LoggedIn loggedIn, AccessTokens tokens)
    {
        var (token, expiresAt) = tokens.Issue(loggedIn.User, loggedIn.Session);
        return TypedResults.Ok(new TokenResponse
        {
            AccessToken = token,
            RefreshToken = loggedIn.RefreshToken,
            ExpiresAt = expiresAt,
        });
    }
}
