using System.Security.Claims;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

/// <summary>What an operator does with an instance that has failed or should go on with another version.</summary>
internal static class RepairEndpoints
{
    public static void MapRepairs(this IEndpointRouteBuilder instances)
    {
        instances.MapPost("/{id:guid}/retry", RetryAsync).ForOperators().Idempotent().WithSummary("Runs what failed in an instance again.");
        instances.MapPost("/{id:guid}/skip", SkipAsync).ForOperators().Idempotent().WithSummary("Goes on without a failed activity, with an outcome of your choice.");
        instances.MapGet("/{id:guid}/migration", PreviewAsync).ForReaders().WithSummary("What moving an instance to another version would do.");
        instances.MapPost("/{id:guid}/migration", PreviewMappedAsync).ForReaders().WithSummary("The same, where activities have got other ids; nothing changes.");
        instances.MapPost("/{id:guid}/migrate", MigrateAsync).ForOperators().Idempotent().WithSummary("Moves a waiting instance to another version.");
    }

    private static async Task<Ok<InstanceDto>> RetryAsync(
        Guid id,
        RetryInstanceRequest request,
        IfMatch ifMatch,
        IncidentService incidents,
        ClaimsPrincipal user,
        ChangedInstance changed,
        CancellationToken cancellationToken)
    {
        await incidents.RetryAsync(id, request.ActivityId, ifMatch.Version, user.ToCaller(), changed.KeepAsync, cancellationToken);
        return changed.Ok();
    }

    private static async Task<Ok<InstanceDto>> SkipAsync(
        Guid id,
        SkipActivityRequest request,
        IfMatch ifMatch,
        IncidentService incidents,
        ClaimsPrincipal user,
        ChangedInstance changed,
        CancellationToken cancellationToken)
    {
        await incidents.SkipAsync(
            id,
            request.ActivityId,
            request.ActivityInstanceId,
            request.Outcome,
            request.Reason,
            ifMatch.Version,
            user.ToCaller(),
            changed.KeepAsync,
            cancellationToken);
        return changed.Ok();
    }

    private static Task<Ok<MigrationDto>> PreviewAsync(Guid id, int version, MigrationService migrations, CancellationToken cancellationToken) =>
        PreviewMappedAsync(id, new MigrateInstanceRequest { Version = version }, migrations, cancellationToken);

    private static async Task<Ok<MigrationDto>> PreviewMappedAsync(
        Guid id, MigrateInstanceRequest request, MigrationService migrations, CancellationToken cancellationToken)
    {
        var version = request.Version;
        var (plan, from) = await migrations.PreviewAsync(id, version, request.Map, cancellationToken);
        return TypedResults.Ok(new MigrationDto
        {
            FromVersion = from.Definition.Version,
            ToVersion = version,
            Possible = plan.IsPossible,
            Steps = [.. plan.Steps.Select(step => new MigrationStepDto { From = step.From, To = step.To, ActivityType = step.ActivityType })],
            Problems = [.. plan.Problems.Select(problem => new MigrationProblemDto { NodeId = problem.NodeId, Message = problem.Message })],
        });
    }

    private static async Task<Ok<InstanceDto>> MigrateAsync(
        Guid id,
        MigrateInstanceRequest request,
        IfMatch ifMatch,
        MigrationService migrations,
        ClaimsPrincipal user,
        ChangedInstance changed,
        CancellationToken cancellationToken)
    {
        await migrations.MigrateAsync(id, request.Version, request.Map, ifMatch.Version, user.ToCaller(), changed.KeepAsync, cancellationToken);
        return changed.Ok();
    }
}
