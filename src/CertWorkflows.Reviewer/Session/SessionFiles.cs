using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CertWorkflows.Reviewer.Session;

/// <summary>
/// Files of the API for a browser, which has the session's cookie and no token. Only answers that are files to save are passed on: nothing
/// else of the API is shown under the pages' name.
/// </summary>
internal static class SessionFiles
{
    /// <summary>The address of a file, relative to the site's root.</summary>
    /// <param name="path">The path below the API's root, with its query: <c>tasks/…/attachments/…</c>.</param>
    public static string Url(string path) => $"session/files/{path}";

    public static void MapFiles(this IEndpointRouteBuilder session) => session.MapGet("/files/{**path}", GetAsync);

    private static async Task GetAsync(
        string path, HttpContext context, IHttpClientFactory clients, SessionCookie cookie, SessionClock clock, CancellationToken cancellationToken)
    {
        if (await SessionEndpoints.FreshAsync(context, clients, cookie, clock, force: false, cancellationToken) is not { } tokens)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var segments = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"api/v1/{segments}{context.Request.QueryString}", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        using var response = await clients.CreateClient(ReviewerHosting.ApiHttpClientName)
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.Content.Headers.ContentDisposition is not { DispositionType: "attachment" } file || response.StatusCode != HttpStatusCode.OK)
        {
            context.Response.StatusCode = response.IsSuccessStatusCode ? StatusCodes.Status404NotFound : (int)response.StatusCode;
            return;
        }

        context.Response.Headers.ContentDisposition = file.ToString();
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString() ?? "application/octet-stream";
        context.Response.ContentLength = response.Content.Headers.ContentLength;
        await response.Content.CopyToAsync(context.Response.Body, cancellationToken);
    }
}
