using System.Net;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Language;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CertWorkflows.Reviewer.Session;

/// <summary>The few endpoints that must answer with a cookie, which a circuit cannot do. Those that take a form need the antiforgery token.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/session").ExcludeFromDescription();
        session.MapPost("/", LogInAsync);
        session.MapPost("/renew", RenewAsync);
        session.MapPost("/access-token", AccessTokenAsync);
        session.MapPost("/end", LogOutAsync);
        session.MapGet("/language/{culture}", SetLanguage);
        session.MapFiles();
    }

    private static async Task<IResult> LogInAsync(
        [FromForm] string? username,
        [FromForm] string? password,
        [FromForm] string? returnUrl,
        HttpContext context,
        IHttpClientFactory clients,
        SessionCookie cookie,
        CancellationToken cancellationToken)
    {
        var request = new CreateTokenRequest { Username = username ?? "", Password = password ?? "" };
        try
        {
            cookie.Write(context, await Api(clients).Tokens.CreateAsync(request, cancellationToken));
            return Results.LocalRedirect(LocalUrl.OrHome(returnUrl));
        }
        catch (ApiException refused)
        {
            return Results.LocalRedirect(LoginUrl.For(returnUrl, refused.Status switch
            {
                HttpStatusCode.TooManyRequests => LoginUrl.TooManyTries,
                HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized => LoginUrl.InvalidCredentials,
                _ => LoginUrl.Unavailable,
            }));
        }
        catch (HttpRequestException)
        {
            return Results.LocalRedirect(LoginUrl.For(returnUrl, LoginUrl.Unavailable));
        }
    }

    private static async Task<IResult> RenewAsync(
        IFormCollection form,
        HttpContext context,
        IHttpClientFactory clients,
        SessionCookie cookie,
        SessionClock clock,
        CancellationToken cancellationToken)
    {
        _ = form; // binding a form is what makes the framework check the antiforgery token
        var tokens = await FreshAsync(context, clients, cookie, clock, force: false, cancellationToken);
        return tokens is null ? Results.Unauthorized() : Results.Text(cookie.Ticket(tokens));
    }

    /// <summary>
    /// The access token itself, for the designer's page, whose scripts call the API from the browser. Other sites cannot ask: their requests come
    /// without the cookie, and could not read the answer. Empty when the session is over; by force, the present token is
    /// replaced even before its end, because the API has refused it. The form token is for logging out.
    /// </summary>
    private static async Task<IResult> AccessTokenAsync(
        bool? force,
        HttpContext context,
        IHttpClientFactory clients,
        SessionCookie cookie,
        SessionClock clock,
        IAntiforgery antiforgery,
        CancellationToken cancellationToken)
    {
        if (await FreshAsync(context, clients, cookie, clock, force ?? false, cancellationToken) is not { } tokens)
        {
            return Results.NoContent(); // to be logged out is no failure that a browser should report
        }

        // This also says that nobody may store the answer.
        var form = antiforgery.GetAndStoreTokens(context);
        return Results.Json(
            new { tokens.AccessToken, tokens.ExpiresAt, Form = new { Name = form.FormFieldName, Value = form.RequestToken } }, ApiJson.Options);
    }

    /// <summary>The session's tokens, renewed when their end is near; null when the session is over.</summary>
    internal static async Task<TokenResponse?> FreshAsync(
        HttpContext context, IHttpClientFactory clients, SessionCookie cookie, SessionClock clock, bool force, CancellationToken cancellationToken)
    {
        if (cookie.Read(context) is not { } tokens)
        {
            return null;
        }

        if (!force && tokens.ExpiresAt - clock.Now > ReviewerSession.RenewBefore)
        {
            return tokens; // another tab has renewed it already
        }

        try
        {
            var request = new RefreshTokenRequest { RefreshToken = tokens.RefreshToken };
            var renewed = await Api(clients).Tokens.RefreshAsync(request, cancellationToken);
            cookie.Write(context, renewed);
            return renewed;
        }
        catch (ApiException refused) when (refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)
        {
            // The cookie stays: another tab may just have replaced it, and the browser's second try will carry the new one.
            return null;
        }
    }

    private static async Task<IResult> LogOutAsync(
        IFormCollection form, HttpContext context, IHttpClientFactory clients, SessionCookie cookie, CancellationToken cancellationToken)
    {
        _ = form; // binding a form is what makes the framework check the antiforgery token
        try
        {
            if (cookie.Read(context) is { } tokens)
            {
                await Api(clients).Tokens.RevokeAsync(new RefreshTokenRequest { RefreshToken = tokens.RefreshToken }, cancellationToken);
            }
        }
        catch (Exception unreachable) when (unreachable is ApiException or HttpRequestException or OperationCanceledException)
        {
            // This browser is logged out all the same; the session runs out by itself.
        }

        cookie.Delete(context);
        return Results.LocalRedirect("~/login");
    }

    private static IResult SetLanguage(string culture, string? returnUrl, HttpContext context)
    {
        if (!Languages.All.Contains(culture, StringComparer.Ordinal))
        {
            return Results.NotFound();
        }

        context.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions { IsEssential = true, MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax });
        return Results.LocalRedirect(LocalUrl.OrHome(returnUrl));
    }

    private static CertWorkflowsClient Api(IHttpClientFactory clients) =>
        new(clients.CreateClient(ReviewerHosting.ApiHttpClientName));
}
