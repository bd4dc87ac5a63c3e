using System.Data.Common;
using System.Globalization;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Simulations;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Server.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace CertWorkflows.Server.Http;

/// <summary>The one place where exceptions become answers.</summary>
internal sealed partial class ExceptionMapper(ILogger<ExceptionMapper> logger) : IExceptionHandler
{
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = ClientClosedRequest;
            return true;
        }

        var problem = ToProblem(exception);
        if (problem is null or { Status: StatusCodes.Status503ServiceUnavailable })
        {
            LogBug(httpContext.Request.Method, httpContext.Request.Path, exception);
        }

        if (exception is TooManySimulationsException full)
        {
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(full.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        await Problems.WriteAsync(httpContext, problem ?? Problems.Create(500, null, null));
        return true;
    }

    /// <summary>Null for what is a bug.</summary>
    internal static ProblemDetails? ToProblem(Exception exception) => exception switch
    {
        BadHttpRequestException bad => BadRequests.ToProblem(bad),
        InvalidInputException invalid => With(Problems.Create(400, invalid.Code, "The request has values that are not valid."), "errors", invalid.Errors),
        RefusedLogInException refused => Problems.Create(401, refused.Code, refused.Message),
        ForbiddenException forbidden => Problems.Create(403, forbidden.Code, forbidden.Message),
        NotFoundException missing => Problems.Create(404, "not-found", missing.Message),
        ConflictException conflict => Conflict(conflict),
        TurnConflictException => Problems.Create(409, "concurrent-change", "Others kept changing the same thing; nothing was done, try again."),
        DuplicateRowException => Problems.Create(409, "already-exists", "The same thing exists already; nothing was done."),
        StaleException stale => Problems.Create(412, "stale", stale.Message),
        IllegalTransitionException illegal => With(With(Problems.Create(409, illegal.Code, illegal.Message), "state", illegal.State), "permitted", illegal.Permitted),
        DomainException { Code: "separation-of-duties" } duties => Problems.Create(403, duties.Code, duties.Message),
        DomainException { Rule: null } malformed when IsMalformed(malformed.Code) => Problems.Create(400, malformed.Code, malformed.Message),
        DomainException rule => With(Problems.Create(422, rule.Code, rule.Message), "rule", rule.Rule),
        DefinitionException definition => With(
            Problems.Create(422, "invalid-definition", definition.Message), "problems", DefinitionAnswers.Problems(definition.Problems)),
        TooManySimulationsException full => Problems.Create(429, "too-many-simulations", full.Message),
        _ when IsDatabaseAway(exception) => Problems.Create(
            503, "temporarily-unavailable", "The database does not answer; repeat the request with the same Idempotency-Key."),
        _ => null,
    };

    [LoggerMessage(5001, LogLevel.Error, "{Method} {Path} failed.")]
    private partial void LogBug(string method, string path, Exception exception);

    /// <summary>The database is restarting or out of reach: nothing of ours is wrong, and a repeated request will be answered.</summary>
    private static bool IsDatabaseAway(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException { IsTransient: true })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMalformed(string code) =>
        code.StartsWith("invalid-", StringComparison.Ordinal) || code == "date-out-of-range";

    private static ProblemDetails Conflict(ConflictException conflict)
    {
        var problem = With(With(Problems.Create(409, conflict.Code, conflict.Message), "state", conflict.State), "permitted", conflict.Permitted);
        foreach (var (name, value) in conflict.Extra ?? new Dictionary<string, object?>())
        {
            // Persons are told as the API tells them everywhere.
            var (member, person) = name switch
            {
                "assignee" => ("holder", true),
                "completedBy" => ("winner", true),
                _ => (name, false),
            };
            With(problem, member, person && value is string username
                ? new PersonDto { Username = username, DisplayName = username }
                : value);
        }

        return problem;
    }

    private static ProblemDetails With(ProblemDetails problem, string member, object? value)
    {
        if (value is not null)
        {
            problem.Extensions[member] = value;
        }

        return problem;
    }
}
