using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Orders;
using CertWorkflows.Application.PackageRefunds;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Packages;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Packages;

/// <summary>What a customer does with a package outside of any case.</summary>
public sealed class PackageService(IWorkflowStore store, OrderBook book, BusinessCalendar calendar, TurnSignals signals, TimeProvider clock)
{
    /// <summary>Renews it for another year (EX-6), paid as it was bought, at the catalogue's price.</summary>
    /// <param name="voucher">What of the price a voucher covers.</param>
    /// <param name="version">The version that the caller saw; null for whichever it is.</param>
    /// <param name="answer">Makes the row for the request's idempotency key from what is about to be committed; null without one.</param>
    /// <exception cref="NotFoundException">No package with this id.</exception>
    /// <exception cref="DomainException"><c>released</c> (EX-5); <c>refund-in-progress</c>; <c>voucher-exceeds-total</c>.</exception>
    public Task<Package> RenewAsync(
        PackageId id,
        Money voucher,
        long? version,
        Caller caller,
        Func<WorkflowDb, Package, Task<StoredAnswer?>> answer,
        CancellationToken cancellationToken) => ChangeAsync(
        id,
        version,
        (db, package, now) =>
        {
            package.EnsureRenewable(calendar, now);
            var placed = Order(package, package.Edition, voucher, caller, now);
            var year = placed.Packages[0]; // what the order bought goes to this package
            package.Renew(year.OrderId, year.Cash, year.Voucher, calendar, caller.Name, now);
            db.Orders.Add(placed.Order);
        },
        answer,
        cancellationToken);

    /// <summary>Buys another edition in its place (EX-6): a new package, for the certificate that this one serves with, paid as this one was.</summary>
    /// <param name="voucher">What of the price a voucher covers.</param>
    /// <param name="version">The version of the old package that the caller saw; null for whichever it is.</param>
    /// <param name="answer">Makes the row for the request's idempotency key from the new package; null without one.</param>
    /// <returns>The new package.</returns>
    /// <exception cref="NotFoundException">No package with this id.</exception>
    /// <exception cref="DomainException"><c>same-edition</c>, <c>not-upgradable</c> (EX-6); <c>refund-in-progress</c>; <c>voucher-exceeds-total</c>.</exception>
    public async Task<Package> UpgradeAsync(
        PackageId id,
        PackageEdition edition,
        Money voucher,
        long? version,
        Caller caller,
        Func<WorkflowDb, Package, Task<StoredAnswer?>> answer,
        CancellationToken cancellationToken)
    {
        Package? bought = null;
        await ChangeAsync(
            id,
            version,
            (db, package, now) =>
            {
                package.EnsureUpgradable(edition);
                var placed = Order(package, edition, voucher, caller, now);
                bought = placed.Packages[0];
                db.Orders.Add(placed.Order);
                db.Packages.Add(bought);
                db.RecordMoves(bought, now);
            },
            (db, _) => answer(db, bought!),
            cancellationToken);
        return bought!;
    }

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
        return await ChangeAsync(id, version, (_, package, now) => package.Install(certificate, caller.Name, now), answer, cancellationToken);
    }

    /// <summary>Loads the package, applies a verb and commits it with what it recorded; a conflict runs it again.</summary>
    /// <param name="version">The version that the caller saw; null for whichever it is.</param>
    /// <param name="verb">The verb, with the session and the time.</param>
    /// <param name="answer">Makes the row for the request's idempotency key from what is about to be committed; null without one.</param>
    /// <exception cref="NotFoundException">No package with this id.</exception>
    /// <exception cref="StaleException">It is at another version.</exception>
    /// <exception cref="DomainException">The verb refuses.</exception>
    public async Task<Package> ChangeAsync(
        PackageId id,
        long? version,
        Action<WorkflowDb, Package, DateTimeOffset> verb,
        Func<WorkflowDb, Package, Task<StoredAnswer?>> answer,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = store.Open();
            var package = await db.FindAsync<Package>([id], cancellationToken) ?? throw new NotFoundException("package", id.ToString());
            package.EnsureVersion("package", version);

            var now = clock.GetUtcNow();
            verb(db, package, now);
            db.RecordMoves(package, now);
            await PackageRefundWake.AddAsync(db, [package], null, now, cancellationToken);
            if (await answer(db, package) is { } row)
            {
                db.Answers.Add(row);
            }

            try
            {
                var dueAt = TurnSignals.DueIn(db);
                await store.CommitAsync(db, cancellationToken);
                signals.Committed(dueAt, null);
                return package;
            }
            catch (TurnConflictException) when (attempt < WorkflowService.MaxAttempts)
            {
                // Somebody else changed it a moment earlier: the verb must see that.
            }
        }
    }

    private PlacedOrder Order(Package package, PackageEdition edition, Money voucher, Caller caller, DateTimeOffset now) => book.Write(
        new PlaceOrder(
            package.CustomerId,
            package.Company,
            package.Email,
            package.Mobile,
            package.PaymentChannel,
            package.PaymentAccount,
            [new OrderItem(Products.Package, Edition: CamelCase.Of(edition), Certificate: package.CertificateId?.ToString())],
            voucher),
        caller,
        now,
        calendar);
}
