using System.Diagnostics;
using CertWorkflows.Client;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CertWorkflows.Server.Http;

/// <summary>Writes every refusal as RFC 9457 says, whatever the request accepts, with <c>code</c> and <c>traceId</c>.</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    public static ProblemDetails Create(int status, string? code, string? detail)
    {
        var problem = new ProblemDetails
        {
            Type = "about:blank",
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = detail ?? UsualDetail(status),
        };
        problem.Extensions["code"] = code ?? UsualCode(status);
        return problem;
    }

    public static Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        context.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        return context.Response.WriteAsJsonAsync(problem, ApiJson.Options, ContentType, CancellationToken.None);
    }

    /// <summary>Whether the address is a program's, to be answered as such: our API's, or the one that the designer uses.</summary>
    public static bool AreToldAt(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments(Studio.StudioApi.BasePath, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gives a body to the bare status codes of routing, authentication and authorization at those addresses.</summary>
    public static Task WriteForStatusAsync(HttpContext context)
    {
        if (!AreToldAt(context.Request.Path))
        {
            return Task.CompletedTask;
        }

        var status = context.Response.StatusCode;
        if (status == StatusCodes.Status405MethodNotAllowed && !context.RequestServices.GetRequiredService<ApiAddresses>().Exists(context))
        {
            status = StatusCodes.Status404NotFound;
            context.Response.Headers.Remove(HeaderNames.Allow);
        }

        return WriteAsync(context, Create(status, null, null));
    }

    private static string UsualCode(int status) => status switch
    {
        400 => "invalid-request",
        401 => "unauthenticated",
        403 => "forbidden",
        404 => "not-found",
        405 => "method-not-allowed",
        408 => "request-timeout",
        409 => "conflict",
        412 => "stale",
        413 => "body-too-large",
        415 => "unsupported-media-type",
        422 => "refused",
        429 => "too-many-requests",
        503 or 504 => "timed-out",
        _ => "internal-error",
    };

    private static string? UsualDetail(int status) => status switch
    {
        401 => "Say who you are: 'Authorization: Bearer <token>' from POST /api/v1/tokens, or 'Authorization: ApiKey <key>'.",
        403 => "Your roles do not permit this.",
        404 => "There is nothing at this address.",
        405 => "This address does not take this method; the Allow header names those that it takes.",
        413 => "The body is larger than this server takes.",
        415 => "The body must be JSON in UTF-8: 'Content-Type: application/json'.",
        429 => "Too many requests; the Retry-After header says when to go on.",
        500 => "Something went wrong here. The traceId finds it in the log.",
        504 => "The request took too long and was given up.",
        _ => null,
    };
}
