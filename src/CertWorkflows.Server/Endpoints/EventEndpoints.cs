using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Events;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder api) =>
        api.MapPost("/events/{name}", SendAsync).WithTags("Workflows").ForStarters().Idempotent()
            .WithSummary("Resumes the instances that wait for the event.");

    private static async Task<Ok<SendEventResponse>> SendAsync(
        string name,
        SendEventRequest request,
        WorkflowService workflows,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        CancellationToken cancellationToken)
    {
        var payload = request.Payload is { ValueKind: not JsonValueKind.Undefined } element
            ? StoredValue.Read(JsonNode.Parse(element.GetRawText()))
            : null;
        var resumed = await workflows.PublishEventAsync(
            new PublishedEvent(name, request.CorrelationId, payload),
            user.ToCaller(),
            keeper.Request,
            instances => keeper.Keep(ToDto(instances), null, StatusCodes.Status200OK),
            cancellationToken);
        return TypedResults.Ok(ToDto(resumed));
    }

    private static SendEventResponse ToDto(IReadOnlyList<Guid> resumed) => new() { InstanceIds = [.. resumed.Select(id => id.ToString())] };
}
