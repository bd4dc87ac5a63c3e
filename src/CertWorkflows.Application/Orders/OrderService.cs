using System.Globalization;
using System.Net.Mail;
using System.Text.Json;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Packages;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Orders;

/// <summary>Records paid orders: prices from the catalogue, the certificates and packages that they buy, one commit.</summary>
public sealed class OrderService(IWorkflowStore store, ProductCatalogue catalogue, BusinessCalendar calendar, TimeProvider clock)
{
    /// <summary>The most certificates that one order buys.</summary>
    public const int MaxCertificates = 200;

    /// <summary>What claims to have been paid before is a mistyped year: nothing was sold then.</summary>
    public static readonly DateTimeOffset EarliestPayment = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="answer">Makes the row for the request's idempotency key from what is about to be committed; null without one.</param>
    /// <exception cref="InvalidInputException">A value is not acceptable.</exception>
    /// <exception cref="DomainException">
    /// <c>not-sold-here</c>: a product that cannot be ordered yet; <c>not-bundled</c> (BL-2); <c>unknown-product</c>; <c>voucher-exceeds-total</c>.
    /// </exception>
    public async Task<PlacedOrder> PlaceAsync(
        PlaceOrder request, Caller caller, Func<PlacedOrder, StoredAnswer?> answer, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        Check(request, now);
        var basket = Basket.Of(request.Items, catalogue, () => Ids.New(now));
        var lines = basket.Lines;
        var total = lines.Aggregate(Money.Zero, (sum, line) => sum + line.Price);
        if (request.Voucher > total)
        {
            throw new DomainException(
                "voucher-exceeds-total", $"The voucher of {request.Voucher} CNY is worth more than the order's {total} CNY.");
        }

        var order = new Order
        {
            Id = Ids.New(now),
            CustomerId = request.CustomerId.Value,
            Company = request.Company,
            Email = request.Email,
            Mobile = request.Mobile,
            PaymentChannel = JsonNamingPolicy.CamelCase.ConvertName(request.PaymentChannel.ToString()),
            PaymentAccount = request.PaymentAccount,
            Total = total.Amount,
            Voucher = request.Voucher.Amount,
            PaidAt = request.PaidAt ?? now,
            Lines = JsonSerializer.Serialize(lines.Select(l => new
            {
                product = l.Product,
                years = l.Years,
                quantity = l.Quantity,
                unitPrice = l.UnitPrice.ToString(),
                price = l.Price.ToString(),
            })),
            CreatedBy = caller.Name,
        };
        var vouchers = Split(request.Voucher, [.. basket.Units.Select(unit => unit.Price)]);
        var bought = basket.Units.Zip(vouchers).ToList();
        var certificates = bought.Where(b => b.First.Spec is not null).Select(b => Certificate(b.First, b.Second, request, order, caller)).ToList();
        var packages = bought.Where(b => b.First.Edition is not null).Select(b => Package(b.First, b.Second, request, order, caller)).ToList();

        await using var db = store.Open();
        await EnsureOwnAsync(db, basket, request.CustomerId, cancellationToken);
        db.Orders.Add(order);
        db.Certificates.AddRange(certificates);
        db.Packages.AddRange(packages);
        db.Audit.AddRange(certificates.Concat<IAggregate>(packages).SelectMany(a => a.TakeChanges()).Select(move => AuditOf(move, now)));
        var placed = new PlacedOrder(order, lines, certificates, packages);
        if (answer(placed) is { } row)
        {
            db.Answers.Add(row);
        }

        await store.CommitAsync(db, cancellationToken);
        return placed;
    }

    /// <summary>
    /// Spreads the voucher over the certificates by price, to the fen, so that each knows what a refund of it returns (RF-20).
    /// </summary>
    internal static IReadOnlyList<Money> Split(Money voucher, IReadOnlyList<Money> prices)
    {
        var parts = new List<Money>(prices.Count);
        var (restVoucher, restPrice) = (voucher.Amount, prices.Sum(p => p.Amount));
        foreach (var price in prices)
        {
            // The share of what is left: rounding is made good by the later ones, and the last takes what remains.
            var part = restPrice == 0 ? 0 : decimal.Round(restVoucher * price.Amount / restPrice, 2, MidpointRounding.ToZero);
            parts.Add(new Money(part));
            restVoucher -= part;
            restPrice -= price.Amount;
        }

        return parts;
    }

