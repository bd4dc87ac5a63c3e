using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

internal static class WorkflowEndpoints
{
    // Instances are found by these; an index of PostgreSQL takes 2,700 bytes.
    private const int MaxKeyLength = 255;

    public static void MapWorkflows(this IEndpointRouteBuilder api)
    {
        var workflows = api.MapGroup("/workflows").WithTags("Workflows");
        workflows.MapGet("/", ListAsync).ForReaders().WithSummary("The workflow definitions, by id.");
        workflows.MapGet("/{definitionId}", GetAsync).ForReaders().WithSummary("One definition.");
        workflows.MapGet("/{definitionId}/versions", VersionsAsync).ForReaders().WithSummary("Its versions, newest first.");
        workflows.MapGet("/{definitionId}/versions/{version:int}", ExportAsync).ForReaders().WithSummary("One version as an Elsa 3 file.");
        workflows.MapPost("/{definitionId}/instances", StartAsync).ForStarters().Idempotent().WithSummary("Starts the published version.");
    }

    private static async Task<Ok<Page<WorkflowDto>>> ListAsync(
        [AsParameters] PageQuery page, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var rows = await db.Definitions.AsNoTracking().Where(d => d.IsLatest || d.IsPublished).ToListAsync(cancellationToken);
        var definitions = rows.GroupBy(row => row.DefinitionId, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
        return TypedResults.Ok(page.Slice([.. definitions], "workflows", group => ToDto([.. group])));
    }

    private static async Task<Ok<WorkflowDto>> GetAsync(
        string definitionId, IWorkflowStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var rows = await db.Definitions.AsNoTracking()
            .Where(d => d.DefinitionId == definitionId && (d.IsLatest || d.IsPublished))
            .ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            throw new NotFoundException("workflow", definitionId);
        }

        response.Tag((rows.Find(row => row.IsLatest) ?? rows[0]).Revision);
        return TypedResults.Ok(ToDto(rows));
    }

    private static async Task<Ok<Page<WorkflowVersionDto>>> VersionsAsync(
        string definitionId, [AsParameters] PageQuery page, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var versions = await db.Definitions.AsNoTracking()
            .Where(d => d.DefinitionId == definitionId)
            .OrderByDescending(d => d.Version)
            .Select(d => new WorkflowVersionDto
            {
                Id = d.Id,
                Version = d.Version,
                Published = d.IsPublished,
                Latest = d.IsLatest,
                CreatedAt = d.CreatedAt,
            })
            .ToListAsync(cancellationToken);
        return versions.Count > 0
            ? TypedResults.Ok(page.Slice(versions, $"versions of {definitionId}", version => version))
            : throw new NotFoundException("workflow", definitionId);
    }

    private static async Task<FileContentHttpResult> ExportAsync(
        string definitionId, int version, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var stored = await db.Definitions.AsNoTracking()
            .Where(d => d.DefinitionId == definitionId && d.Version == version)
            .SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("workflow version", $"{definitionId} {version}");
        var json = DefinitionAnswers.Document(stored).ToJsonString(DefinitionWriter.Options);
        return TypedResults.File(Encoding.UTF8.GetBytes(json), "application/json", $"{definitionId}-{version}.json");
    }

    private static async Task<Created<InstanceDto>> StartAsync(
        string definitionId,
        StartWorkflowRequest request,
        WorkflowService workflows,
        DefinitionCatalog catalog,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        CheckKey("correlationId", request.CorrelationId);
        CheckKey("businessKey", request.BusinessKey);
        InstanceDto? answer = null;
        await workflows.StartAsync(
            new StartWorkflow(definitionId)
            {
                Input = InputOf(request.Input),
                CorrelationId = request.CorrelationId,
                BusinessKey = request.BusinessKey,
                Answer = async (turn, instance, token) =>
                {
                    answer = await InstanceAnswers.FullAsync(turn.Db, instance, catalog, token);
                    return keeper.Keep(answer, InstanceAnswers.LocationOf(instance.Id));
                },
            },
            user.ToCaller(),
            cancellationToken);
        response.Tag(answer!.Version);
        return TypedResults.Created($"{Api.BasePath}/instances/{answer.Id}", answer);
    }

    private static void CheckKey(string path, string? key)
    {
        if (key?.Length > MaxKeyLength)
        {
            throw new InvalidInputException(path, $"At most {MaxKeyLength} characters are possible.");
        }
    }

    private static Dictionary<string, object?> InputOf(IReadOnlyDictionary<string, JsonElement>? members)
    {
        var input = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in members ?? new Dictionary<string, JsonElement>())
        {
            if (!input.TryAdd(name, StoredValue.Read(JsonNode.Parse(value.GetRawText()))))
            {
                throw new InvalidInputException($"input.{name}", "Another input has this name; upper and lower case are the same.");
            }
        }

        return input;
    }

    private static WorkflowDto ToDto(List<DefinitionVersion> rows)
    {
        var latest = rows.FirstOrDefault(row => row.IsLatest) ?? rows[0];
        var published = rows.FirstOrDefault(row => row.IsPublished);
        return new WorkflowDto
        {
            DefinitionId = latest.DefinitionId,
            Name = latest.Name ?? latest.DefinitionId,
            Description = latest.Description,
            LatestVersion = latest.Version,
            PublishedVersion = published?.Version,
            Inputs = [.. DefinitionReader.Read((published ?? latest).Json).Inputs.Select(input => new WorkflowInputDto
            {
                Name = input.Name,
                Type = input.Type,
                Description = input.Description,
                Required = false,
            })],
        };
    }
}
