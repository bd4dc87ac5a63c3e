using System.Security.Claims;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using ClientState = CertWorkflows.Client.EffectState;
using EffectState = CertWorkflows.Application.Effects.EffectState;

namespace CertWorkflows.Server.Endpoints;

internal static class EffectEndpoints
{
    public static void MapEffects(this IEndpointRouteBuilder api)
    {
        var effects = api.MapGroup("/effects").WithTags("Workflows").ForOperators();
        effects.MapGet("/", ListAsync).WithSummary("What was or will be sent to the outside world, newest first.");
        effects.MapPost("/{id:guid}/retry", RetryAsync).WithSummary("Sends a parked effect again, under the same idempotency key.");
        effects.MapPost("/{id:guid}/give-up", GiveUpAsync).WithSummary("Gives up a parked effect: it is never sent.");
    }

    private static async Task<Ok<Page<EffectDto>>> ListAsync(
        [AsParameters] PageQuery page,
        EnumParameter<ClientState>? state,
        string? kind,
        Guid? instanceId,
        bool? failing,
        IWorkflowStore store,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        IQueryable<Effect> found = db.Effects;
        if (state?.Value.As<EffectState>() is { } wanted)
        {
            found = found.Where(effect => effect.State == wanted);
        }

        if (kind is not null)
        {
            found = found.Where(effect => effect.Kind == kind);
        }

        if (instanceId is { } instance)
        {
            found = found.Where(effect => effect.InstanceId == instance);
        }

        found = failing switch
        {
            true => found.Where(effect => effect.State == EffectState.Pending && effect.Attempts > 0),
            false => found.Where(effect => effect.State != EffectState.Pending || effect.Attempts == 0),
            null => found,
        };

        return TypedResults.Ok(await page.ReadAsync(
            found, "effects", effect => effect.CreatedAt, effect => effect.Id, true, ToDto, cancellationToken));
    }

    private static async Task<Ok<EffectDto>> RetryAsync(
        Guid id, EffectService effects, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        TypedResults.Ok(ToDto(await effects.RetryAsync(id, user.ToCaller(), cancellationToken)));

    private static async Task<Ok<EffectDto>> GiveUpAsync(
        Guid id, GiveUpEffectRequest request, EffectService effects, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        TypedResults.Ok(ToDto(await effects.GiveUpAsync(id, request.Reason, user.ToCaller(), cancellationToken)));

    private static EffectDto ToDto(Effect effect) => new()
    {
        Id = effect.Id.ToString(),
        Kind = effect.Kind,
        State = effect.State.As<ClientState>(),
        IdempotencyKey = effect.IdempotencyKey,
        InstanceId = effect.InstanceId.ToString(),
        Attempts = effect.Attempts,
        NextAttemptAt = effect.NextAttemptAt,
        LastError = effect.LastError,
        CreatedAt = effect.CreatedAt,
        CompletedAt = effect.CompletedAt,
        ExternalReference = effect.ExternalReference,
    };
}
