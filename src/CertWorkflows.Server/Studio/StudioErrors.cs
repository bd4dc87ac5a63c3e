using System.Globalization;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Server.Endpoints;
using CertWorkflows.Server.Http;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Studio;

/// <summary>
/// Studio shows the messages of a 400 and breaks at every other refusal: so whatever is refused here is a 400, with the messages where
/// Studio looks for them and the list of problems as <c>POST /api/v1/workflows/validations</c> answers it. What is not there stays a 404.
/// </summary>
internal sealed class StudioErrors(IWorkflowStore store) : IEndpointFilter
{
    private const string Shown = "One or more errors occurred!";
    private const string Advice = "Reload the page to see that version; 'Save As' keeps yours as a new workflow.";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (DefinitionException refused)
        {
            return Refused("invalid-definition", refused.Problems.Select(Line), refused.Problems);
        }
        catch (StaleException stale)
        {
            return Refused("stale", [await TellAsync(context.HttpContext, stale)]);
        }
        catch (InvalidInputException invalid)
        {
            return Refused(invalid.Code, invalid.Errors.SelectMany(error => error.Value.Select(message => $"{error.Key}: {message}")));
        }
        catch (ConflictException conflict)
        {
            return Refused(conflict.Code, [conflict.Message]);
        }
        catch (ForbiddenException forbidden)
        {
            return Refused(forbidden.Code, [forbidden.Message]);
        }
        catch (Exception lost) when (lost is TurnConflictException or DuplicateRowException)
        {
            return Refused("concurrent-change", ["Others kept changing the same thing; nothing was done, try again."]);
        }
    }

    /// <summary>A refusal as a definition's problem is told in one line.</summary>
    public static string Line(DefinitionProblem problem) =>
        $"{(problem.IsWarning ? "Warning" : "Error")}{(problem.NodeId is { } node ? $" at {node}" : "")}: {problem.Message}";

    public static IResult Refused(string code, IEnumerable<string> messages, IReadOnlyList<DefinitionProblem>? problems = null)
    {
        List<string> lines = [.. messages];
        var problem = Problems.Create(StatusCodes.Status400BadRequest, code, string.Join(Environment.NewLine, lines));
        problem.Extensions["statusCode"] = StatusCodes.Status400BadRequest;
        problem.Extensions["message"] = Shown;
        problem.Extensions["errors"] = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["generalErrors"] = [.. lines] };
        if (problems is not null)
        {
            problem.Extensions["problems"] = DefinitionAnswers.Problems(problems);
        }

        return TypedResults.Problem(problem);
    }

    /// <summary>Who else changed the definition, and what the person at the designer can do now.</summary>
    private async Task<string> TellAsync(HttpContext context, StaleException stale)
    {
        await using var db = store.Open();
        var definitionId = context.Items[StudioWrites.SavedDefinition] as string;
        var last = await db.Audit.AsNoTracking()
            .Where(a => a.Subject == "workflow" && a.SubjectId == definitionId)
            .OrderByDescending(a => a.At)
            .ThenByDescending(a => a.Id)
            .FirstOrDefaultAsync(context.RequestAborted);
        return last is null
            ? stale.Message
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Not saved: '{last.Actor}' changed this workflow ({last.Action}, {last.At:u}) after you had opened it. {Advice}");
    }
}
