using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;

namespace CertWorkflows.Application.Orders;

/// <summary>Stores paid orders and what they buy, in one commit.</summary>
public sealed class OrderService(IWorkflowStore store, OrderBook book, BusinessCalendar calendar, TimeProvider clock)
{
    /// <param name="answer">Makes the row for the request's idempotency key from what is about to be committed; null without one.</param>
    /// <exception cref="InvalidInputException">A value is not acceptable.</exception>
    /// <exception cref="DomainException">
    /// <c>not-sold-here</c>: a product that is not a certificate; <c>unknown-product</c>; <c>voucher-exceeds-total</c>.
    /// </exception>
    public async Task<PlacedOrder> PlaceAsync(
        PlaceOrder request, Caller caller, Func<PlacedOrder, StoredAnswer?> answer, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var placed = book.Write(request, caller, now, calendar);
        await using var db = store.Open();
        db.Orders.Add(placed.Order);
        db.Certificates.AddRange(placed.Certificates);
        db.Audit.AddRange(placed.Certificates.SelectMany(c => c.TakeChanges()).Select(move => AuditOf(move, now)));
        if (answer(placed) is { } row)
        {
            db.Answers.Add(row);
        }

        await store.CommitAsync(db, cancellationToken);
        return placed;
    }

    private static AuditRecord AuditOf(StateChange move, DateTimeOffset now) => new()
    {
        Id = Ids.New(now),
        At = move.At,
        Actor = move.Actor,
        Subject = move.Subject,
        SubjectId = move.SubjectId,
        Action = move.Trigger,
        From = move.From,
        To = move.To,
        Reason = move.Reason,
    };
}
