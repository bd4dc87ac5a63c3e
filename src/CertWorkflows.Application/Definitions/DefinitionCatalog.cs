using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Definitions;

/// <summary>
/// Compiled definitions. A published version never changes, and names the versions of others that it uses, so it is compiled once a
/// process; which version is published is remembered for a second, so that a start costs no look-up and another node's publishing is
/// seen soon. Everything else is looked up, so that there is nothing another node could have wrong.
/// </summary>
public sealed class DefinitionCatalog(ActivityRegistry activities)
{
    private static readonly TimeSpan PublishedIsFresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, CompiledWorkflow> _versions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WorkflowAsActivity> _usable = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string VersionId, long Until)> _published = new(StringComparer.Ordinal);

    /// <summary>The published version of a definition.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async ValueTask<CompiledWorkflow> PublishedAsync(WorkflowDb db, string definitionId, CancellationToken cancellationToken)
    {
        // Real time on purpose, also under a virtual clock: this is the age of a cache, not business time.
        var now = Environment.TickCount64;
        if (!_published.TryGetValue(definitionId, out var known) || known.Until < now)
        {
            var versionId = await db.Definitions
                .Where(d => d.DefinitionId == definitionId && d.IsPublished)
                .Select(d => d.Id)
                .FirstOrDefaultAsync(cancellationToken)
                ?? throw new NotFoundException("published workflow", definitionId);
            known = (versionId, now + (long)PublishedIsFresh.TotalMilliseconds);
            _published[definitionId] = known;
        }

        return await VersionAsync(db, known.VersionId, cancellationToken);
    }

    /// <summary>One version, published or not.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public async ValueTask<CompiledWorkflow> VersionAsync(WorkflowDb db, string versionId, CancellationToken cancellationToken)
    {
        if (_versions.TryGetValue(versionId, out var compiled))
        {
            return compiled;
        }

        var stored = await db.Definitions.Where(d => d.Id == versionId).Select(d => new { d.Json, d.PublishedAt }).FirstOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("workflow version", versionId);
        compiled = await CompileAsync(db, DefinitionReader.Read(stored.Json), cancellationToken);
        // A draft changes with every save, so it is not kept.
        return stored.PublishedAt is null ? compiled : _versions.GetOrAdd(versionId, compiled);
    }

    /// <summary>Compiles a definition that is not stored yet, or not to be kept; pins what it uses, see <see cref="UsesAsync"/>.</summary>
    /// <exception cref="DefinitionException">It cannot run.</exception>
    public async ValueTask<CompiledWorkflow> CompileAsync(WorkflowDb db, WorkflowDefinition definition, CancellationToken cancellationToken) =>
        CompiledWorkflow.Compile(definition, activities.With(await UsesAsync(db, definition, cancellationToken)));

    /// <summary>
    /// The versions of other definitions that this one uses as activities, and those that they use in turn. The definition's own
    /// activities are pinned to them in its JSON (D-10); what cannot be found stays as it is.
    /// </summary>
    /// <param name="db">The session, whose unsaved versions count.</param>
    /// <param name="definition">Freshly read.</param>
    public async ValueTask<IReadOnlyCollection<WorkflowAsActivity>> UsesAsync(
        WorkflowDb db, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, WorkflowAsActivity>(StringComparer.Ordinal);
        var open = new Stack<WorkflowDefinition>([definition]);
        while (open.TryPop(out var next))
        {
            foreach (var use in WorkflowUse.In(next, activities))
            {
                if ((await FindAsync(db, use, cancellationToken) ?? Itself(definition, use)) is not { } workflow)
                {
                    continue;
                }

                // what is published is pinned already, and shared
                if (ReferenceEquals(next, definition))
                {
                    use.Pin(workflow);
                }

                if (found.TryAdd(workflow.Definition.Id, workflow))
                {
                    open.Push(workflow.Definition);
                }
            }
        }

        return found.Values;
    }

    /// <summary>Pins what the definition uses, and answers what that is; without what these use in turn.</summary>
    public async ValueTask<IReadOnlyList<WorkflowDefinition>> PinAsync(WorkflowDb db, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        var all = await UsesAsync(db, definition, cancellationToken);
        var named = WorkflowUse.In(definition, activities).Select(use => use.VersionId).ToHashSet();
        return [.. all.Select(workflow => workflow.Definition).Where(used => named.Contains(used.Id))];
    }

    /// <summary>The ids of the definitions that this one names as those of its activities.</summary>
    internal IEnumerable<string> Names(WorkflowDefinition definition) =>
        WorkflowUse.In(definition, activities).Select(use => use.DefinitionId).OfType<string>();

    /// <summary>Makes the definition use these versions wherever it uses their definitions.</summary>
    internal void Repin(WorkflowDefinition definition, IReadOnlyDictionary<string, WorkflowAsActivity> versions)
    {
        foreach (var use in WorkflowUse.In(definition, activities))
        {
            if (versions.TryGetValue(use.DefinitionId ?? "", out var workflow))
            {
                use.Pin(workflow);
            }
        }
    }

    /// <summary>The definition as a designer gets it: with its row's flags, its instances' node ids, and the newest version of all it uses (D-10).</summary>
    public async Task<JsonObject> DocumentAsync(WorkflowDb db, DefinitionVersion version, CancellationToken cancellationToken)
    {
        var definition = version.Definition();
        var used = (await UsesAsync(db, definition, cancellationToken)).Select(workflow => workflow.Definition.DefinitionId).Distinct().ToList();
        if (used.Count == 0)
        {
            return DefinitionWriter.ToJson(definition);
        }

        // the published version where there is one: none after it was ever published
        var versions = await db.Definitions
            .Where(d => used.Contains(d.DefinitionId) && d.ActivityType != null)
            .Select(d => new { d.DefinitionId, d.Id, d.Version })
            .ToListAsync(cancellationToken);
        var newest = versions.GroupBy(d => d.DefinitionId).ToDictionary(group => group.Key, group => group.MaxBy(d => d.Version)!);
        foreach (var use in WorkflowUse.In(definition, activities))
        {
            if (newest.TryGetValue(use.DefinitionId ?? "", out var offered))
            {
                use.Offer(offered.Version, offered.Id);
            }
        }

        try
        {
            return (await CompileAsync(db, definition, cancellationToken)).ToJson();
        }
        catch (DefinitionException)
        {
            // a draft that cannot run yet is shown all the same
            return DefinitionWriter.ToJson(definition);
        }
    }

    /// <summary>The workflows that are activity types, one for every version that was ever published for that .</summary>
    public async Task<IReadOnlyList<WorkflowAsActivity>> UsableAsync(WorkflowDb db, CancellationToken cancellationToken)
    {
        var types = new List<WorkflowAsActivity>();
        var ids = await db.Definitions.Where(d => d.ActivityType != null).OrderBy(d => d.ActivityType).ThenBy(d => d.Version).Select(d => d.Id).ToListAsync(cancellationToken);
        foreach (var id in ids)
        {
            if (await UsableAsync(db, id, cancellationToken) is { } workflow)
            {
                types.Add(workflow);
            }
        }

        return types;
    }

    /// <summary>Forgets which version is published; called where one is published or retracted on this node.</summary>
    public void PublishedChanged(string definitionId) => _published.TryRemove(definitionId, out _);

    /// <summary>D-10: the version that is named, else that version of the type, else the newest of the type, else the newest of the definition.</summary>
    private async ValueTask<WorkflowAsActivity?> FindAsync(WorkflowDb db, WorkflowUse use, CancellationToken cancellationToken)
    {
        if (use.VersionId is { } pinned && await UsableAsync(db, pinned, cancellationToken) is { } known)
        {
            return known;
        }

        var (type, definitionId) = (use.Type, use.DefinitionId);
        var candidates = await db.Definitions
            .Where(d => d.ActivityType == type || (d.DefinitionId == definitionId && d.ActivityType != null))
            .Select(d => new { d.Id, d.Version, d.ActivityType })
            .ToListAsync(cancellationToken);
        var best = candidates
            .OrderByDescending(d => d.ActivityType == type)
            .ThenByDescending(d => d.Version == use.Version)
            .ThenByDescending(d => d.Version)
            .FirstOrDefault();
        return best is null ? null : await UsableAsync(db, best.Id, cancellationToken);
    }

    private async ValueTask<WorkflowAsActivity?> UsableAsync(WorkflowDb db, string versionId, CancellationToken cancellationToken)
    {
        if (_usable.TryGetValue(versionId, out var known))
        {
            return known;
        }

        // what this session is about to publish may still come to nothing, so it is not kept
        if (db.Definitions.Local.FirstOrDefault(d => d.Id == versionId) is { } pending)
        {
            return pending.ActivityType is null ? null : new WorkflowAsActivity(DefinitionReader.Read(pending.Json));
        }

        var json = await db.Definitions.Where(d => d.Id == versionId && d.ActivityType != null).Select(d => d.Json).FirstOrDefaultAsync(cancellationToken);
        return json is null ? null : _usable.GetOrAdd(versionId, new WorkflowAsActivity(DefinitionReader.Read(json)));
    }

    /// <summary>A definition that uses itself before it was ever published: found, so that the compiler can name the circle.</summary>
    private static WorkflowAsActivity? Itself(WorkflowDefinition definition, WorkflowUse use) =>
        definition.Options.UsableAsActivity && use.Type == WorkflowAsActivity.TypeName(definition) ? new WorkflowAsActivity(definition) : null;
}
