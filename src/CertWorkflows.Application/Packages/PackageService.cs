using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Packages;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Packages;

/// <summary>What a customer does with a package outside of any case.</summary>
public sealed class PackageService(IWorkflowStore store, TimeProvider clock)
{
    /// <summary>Lets another certificate of the customer's serve all domains of the package (EX-7).</summary>
    /// <exception cref="NotFoundException">No package or certificate with this id.</exception>
    /// <exception cref="StaleException">The package is at another version.</exception>
    /// <exception cref="DomainException">As <see cref="Package.Install"/> says.</exception>
    public async Task<Package> InstallAsync(
        PackageId id,
        CertificateId certificateId,
        long? version,
        Caller caller,
        Func<WorkflowDb, Package, Task<StoredAnswer?>> answer,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var certificate = await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == certificateId, cancellationToken)
            ?? throw new NotFoundException("certificate", certificateId.ToString());
        return await ChangeAsync(id, version, (package, now) => package.Install(certificate, caller.Name, now), answer, cancellationToken);
    }

    /// <summary>Loads the package, applies a verb and commits it with what it recorded; a conflict runs it again.</summary>
    /// <param name="version">The version that the caller saw; null for whichever it is.</param>
    /// <param name="verb">The verb, with the time.</param>
    /// <param name="answer">Makes the row for the request's idempotency key from what is about to be committed; null without one.</param>
    /// <exception cref="NotFoundException">No package with this id.</exception>
    /// <exception cref="StaleException">It is at another version.</exception>
    /// <exception cref="DomainException">The verb refuses.</exception>
    public async Task<Package> ChangeAsync(
        PackageId id,
        long? version,
        Action<Package, DateTimeOffset> verb,
        Func<WorkflowDb, Package, Task<StoredAnswer?>> answer,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = store.Open();
            var package = await db.FindAsync<Package>([id], cancellationToken) ?? throw new NotFoundException("package", id.ToString());
            package.EnsureVersion("package", version);

            var now = clock.GetUtcNow();
            verb(package, now);
            db.RecordMoves(package, now);
            if (await answer(db, package) is { } row)
            {
                db.Answers.Add(row);
            }

            try
            {
                await store.CommitAsync(db, cancellationToken);
                return package;
            }
            catch (TurnConflictException) when (attempt < WorkflowService.MaxAttempts)
            {
                // Somebody else changed it a moment earlier: the verb must see that.
            }
        }
    }
}
