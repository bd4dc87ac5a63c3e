using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Orders;

/// <summary>Stores paid orders and what they buy, in one commit.</summary>
public sealed class OrderService(IWorkflowStore store, OrderBook book, BusinessCalendar calendar, TimeProvider clock, TurnSignals signals)
{
    /// <param name="answer">Makes the row for the request's idempotency key from what is about to be committed; null without one.</param>
    /// <exception cref="InvalidInputException">A value is not acceptable.</exception>
    /// <exception cref="DomainException">
    /// <c>not-a-package-certificate</c> and <c>one-year-only</c> (BL-2); <c>unknown-product</c>; <c>voucher-exceeds-total</c>.
    /// </exception>
    public async Task<PlacedOrder> PlaceAsync(
        PlaceOrder request, Caller caller, Func<PlacedOrder, StoredAnswer?> answer, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var placed = book.Write(request, caller, now, calendar);
        await using var db = store.Open();
        await EnsureOwnAsync(db, placed, request.CustomerId, cancellationToken);
        db.Orders.Add(placed.Order);
        db.Certificates.AddRange(placed.Certificates);
        db.Packages.AddRange(placed.Packages);
        db.CreditLots.AddRange(placed.CreditLots);
        db.Hostings.AddRange(placed.Hostings);
        var bought = placed.Certificates.Concat<IAggregate>(placed.Packages).Concat(placed.CreditLots).Concat(placed.Hostings);
        foreach (var thing in bought)
        {
            db.RecordMoves(thing, now);
        }

        if (answer(placed) is { } row)
        {
            db.Answers.Add(row);
        }

        var dueAt = TurnSignals.DueIn(db);
        await store.CommitAsync(db, cancellationToken);
        signals.Committed(dueAt, placed.Order.Id);
        return placed;
    }

    /// <summary>Certificates that packages shall serve with, and that shall be hosted, are the customer's own.</summary>
    private static async Task EnsureOwnAsync(WorkflowDb db, PlacedOrder placed, CustomerId customer, CancellationToken cancellationToken)
    {
        var named = placed.Packages.Where(p => !p.CertificateBundled).Select(p => p.CertificateId).Concat(placed.Hostings.Select(h => h.IntendedFor));
        foreach (var id in named.OfType<CertificateId>().Distinct())
        {
            if (!await db.Certificates.AnyAsync(c => c.Id == id && c.CustomerId == customer, cancellationToken))
            {
                throw new InvalidInputException("items.certificate", $"The customer has no certificate '{id}'.");
            }
        }
    }
}
