using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Orders;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Benchmarks.Durability;

/// <summary>All rows, read once when everything has settled.</summary>
internal sealed record Facts(
    IReadOnlyDictionary<Guid, WorkflowInstance> Instances,
    IReadOnlyDictionary<Guid, InstanceState> States,
    ILookup<Guid, JournalRecord> Journal,
    IReadOnlyList<HumanTask> Tasks,
    IReadOnlyList<Deadline> Deadlines,
    IReadOnlyList<Effect> Effects,
    IReadOnlyList<EventBookmark> Events,
    IReadOnlyDictionary<Guid, Order> Orders,
    IReadOnlyDictionary<Guid, Certificate> Certificates,
    IReadOnlyDictionary<Guid, Refund> Refunds,
    IReadOnlyList<AuditRecord> Audit)
{
    public static async Task<Facts> ReadAsync(IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var instances = await db.Instances.AsNoTracking().ToDictionaryAsync(i => i.Id, cancellationToken);
        var pages = await db.Journal.AsNoTracking().OrderBy(p => p.FirstSequence).ToListAsync(cancellationToken);
        return new Facts(
            instances,
            instances.Values.ToDictionary(i => i.Id, i => InstanceState.FromJson(i.State)),
            pages.SelectMany(page => JournalRecord.Read(page.Entries).Select(entry => (page.InstanceId, Entry: entry)))
                .ToLookup(pair => pair.InstanceId, pair => pair.Entry),
            await db.Tasks.AsNoTracking().ToListAsync(cancellationToken),
            await db.Deadlines.AsNoTracking().ToListAsync(cancellationToken),
            await db.Effects.AsNoTracking().ToListAsync(cancellationToken),
            await db.EventBookmarks.AsNoTracking().ToListAsync(cancellationToken),
            await db.Orders.AsNoTracking().ToDictionaryAsync(o => o.Id, cancellationToken),
            (await db.Certificates.AsNoTracking().ToListAsync(cancellationToken)).ToDictionary(c => c.Id.Value),
            (await db.Refunds.AsNoTracking().ToListAsync(cancellationToken)).ToDictionary(r => r.Id.Value),
            await db.Audit.AsNoTracking().ToListAsync(cancellationToken));
    }

    /// <summary>What still moves by itself or by the reviewers; empty when everything has settled.</summary>
    public static async Task<string> UnsettledAsync(IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var effects = await db.Effects.CountAsync(e => e.State == EffectState.Pending || e.State == EffectState.AwaitingResult, cancellationToken);
        var waits = await db.Instances.CountAsync(
            i => i.DefinitionId == Load.WaitDefinition && i.Status == nameof(WorkflowStatus.Running), cancellationToken);
        var refunds = await db.Refunds.CountAsync(
            r => r.State == RefundState.Submitted || r.State == RefundState.Approved || r.State == RefundState.PaymentFailed, cancellationToken);
        return effects + waits + refunds == 0 ? "" : $"{effects} effects, {waits} waits, {refunds} refunds";
    }
}