    private Certificate Certificate(BasketUnit unit, Money voucher, PlaceOrder request, Order order, Caller caller) =>
        Domain.Certificates.Certificate.Buy(
            new CertificatePurchase(
                unit.CertificateId!.Value,
                new OrderId(order.Id),
                request.CustomerId,
                request.Company,
                request.Email,
                request.Mobile,
                unit.Spec!,
                unit.PackageId,
                order.PaidAt,
                unit.Price - voucher,
                voucher,
                request.PaymentChannel,
                request.PaymentAccount),
            calendar,
            caller.Name);

    private Package Package(BasketUnit unit, Money voucher, PlaceOrder request, Order order, Caller caller) =>
        Domain.Packages.Package.Buy(
            new PackagePurchase(
                unit.PackageId!.Value,
                new OrderId(order.Id),
                request.CustomerId,
                request.Company,
                request.Email,
                request.Mobile,
                unit.Edition!.Value,
                unit.CertificateId,
                unit.Bundled,
                order.PaidAt,
                unit.Price - voucher,
                voucher,
                request.PaymentChannel,
                request.PaymentAccount),
            calendar,
            caller.Name);

    /// <summary>Certificates that packages shall serve with are the customer's own.</summary>
    private static async Task EnsureOwnAsync(WorkflowDb db, Basket basket, CustomerId customer, CancellationToken cancellationToken)
    {
        foreach (var id in basket.Units.Where(u => u is { Edition: not null, Bundled: false }).Select(u => u.CertificateId).OfType<CertificateId>().Distinct())
        {
            if (!await db.Certificates.AnyAsync(c => c.Id == id && c.CustomerId == customer, cancellationToken))
            {
                throw new InvalidInputException("items.certificate", $"The customer has no certificate '{id}'.");
            }
        }
    }

    internal static AuditRecord AuditOf(StateChange move, DateTimeOffset now) => new()
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

    private static void Check(PlaceOrder request, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        Text("company", request.Company, 200);
        Text("email", request.Email, 254);
        Text("payment.account", request.PaymentAccount, 200);
        if (request.PaidAt > now || request.PaidAt < EarliestPayment)
        {
            errors["payment.paidAt"] = [request.PaidAt > now
                ? $"It is in the future: it is {now:O} now, and only completed payments are recorded."
                : $"It is before {EarliestPayment:yyyy-MM-dd}."];
        }

        if (!MailAddress.TryCreate(request.Email, out var address) || address.Address != request.Email || request.Email.Any(char.IsControl))
        {
            errors["email"] = ["It is not an e-mail address."];
        }

        if (request.Mobile is { } mobile && (mobile.Length is 0 or > 32 || !mobile.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '(' or ')' or ' ')))
        {
            errors["mobile"] = ["1 to 32 digits are needed; '+', '-', brackets and spaces may stand between them."];
        }

        for (var i = 0; i < request.Items.Count; i++)
        {
            Number($"items[{i}].years", request.Items[i].Years, 10);
            Number($"items[{i}].quantity", request.Items[i].Quantity, MaxCertificates);
            Number($"items[{i}].domains", request.Items[i].Domains, 250);
        }

        var bought = request.Items.Sum(item => (long)Math.Max(0, item.Quantity));
        if (errors.Count == 0 && bought is 0 or > MaxCertificates)
        {
            errors["items"] = [string.Create(CultureInfo.InvariantCulture, $"1 to {MaxCertificates} certificates an order; found {bought}.")];
        }

        if (errors.Count > 0)
        {
            throw new InvalidInputException(errors);
        }

        void Text(string path, string text, int most)
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > most || text.Any(char.IsControl))
            {
                errors[path] = [$"1 to {most} characters are needed, on one line."];
            }
        }

        void Number(string path, int number, int most)
        {
            if (number < 1 || number > most)
            {
                errors[path] = [$"1 to {most} is possible."];
            }
        }
    }
}
