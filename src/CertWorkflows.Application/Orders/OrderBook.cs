using System.Globalization;
using System.Net.Mail;
using System.Text.Json;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Credits;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Domain.Packages;

namespace CertWorkflows.Application.Orders;

/// <summary>Writes orders: prices from the catalogue, the voucher spread, the things that they buy. Stores nothing.</summary>
public sealed class OrderBook(PriceList prices)
{
    /// <summary>The most things that one order buys; a lot of credits is one.</summary>
    public const int MaxThings = 200;

    /// <summary>What claims to have been paid before is a mistyped year: nothing was sold then.</summary>
    public static readonly DateTimeOffset EarliestPayment = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The order and what it buys, stored nowhere yet; priced from the catalogue.</summary>
    /// <exception cref="InvalidInputException">A value is not acceptable.</exception>
    /// <exception cref="DomainException"><c>unknown-product</c>; <c>voucher-exceeds-total</c>.</exception>
    public PlacedOrder Write(PlaceOrder request, Caller caller, DateTimeOffset now, BusinessCalendar calendar)
    {
        Check(request, now);
        var lines = prices.Price(request.Items);
        var total = PriceList.Total(lines, request.Voucher);

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
                domains = l.Domains,
            })),
            CreatedBy = caller.Name,
        };
        var units = OrderedUnit.Of(lines, () => Ids.New(now));
        var vouchers = Split(request.Voucher, [.. units.Select(unit => unit.Price)]);
        var bought = units.Zip(vouchers).ToList();
        return new PlacedOrder(
            order,
            lines,
            [.. bought.Where(b => b.First.Spec is not null).Select(b => BuyCertificate(b.First, b.Second, request, order, calendar, caller))],
            [.. bought.Where(b => b.First.Edition is not null).Select(b => BuyPackage(b.First, b.Second, request, order, calendar, caller))])
        {
            CreditLots = [.. bought.Where(b => b.First.Uses is not null).Select(b => CreditLot.Buy(
                new CreditLotId(Ids.New(now)), b.First.Uses!.Value, Purchase(b.First, b.Second, request, order), caller.Name))],
            Hostings = [.. bought.Where(b => b.First.IsHosting).Select(b => Hosting.Buy(
                new HostingId(Ids.New(now)), b.First.CertificateId, Purchase(b.First, b.Second, request, order), caller.Name))],
        };
    }

    /// <summary>
    /// Spreads the voucher over what is bought by price, to the fen, so that each knows what a refund of it returns (RF-20).
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

    private static Certificate BuyCertificate(
        OrderedUnit unit, Money voucher, PlaceOrder request, Order order, BusinessCalendar calendar, Caller caller) =>
        Certificate.Buy(
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

    private static Package BuyPackage(
        OrderedUnit unit, Money voucher, PlaceOrder request, Order order, BusinessCalendar calendar, Caller caller) =>
        Package.Buy(
            new PackagePurchase(
                unit.PackageId!.Value,
                new OrderId(order.Id),
                request.CustomerId,
                request.Company,
                request.Email,
                request.Mobile,
                unit.Edition!.Value,
                unit.CertificateId,
                unit.IsBundled,
                order.PaidAt,
                unit.Price - voucher,
                voucher,
                request.PaymentChannel,
                request.PaymentAccount),
            calendar,
            caller.Name);

    private static ServicePurchase Purchase(OrderedUnit unit, Money voucher, PlaceOrder request, Order order) => new(
        new OrderId(order.Id),
        request.CustomerId,
        request.Company,
        request.Email,
        request.Mobile,
        order.PaidAt,
        unit.Price - voucher,
        voucher,
        request.PaymentChannel,
        request.PaymentAccount);

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

        var bought = request.Items.Sum(item => item.Product == Products.Extension ? 1 : (long)Math.Max(0, item.Quantity ?? 1));
        if (errors.Count == 0 && bought is 0 or > MaxThings)
        {
            errors["items"] = [string.Create(CultureInfo.InvariantCulture, $"1 to {MaxThings} things an order; found {bought}.")];
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
    }
}
