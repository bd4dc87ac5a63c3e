using CertWorkflows.Application.Events;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Packages;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.PackageRefunds;

/// <summary>
/// Tells a package's refund that its package or bundled certificate has moved, whoever moved it: an event for its instance, in
/// the outbox of the same commit.
/// </summary>
internal static class PackageRefundWake
{
    /// <summary>Something that an open case may wait for has changed: it looks again.</summary>
    public const string Changed = "package-refund-changed";

    /// <summary>The refunded package was deleted (PK-4, PK-8).</summary>
    public const string Deleted = "package-deleted";

    /// <param name="moved">What is about to be committed.</param>
    /// <param name="but">The instance whose turn it is, which knows; null for none.</param>
    public static async Task AddAsync(
        WorkflowDb db, IEnumerable<IAggregate> moved, Guid? but, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var packages = moved.Select(one => one switch
        {
            Package package => (package.Id, package.State == PackageState.Deleted),
            Certificate { PackageId: { } id } => (id, false),
            _ => ((PackageId Id, bool IsDeleted)?)null,
        });
        foreach (var (id, isDeleted) in packages.OfType<(PackageId, bool)>().Distinct())
        {
            var waiting = db.PackageRefunds.AsNoTracking().Where(r => r.PackageId == id && r.InstanceId != but);
            waiting = isDeleted
                ? waiting.Where(r => r.State == PackageRefundState.Paid)
                : waiting.Where(r => r.State == PackageRefundState.Waiting);
            foreach (var instanceId in await waiting.Select(r => r.InstanceId).ToListAsync(cancellationToken))
            {
                var sent = new PublishedEvent(isDeleted ? Deleted : Changed, null, null) { InstanceId = instanceId };
                db.Effects.Add(EventDelivery.Keep(sent, Ids.New(now), now));
            }
        }
    }
}
