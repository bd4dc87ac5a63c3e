using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

/// <summary>What an operator changes in a running instance by hand.</summary>
internal static class AlterationEndpoints
{
    private const int MaxReason = 4_000;

    public static void MapAlterations(this IEndpointRouteBuilder instances)
    {
        instances.MapPost("/{id:guid}/cancel-activity", CancelActivityAsync).ForOperators().Idempotent()
            .WithSummary("Cancels one activity under way; what is around it goes on.");
        instances.MapPost("/{id:guid}/schedule-activity", ScheduleActivityAsync).ForOperators().Idempotent()
            .WithSummary("Runs an activity of a flowchart under way, out of turn.");
        instances.MapGet("/{id:guid}/variables", VariablesAsync).ForOperators().WithSummary("The stored variables of an instance.");
        instances.MapPost("/{id:guid}/set-variable", SetVariableAsync).ForOperators().Idempotent()
            .WithSummary("Sets a variable; nothing runs.");
    }

    private static Task<Ok<InstanceDto>> CancelActivityAsync(
        Guid id,
        CancelActivityRequest request,
        IfMatch ifMatch,
        AlterationService alterations,
        ClaimsPrincipal user,
        ChangedInstance changed,
        CancellationToken cancellationToken) => AlterAsync(
            id,
            new Stimulus.CancelActivity(request.ActivityId, request.ActivityInstanceId, request.Reason),
            new AlterationRecord("cancel-activity", request.ActivityId, request.Reason),
            ifMatch,
            alterations,
            user,
            changed,
            cancellationToken);

    private static Task<Ok<InstanceDto>> ScheduleActivityAsync(
        Guid id,
        ScheduleActivityRequest request,
        IfMatch ifMatch,
        AlterationService alterations,
        ClaimsPrincipal user,
        ChangedInstance changed,
        CancellationToken cancellationToken) => AlterAsync(
            id,
            new Stimulus.ScheduleActivity(request.ActivityId, request.ContainerInstanceId, request.Reason),
            new AlterationRecord("schedule-activity", request.ActivityId, request.Reason),
            ifMatch,
            alterations,
            user,
            changed,
            cancellationToken);

    private static Task<Ok<InstanceDto>> SetVariableAsync(
        Guid id,
        SetVariableRequest request,
        IfMatch ifMatch,
        AlterationService alterations,
        ClaimsPrincipal user,
        ChangedInstance changed,
        CancellationToken cancellationToken) => AlterAsync(
            id,
            new Stimulus.SetVariable(request.Variable, request.ActivityInstanceId, ValueOf(request.Value), request.Reason),
            new AlterationRecord("set-variable", request.Variable, request.Reason),
            ifMatch,
            alterations,
            user,
            changed,
            cancellationToken);

    private static async Task<Ok<InstanceDto>> AlterAsync(
        Guid id,
        Stimulus alteration,
        AlterationRecord record,
        IfMatch ifMatch,
        AlterationService alterations,
        ClaimsPrincipal user,
        ChangedInstance changed,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(record.Reason) || record.Reason.Length > MaxReason)
        {
            throw new InvalidInputException("reason", $"1 to {MaxReason} characters are needed.");
        }

        await alterations.AlterAsync(id, alteration, record, ifMatch.Version, user.ToCaller(), changed.KeepAsync, cancellationToken);
        return changed.Ok();
    }

    private static async Task<Ok<IReadOnlyList<InstanceVariableDto>>> VariablesAsync(
        Guid id, AlterationService alterations, HttpResponse response, CancellationToken cancellationToken)
    {
        var (version, variables) = await alterations.VariablesAsync(id, cancellationToken);
        response.Tag(version);
        return TypedResults.Ok<IReadOnlyList<InstanceVariableDto>>(
        [
            .. variables.Select(variable => new InstanceVariableDto
            {
                Id = variable.Declaration.Id,
                Name = variable.Declaration.Name,
                Type = variable.Declaration.Type.ToString(),
                ActivityId = variable.ActivityId,
                ActivityInstanceId = variable.ActivityInstanceId,
                Value = variable.Value.ToElement(),
            }),
        ]);
    }

    private static object? ValueOf(JsonElement value) => StoredValue.Read(JsonNode.Parse(value.GetRawText()));
}
