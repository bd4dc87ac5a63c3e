using System.Text.Json.Nodes;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Routes;

/// <summary>
/// Which endpoint takes which request. The table are the rows of triggers and bookmarks: each is found by the hash
/// of its route and method, and the routes that could match a path are known from the path. Their hashes are one parameter of a query,
/// however many they are: so there is one statement for all paths.
/// </summary>
public sealed class RouteTable(IWorkflowStore store)
{
    private const int MostListed = 20;

    /// <summary>The endpoint for a request; null for none.</summary>
    public async Task<RouteMatch?> FindAsync(RouteAddress address, CancellationToken cancellationToken)
    {
        var hashes = HttpRoute.HashesFor(address.Path, address.Method);
        if (hashes.Count == 0)
        {
            return null;
        }

        await using var db = store.Open();
        var triggers = await db.Triggers.AsNoTracking().Where(t => EF.Parameter(hashes).Contains(t.Hash)).ToListAsync(cancellationToken);
        var waiting = await WaitingAsync(db, hashes, address, cancellationToken);
        foreach (var hash in hashes)
        {
            var trigger = triggers.Find(t => t.Hash == hash);
            var waits = waiting.Where(wait => wait.Hash == hash).ToList();

            // An instance that is named and waits for this goes on; otherwise a trigger comes first.
            if (trigger is not null && (waits.Count == 0 || address.InstanceId is null))
            {
                return new RouteMatch.Starts(Rules(JsonNode.Parse(trigger.Payload)), trigger.DefinitionId, trigger.ActivityId);
            }

            var matches = new List<RouteMatch.Resumes>();
            foreach (var wait in waits.Take(MostListed))
            {
                if (await ResumesAsync(db, wait, cancellationToken) is { } match)
                {
                    matches.Add(match);
                }
            }

            if (matches.Count > 0)
            {
                return matches.Count == 1 ? matches[0] : new RouteMatch.Ambiguous(matches);
            }
        }

        return null;
    }

    /// <summary>The methods by which something answers at a path.</summary>
    public async Task<IReadOnlyList<string>> MethodsAsync(RouteAddress address, CancellationToken cancellationToken)
    {
        var methods = HttpRoute.Methods
            .SelectMany(method => HttpRoute.HashesFor(address.Path, method).Select(hash => (hash, method)))
            .ToDictionary(pair => pair.hash, pair => pair.method, StringComparer.Ordinal);
        var hashes = methods.Keys.ToList();
        await using var db = store.Open();
        var known = await db.Triggers.Where(t => EF.Parameter(hashes).Contains(t.Hash)).Select(t => t.Hash)
            .Union(Waits(db, address).Where(b => EF.Parameter(hashes).Contains(b.Hash)).Select(b => b.Hash))
            .ToListAsync(cancellationToken);
        return [.. HttpRoute.Methods.Where(method => known.Exists(hash => methods[hash] == method))];
    }

    /// <summary>Whether another published definition starts by one of these routes (D-33), and by which.</summary>
    internal static async Task<(string Hash, string DefinitionId)?> TakenAsync(
        WorkflowDb db, string definitionId, IReadOnlyCollection<string> hashes, CancellationToken cancellationToken)
    {
        var taken = await db.Triggers
            .Where(t => EF.Parameter(hashes).Contains(t.Hash) && t.DefinitionId != definitionId)
            .OrderBy(t => t.Id)
            .Select(t => new { t.Hash, t.DefinitionId })
            .FirstOrDefaultAsync(cancellationToken);
        return taken is null ? null : (taken.Hash, taken.DefinitionId);
    }

    private static IQueryable<EventBookmark> Waits(WorkflowDb db, RouteAddress address) => db.EventBookmarks
        .Where(b => (address.InstanceId == null || b.InstanceId == address.InstanceId)
            && (address.CorrelationId == null || b.CorrelationId == address.CorrelationId)
            && db.Instances.Any(i => i.Id == b.InstanceId && i.Status == nameof(WorkflowStatus.Running)));

    /// <summary>Those that wait by the most specific route; more than can be listed are not read.</summary>
    private static async Task<List<EventBookmark>> WaitingAsync(
        WorkflowDb db, IReadOnlyList<string> hashes, RouteAddress address, CancellationToken cancellationToken)
    {
        var all = Waits(db, address).AsNoTracking().OrderBy(b => b.Hash);
        var some = await all.Where(b => EF.Parameter(hashes).Contains(b.Hash)).Take(MostListed + 1).ToListAsync(cancellationToken);
        if (some.Count <= MostListed)
        {
            return some;
        }

        foreach (var hash in hashes)
        {
            some = await all.Where(b => b.Hash == hash).Take(MostListed).ToListAsync(cancellationToken);
            if (some.Count > 0)
            {
                break;
            }
        }

        return some;
    }

    private static async Task<RouteMatch.Resumes?> ResumesAsync(WorkflowDb db, EventBookmark wait, CancellationToken cancellationToken)
    {
        var state = await db.Instances.Where(i => i.Id == wait.InstanceId).Select(i => i.State).SingleOrDefaultAsync(cancellationToken);
        var bookmark = state is null ? null : InstanceState.FromJson(state).Bookmarks.FirstOrDefault(b => b.Id == wait.Id);
        return bookmark is null ? null : new RouteMatch.Resumes(Rules(bookmark.Payload), wait.InstanceId, wait.Id);
    }

    private static HttpEndpointRules Rules(JsonNode? payload) => HttpEndpointRules.FromPayload(payload!.AsObject());
}
