using CertWorkflows.Application.Orders;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

internal static class QuoteEndpoints
{
    public static void MapQuotes(this IEndpointRouteBuilder api) =>
        api.MapPost("/quotes", Quote).WithTags("Rules").WithSummary("What things would cost (section 2); nothing is stored.");

    public static OrderItem ToItem(this OrderItemDto item) =>
        new(item.Product, item.Years, item.Quantity, item.Domains, item.Edition, item.Certificate);

    public static OrderLineDto ToDto(this OrderLine line) => new()
    {
        Product = line.Product,
        Edition = line.Edition,
        Years = line.Years,
        Quantity = line.Quantity,
        UnitPrice = line.UnitPrice.ToDto(),
        Price = line.Price.ToDto(),
        Domains = line.Domains,
        Certificate = line.Certificate,
        Warnings = line.Warnings,
    };

    private static Ok<QuoteDto> Quote(QuoteRequest request, PriceList prices)
    {
        var voucher = request.Voucher?.ToMoney("voucher") ?? Money.Zero;
        var lines = prices.Price([.. request.Items.Select(item => item.ToItem())]);
        var total = PriceList.Total(lines, voucher);
        return TypedResults.Ok(new QuoteDto
        {
            Lines = [.. lines.Select(line => line.ToDto())],
            Total = total.ToDto(),
            Voucher = voucher.ToDto(),
            Paid = (total - voucher).ToDto(),
        });
    }
}
