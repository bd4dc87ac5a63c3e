using System.Collections.Concurrent;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Definitions;

/// <summary>
/// Compiled definitions. A published version never changes, so it is compiled once a process; which version is published is remembered
/// for a second, so that a start costs no look-up and another node's publishing is seen soon.
/// </summary>
public sealed class DefinitionCatalog(ActivityRegistry activities)
{
    private static readonly TimeSpan PublishedIsFresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, CompiledWorkflow> _versions = new(StringComparer.Ordinal);
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
        compiled = Compile(stored.Json);
        // A draft changes with every save, so it is not kept.
        return stored.PublishedAt is null ? compiled : _versions.GetOrAdd(versionId, compiled);
    }

    /// <summary>Compiles a definition that is not stored yet, or not to be kept.</summary>
    /// <exception cref="DefinitionException">It cannot be read.</exception>
    public CompiledWorkflow Compile(string json) => CompiledWorkflow.Compile(DefinitionReader.Read(json), activities);

    /// <summary>Forgets which version is published; called where one is published or retracted on this node.</summary>
    public void PublishedChanged(string definitionId) => _published.TryRemove(definitionId, out _);
}
