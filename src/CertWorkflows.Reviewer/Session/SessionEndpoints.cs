using System.Net;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CertWorkflows.Reviewer.Session;

/// <summary>The few endpoints that must answer with a cookie, which a circuit cannot do. All but the language need the antiforgery token.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/session").ExcludeFromDescription();
        session.MapPost("/", LogInAsync);
        session.MapPost("/renew", RenewAsync);
        session.MapPost("/end", LogOut);
        session.MapGet("/language/{culture}", SetLanguage);
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
        if (cookie.Read(context) is not { } tokens)
        {
            return Results.Unauthorized();
        }

        if (tokens.ExpiresAt - clock.Now > ReviewerSession.RenewBefore)
        {
            return Results.Text(cookie.Ticket(tokens)); // another tab has renewed it already
        }

        try
        {
            var request = new RefreshTokenRequest { RefreshToken = tokens.RefreshToken };
            var renewed = await Api(clients).Tokens.RefreshAsync(request, cancellationToken);
            cookie.Write(context, renewed);
            return Results.Text(cookie.Ticket(renewed));
        }
        catch (ApiException refused) when (refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)
        {
            // The cookie stays: another tab may just have replaced it, and the browser's second try will carry the new one.
            return Results.Unauthorized();
        }
    }

    private static IResult LogOut(IFormCollection form, HttpContext context, SessionCookie cookie)
    {
        _ = form; // binding a form is what makes the framework check the antiforgery token
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
