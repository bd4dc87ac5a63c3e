using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Server.Authentication;

namespace CertWorkflows.Server.Studio;

/// <summary>
/// Studio's <em>Run</em>. Only what is published runs: a draft has no reviewer, and an instance stays on its version, which a draft is not
/// yet. Studio looks at nothing but the two headers.
/// </summary>
internal static class RunEndpoints
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id";
    private const string CannotStartHeader = "x-elsa-workflow-cannot-start";
    private const int MaxKeyLength = 255;

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var definitions = api.MapGroup("/workflow-definitions").ForDesignerStarters();
        definitions.MapPost("/{definitionId}/execute", ExecuteAsync);
        definitions.MapPost("/{definitionId}/dispatch", DispatchAsync);
        api.MapPost("/tests/activities", Test).ForAuthors();
    }

    private static async Task<IResult> ExecuteAsync(
        string definitionId, HttpContext context, IWorkflowStore store, WorkflowService workflows, CancellationToken cancellationToken)
    {
        var started = await StartAsync(definitionId, context, store, workflows, cancellationToken);
        return started is null
            ? StudioJson.Answer(new JsonObject())
            : StudioJson.Answer(new JsonObject { ["workflowState"] = StudioInstances.State(started) });
    }

    private static async Task<IResult> DispatchAsync(
        string definitionId, HttpContext context, IWorkflowStore store, WorkflowService workflows, CancellationToken cancellationToken)
    {
        var started = await StartAsync(definitionId, context, store, workflows, cancellationToken);
        return StudioJson.Answer(new JsonObject { ["workflowInstanceId"] = started?.Id.ToString() });
    }

    private static IResult Test() => StudioErrors.Refused(
        "not-supported", ["One activity is not run by itself: it could pay, write or send. A simulation runs the whole workflow and touches nothing."]);

    /// <summary>Null where the activation strategy refuses.</summary>
    private static async Task<WorkflowInstance?> StartAsync(
        string definitionId, HttpContext context, IWorkflowStore store, WorkflowService workflows, CancellationToken cancellationToken)
    {
        var body = await StudioJson.ReadAsync<RunRequest>(context.Request, cancellationToken);
        Check(body);
        await EnsurePublishedAsync(definitionId, body.VersionOptions, context, store, cancellationToken);
        try
        {
            var instance = await workflows.StartAsync(
                new StartWorkflow(definitionId)
                {
                    InstanceId = body.InstanceId,
                    Input = InputOf(body.Input),
                    CorrelationId = body.CorrelationId,
                    TriggerActivityId = body.TriggerActivityId,
                },
                context.User.ToCaller(),
                cancellationToken);
            context.Response.Headers[InstanceHeader] = instance.Id.ToString();
            return instance;
        }
        catch (ConflictException refused) when (refused.Code == "activation-refused")
        {
            context.Response.Headers[CannotStartHeader] = "true";
            return null;
        }
    }

    private static void Check(RunRequest body)
    {
        if (body.Variables is not null || body.ActivityHandle is not null)
        {
            throw new InvalidInputException("body", "'variables' and 'activityHandle' are not taken: an instance starts with its inputs, at its start.");
        }

        if (body.CorrelationId?.Length > MaxKeyLength)
        {
            throw new InvalidInputException("correlationId", $"At most {MaxKeyLength} characters are possible.");
        }
    }

    private static async Task EnsurePublishedAsync(
        string definitionId, string? versionOptions, HttpContext context, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        DefinitionVersion version = await DefinitionReadEndpoints.FindAsync(
            db, definitionId, versionOptions is null or "" ? "Published" : versionOptions, cancellationToken);
        if (!version.IsPublished)
        {
            context.Response.Headers[CannotStartHeader] = "true";
            throw new ConflictException("not-published", $"Version {version.Version} of '{definitionId}' is not published. Publish it, or try it out by a simulation.");
        }
    }

    private static Dictionary<string, object?> InputOf(JsonObject? members)
    {
        var input = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in members ?? [])
        {
            if (!input.TryAdd(name, StoredValue.Read(value)))
            {
                throw new InvalidInputException($"input.{name}", "Another input has this name; upper and lower case are the same.");
            }
        }

        return input;
    }

    private sealed record RunRequest
    {
        public Guid? InstanceId { get; init; }

        public string? CorrelationId { get; init; }

        public string? TriggerActivityId { get; init; }

        public string? VersionOptions { get; init; }

        public JsonObject? Input { get; init; }

        public JsonNode? Variables { get; init; }

        public JsonNode? ActivityHandle { get; init; }
    }
}
