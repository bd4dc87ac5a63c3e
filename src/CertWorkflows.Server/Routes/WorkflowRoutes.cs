using CertWorkflows.Application.Access;
using CertWorkflows.Application.Routes;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Routes;

/// <summary>Offers requests below the base path to workflows, and answers what they answer (A-27 to A-33).</summary>
internal sealed class WorkflowRoutes(
    RouteTable table, RouteRun run, RequestReader reader, IOptions<RouteOptions> options, IHostApplicationLifetime lifetime)
{
    private const string InstanceHeader = "X-Workflow-Instance-ID";
    private const string CorrelationHeader = "X-Correlation-ID";
    private const string PathParameter = "path";
    private const int MaxKeyLength = 255;

    /// <summary>Who starts or resumes an instance without saying who they are. No user can have this name.</summary>
    private static readonly Caller Anonymous = new("(anonymous)", new HashSet<string>(), new HashSet<string>());

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var basePath = endpoints.ServiceProvider.GetRequiredService<IOptions<RouteOptions>>().Value.BasePath;
        endpoints.Map($"{basePath}/{{**{PathParameter}}}", context => context.RequestServices.GetRequiredService<WorkflowRoutes>().AnswerAsync(context))
            .AllowAnonymous().DisableRequestTimeout().ExcludeFromDescription();
    }

    internal async Task AnswerAsync(HttpContext context)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            context.Response.Headers.RetryAfter = "5";
            await Problems.WriteAsync(context, Problems.Create(503, "stopping", "This node is stopping; send the request again."));
            return;
        }

        try
        {
            var address = Address(context);
            if (await table.FindAsync(address, context.RequestAborted) is { } match)
            {
                Authorize(context, match.Rules);
                await ServeAsync(context, address, match);
            }
            else
            {
                await RefuseAsync(context, address);
            }
        }
        catch (RejectedRequestException rejected)
        {
            await Problems.WriteAsync(context, rejected.Problem);
        }
    }

    private async Task ServeAsync(HttpContext context, RouteAddress address, RouteMatch match)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var limit = match.Rules.RequestTimeout is { } wanted && wanted < options.Value.MaxRequestTime ? wanted : options.Value.MaxRequestTime;
        time.CancelAfter(limit);
        var waiting = run.Open();
        try
        {
            var input = await reader.ReadAsync(context, address, match.Rules, time.Token);
            var caller = context.User.Identity is { IsAuthenticated: true } ? context.User.ToCaller() : Anonymous;
            await run.RunAsync(match, address, input, waiting, caller, time.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            var detail = waiting.InstanceId is { } id
                ? $"The workflow did not answer within {limit}; instance {id} goes on without the request."
                : $"The request was not read and begun within {limit}; nothing was done.";
            await Problems.WriteAsync(context, WithInstance(Problems.Create(408, null, detail), waiting.InstanceId));
            return;
        }

        await ReplyWriter.WriteAsync(context, waiting);
    }

    private async Task RefuseAsync(HttpContext context, RouteAddress address)
    {
        var methods = await table.MethodsAsync(address, context.RequestAborted);
        if (methods.Count == 0)
        {
            throw new RejectedRequestException(Problems.Create(404, null, $"No workflow takes requests at {address.Path}, or none with this instance or correlation id."));
        }

        context.Response.Headers.Allow = string.Join(", ", methods);
        throw new RejectedRequestException(Problems.Create(405, null, $"Here {string.Join(", ", methods)} is taken, not {address.Method}."));
    }

    /// <summary>Only what a request says in its header <c>Authorization</c> counts: a cookie would let other sites' pages call in its owner's name.</summary>
    private static void Authorize(HttpContext context, HttpEndpointRules rules)
    {
        if (!rules.Authorize)
        {
            return;
        }

        if (context.User.Identity is not { IsAuthenticated: true })
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new RejectedRequestException(Problems.Create(401, null, null));
        }

        if (rules.Policy is { Length: > 0 } policy && !context.User.ToCaller().Has(policy))
        {
            throw new RejectedRequestException(Problems.Create(403, null, $"The role '{policy}' is needed here."));
        }
    }

    private static RouteAddress Address(HttpContext context)
    {
        var request = context.Request;
        if (request.Query.Any(pair => !StrictText.IsClean(pair.Key) || !pair.Value.All(StrictText.IsClean)))
        {
            throw Invalid("query", "A text of the query has a control character or half of a surrogate pair.");
        }

        var instance = Given(request.Headers[InstanceHeader], request.Query["workflowInstanceId"]);
        var correlation = Given(request.Headers[CorrelationHeader], request.Query["correlationId"]);
        if (correlation?.Length > MaxKeyLength || !StrictText.IsClean(correlation))
        {
            throw Invalid(CorrelationHeader, $"A correlation id has at most {MaxKeyLength} characters, none of them a control character.");
        }

        var id = Guid.Empty;
        if (instance is not null && (!Guid.TryParse(instance, out id) || id == Guid.Empty))
        {
            throw Invalid(InstanceHeader, $"'{instance}' is no instance id; one looks like 0192f3c4-0000-7000-8000-000000000000.");
        }

        return new RouteAddress($"/{request.RouteValues[PathParameter]}", request.Method, instance is null ? null : id, correlation);
    }

    private static string? Given(string? header, string? query) =>
        !string.IsNullOrEmpty(header) ? header : string.IsNullOrEmpty(query) ? null : query;

    private static RejectedRequestException Invalid(string where, string message)
    {
        var problem = Problems.Create(400, null, message);
        problem.Extensions["errors"] = new Dictionary<string, string[]> { [where] = [message] };
        return new RejectedRequestException(problem);
    }

    internal static Microsoft.AspNetCore.Mvc.ProblemDetails WithInstance(Microsoft.AspNetCore.Mvc.ProblemDetails problem, Guid? instanceId)
    {
        problem.Extensions["instanceId"] = instanceId;
        return problem;
    }
}
