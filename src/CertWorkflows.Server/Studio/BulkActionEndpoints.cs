using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Server.Authentication;

namespace CertWorkflows.Server.Studio;

/// <summary>
/// The list's actions on several definitions. Each is done for itself: what is refused leaves the others done and is told in
/// <c>refused</c>, which Studio passes over.
/// </summary>
internal static class BulkActionEndpoints
{
    private const int MaxIds = 500;

    public static void MapBulkActions(this IEndpointRouteBuilder api)
    {
        var actions = api.MapGroup("/bulk-actions").ForAuthors();
        actions.MapPost("/publish/workflow-definitions/by-definition-ids", PublishAsync);
        actions.MapPost("/retract/workflow-definitions/by-definition-ids", RetractAsync);
        actions.MapPost("/delete/workflow-definitions/by-definition-id", DeleteAsync);
        actions.MapPost("/delete/workflow-definitions/by-id", DeleteVersionsAsync);
    }

    private static async Task<IResult> PublishAsync(
        HttpRequest request, DefinitionService definitions, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = user.EnsurePublisher();
        var (published, already, missing, updated) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        var refused = await EachAsync((await ReadAsync(request, cancellationToken)).DefinitionIds, missing, async id =>
        {
            var saved = await definitions.PublishAsync(id, null, caller, cancellationToken);
            (saved.WasPublished ? already : published).Add(id);
            updated.AddRange(saved.Consumers.Where(consumer => consumer.Update != ConsumerUpdate.Left).Select(consumer => consumer.DefinitionId));
        });
        return StudioJson.Answer(new PublishAnswer(published, already, missing, updated, refused));
    }

    private static async Task<IResult> RetractAsync(
        HttpRequest request, DefinitionService definitions, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = user.EnsurePublisher();
        var (retracted, already, missing) = (new List<string>(), new List<string>(), new List<string>());
        var refused = await EachAsync((await ReadAsync(request, cancellationToken)).DefinitionIds, missing, async id =>
        {
            try
            {
                await definitions.RetractAsync(id, null, caller, cancellationToken);
                retracted.Add(id);
            }
            catch (ConflictException conflict) when (conflict.Code == "not-published")
            {
                already.Add(id);
            }
        });
        return StudioJson.Answer(new RetractAnswer(retracted, already, missing, refused));
    }

    private static async Task<IResult> DeleteAsync(
        HttpRequest request, DefinitionRemoval removal, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = user.EnsurePublisher();
        var ids = (await ReadAsync(request, cancellationToken)).DefinitionIds;
        return await DeletedAsync(ids, id => removal.DeleteAsync(id, caller, cancellationToken));
    }

    private static async Task<IResult> DeleteVersionsAsync(
        HttpRequest request, IWorkflowStore store, DefinitionRemoval removal, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var ids = (await ReadAsync(request, cancellationToken)).Ids;
        return await DeletedAsync(ids, async id =>
            await removal.DeleteVersionAsync(id, await DefinitionWriteEndpoints.EnsureMayDeleteAsync(store, id, user, cancellationToken), cancellationToken));
    }

    private static async Task<IResult> DeletedAsync(IReadOnlyList<string?>? ids, Func<string, Task> deleteAsync)
    {
        var (deleted, missing) = (0, new List<string>());
        var refused = await EachAsync(ids, missing, async id =>
        {
            await deleteAsync(id);
            deleted++;
        });
        return StudioJson.Answer(new DeleteAnswer(deleted, missing, refused));
    }

    private static async Task<Dictionary<string, string[]>> EachAsync(IReadOnlyList<string?>? listed, List<string> missing, Func<string, Task> changeAsync)
    {
        var ids = listed?.OfType<string>().Distinct(StringComparer.Ordinal).ToList() ?? [];
        if (ids.Count > MaxIds)
        {
            throw new InvalidInputException("ids", $"At most {MaxIds} can be changed at once.");
        }

        var refused = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            try
            {
                await changeAsync(id);
            }
            catch (NotFoundException)
            {
                missing.Add(id);
            }
            catch (DefinitionException invalid)
            {
                refused[id] = [.. invalid.Problems.Select(StudioErrors.Line)];
            }
            catch (Exception other) when (other is ConflictException or ForbiddenException)
            {
                refused[id] = [other.Message];
            }
        }

        return refused;
    }

    private static Task<BulkIds> ReadAsync(HttpRequest request, CancellationToken cancellationToken) => StudioJson.ReadAsync<BulkIds>(request, cancellationToken);

    private sealed record BulkIds
    {
        public IReadOnlyList<string?>? DefinitionIds { get; init; }

        public IReadOnlyList<string?>? Ids { get; init; }
    }

    private sealed record PublishAnswer(
        IReadOnlyList<string> Published, IReadOnlyList<string> AlreadyPublished, IReadOnlyList<string> NotFound, IReadOnlyList<string> UpdatedConsumers,
        IReadOnlyDictionary<string, string[]> Refused);

    private sealed record RetractAnswer(
        IReadOnlyList<string> Retracted, IReadOnlyList<string> AlreadyRetracted, IReadOnlyList<string> NotFound, IReadOnlyDictionary<string, string[]> Refused);

    private sealed record DeleteAnswer(int Deleted, IReadOnlyList<string> NotFound, IReadOnlyDictionary<string, string[]> Refused);
}
