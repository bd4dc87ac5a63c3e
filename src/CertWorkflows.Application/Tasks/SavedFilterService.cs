using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Tasks;

/// <summary>Filters of the inbox under names: everybody's own, and those that colleagues share with a group.</summary>
public sealed class SavedFilterService(IWorkflowStore store, TimeProvider clock)
{
    private const int MostOfOne = 50;
    private const int LongestName = 100;
    private const int LongestQuery = 1_000;

    /// <summary>The caller's own and those shared with their groups, by name.</summary>
    public async Task<IReadOnlyList<SavedFilter>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var groups = caller.Groups.ToArray();
        return await db.SavedFilters.AsNoTracking()
            .Where(filter => filter.Owner == caller.Name || groups.Contains(filter.SharedWith))
            .OrderBy(filter => filter.Name).ThenBy(filter => filter.Id).ToListAsync(cancellationToken);
    }

    /// <exception cref="InvalidInputException">The name, the query or the group is not possible.</exception>
    /// <exception cref="ConflictException"><c>filter-name-taken</c>.</exception>
    public async Task<SavedFilter> AddAsync(string name, string query, string? sharedWith, Caller caller, CancellationToken cancellationToken)
    {
        Check(name, query, sharedWith, caller);
        await using var db = store.Open();
        if (await db.SavedFilters.CountAsync(filter => filter.Owner == caller.Name, cancellationToken) >= MostOfOne)
        {
            throw new InvalidInputException("name", $"At most {MostOfOne} filters can be saved; delete one first.");
        }

        var now = clock.GetUtcNow();
        var filter = new SavedFilter { Id = Ids.New(now), Owner = caller.Name, Name = name.Trim(), Query = query, SharedWith = sharedWith, CreatedAt = now };
        db.SavedFilters.Add(filter);
        await CommitAsync(db, name, cancellationToken);
        return filter;
    }

    /// <summary>Changes one of the caller's own.</summary>
    /// <exception cref="NotFoundException">The caller has no such filter.</exception>
    public async Task<SavedFilter> ChangeAsync(
        Guid id, string name, string query, string? sharedWith, long? version, Caller caller, CancellationToken cancellationToken)
    {
        Check(name, query, sharedWith, caller);
        await using var db = store.Open();
        var filter = await OwnAsync(db, id, caller, cancellationToken);
        if (version is { } expected && expected != filter.Version)
        {
            throw new StaleException("saved filter", expected, filter.Version);
        }

        (filter.Name, filter.Query, filter.SharedWith) = (name.Trim(), query, sharedWith);
        filter.Version++;
        await CommitAsync(db, name, cancellationToken);
        return filter;
    }

    /// <exception cref="NotFoundException">The caller has no such filter.</exception>
    public async Task RemoveAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        db.SavedFilters.Remove(await OwnAsync(db, id, caller, cancellationToken));
        await store.CommitAsync(db, cancellationToken);
    }

    private static async Task<SavedFilter> OwnAsync(WorkflowDb db, Guid id, Caller caller, CancellationToken cancellationToken) =>
        await db.SavedFilters.SingleOrDefaultAsync(filter => filter.Id == id && filter.Owner == caller.Name, cancellationToken)
        ?? throw new NotFoundException("saved filter", id);

    private static void Check(string name, string query, string? sharedWith, Caller caller)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > LongestName)
        {
            throw new InvalidInputException("name", $"1 to {LongestName} characters are needed.");
        }

        if (query.Length > LongestQuery || query.Any(char.IsControl))
        {
            throw new InvalidInputException("query", $"At most {LongestQuery} characters of an address's query are possible.");
        }

        if (sharedWith is not null && !caller.IsIn(sharedWith))
        {
            throw new InvalidInputException("sharedWith", $"You can share with your own groups: {string.Join(", ", caller.Groups.Order(StringComparer.Ordinal))}.");
        }
    }

    private async Task CommitAsync(WorkflowDb db, string name, CancellationToken cancellationToken)
    {
        try
        {
            await store.CommitAsync(db, cancellationToken);
        }
        catch (DuplicateRowException)
        {
            throw new ConflictException("filter-name-taken", $"You have a filter named '{name.Trim()}' already.");
        }
    }
}
