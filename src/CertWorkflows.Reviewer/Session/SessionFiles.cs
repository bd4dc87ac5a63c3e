using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace CertWorkflows.Reviewer.Session;

/// <summary>
/// Downloads: a link of a page cannot carry the user's token, so it leads here, and the API's answer is passed on as it comes. Only a file to save
/// is passed on, because nothing that somebody stored may be shown in the place of our pages.
/// </summary>
internal static class SessionFiles
{
    private const string Path = "session/files";

    public static void MapFiles(this RouteGroupBuilder session) => session.MapGet("/files/{**path}", GetAsync);

    /// <summary>The address of a download, relative to the site's root.</summary>
    /// <param name="path">What is downloaded: a path below <c>/api/v1</c>, with its query.</param>
    public static string Url(string path) => $"{Path}/{path}";

    private static async Task<IResult> GetAsync(
        string? path,
        HttpContext context,
        IHttpClientFactory clients,
        SessionCookie cookie,
        SessionClock clock,
        IStringLocalizer<Texts> texts,
        CancellationToken cancellationToken)
    {
        if (Target(path, context.Request.QueryString) is not { } target)
        {
            return Refused("not-found", StatusCodes.Status404NotFound, texts);
        }

        context.Response.Headers.CacheControl = "no-store";
        try
        {
            if (await SessionEndpoints.FreshAsync(context, clients, cookie, clock, force: false, cancellationToken) is not { } tokens)
            {
                return Results.LocalRedirect(LoginUrl.For(""));
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
            request.Headers.AcceptLanguage.ParseAdd(CultureInfo.CurrentUICulture.Name);
            var answer = await clients.CreateClient(ReviewerHosting.ApiHttpClientName)
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            context.Response.RegisterForDispose(answer);
            return await AnswerAsync(answer, context.Response, texts, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return Refused("unreachable", StatusCodes.Status502BadGateway, texts);
        }
    }

    private static async Task<IResult> AnswerAsync(
        HttpResponseMessage answer, HttpResponse response, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var content = answer.Content;
        if (!answer.IsSuccessStatusCode)
        {
            var problem = content.Headers.ContentType?.MediaType == "application/problem+json"
                ? await content.ReadFromJsonAsync<ProblemDto>(ApiJson.Options, cancellationToken)
                : null;
            return Refused(problem?.Code ?? "unknown", (int)answer.StatusCode, texts);
        }

        if (content.Headers.ContentDisposition is not { DispositionType: "attachment" } disposition)
        {
            return Refused("not-found", StatusCodes.Status404NotFound, texts);
        }

        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.ContentLength = content.Headers.ContentLength;
        return Results.Stream(await content.ReadAsStreamAsync(cancellationToken), content.Headers.ContentType?.ToString());
    }

    /// <summary>Null where the path would leave the API.</summary>
    private static Uri? Target(string? path, QueryString query)
    {
        var parts = (path ?? "").Split('/');
        return parts.Any(part => part is "" or "." or ".." || part.Contains('\\', StringComparison.Ordinal) || part.Contains('%', StringComparison.Ordinal))
            ? null
            : new Uri($"api/v1/{string.Join('/', parts.Select(Uri.EscapeDataString))}{query}", UriKind.Relative);
    }

    private static IResult Refused(string code, int status, IStringLocalizer<Texts> texts) =>
        Results.Text(texts.Or($"Problem.{code}", texts["Problem.unknown"]), "text/plain", System.Text.Encoding.UTF8, status);
}
