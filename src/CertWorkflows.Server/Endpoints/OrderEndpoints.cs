using System.Security.Claims;
using CertWorkflows.Application.Orders;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using DomainChannel = CertWorkflows.Domain.Certificates.PaymentChannel;

namespace CertWorkflows.Server.Endpoints;

internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder api) =>
        api.MapPost("/orders", PlaceAsync).WithTags("Customers' things").ForCallers().Idempotent()
            .WithSummary("Records a paid order; answers the certificates, packages, credits and hosting it bought.");

    private static async Task<Created<OrderDto>> PlaceAsync(
        CreateOrderRequest request,
        OrderService orders,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        CancellationToken cancellationToken)
    {
        var placed = await orders.PlaceAsync(
            ToPlaceOrder(request), user.ToCaller(), p => keeper.Keep(ToDto(p), LocationOf(p)), cancellationToken);
        return TypedResults.Created(LocationOf(placed), ToDto(placed));
    }

    // An order is read through what it bought.
    private static string LocationOf(PlacedOrder placed) =>
        $"{Api.BasePath}/certificates?customerId={Uri.EscapeDataString(placed.Order.CustomerId)}";

    private static PlaceOrder ToPlaceOrder(CreateOrderRequest request) => new(
        CustomerId.Parse(request.CustomerId),
        request.Company,
        request.Email,
        request.Mobile,
        request.Payment.Channel.As<DomainChannel>(),
        request.Payment.Account,
        [.. request.Items.Select(item => item.ToItem())],
        request.Voucher?.ToMoney("voucher") ?? Money.Zero,
        request.Payment.PaidAt);

    private static OrderDto ToDto(PlacedOrder placed) => new()
    {
        Id = placed.Order.Id.ToString(),
        CustomerId = placed.Order.CustomerId,
        Company = placed.Order.Company,
        PaidAt = placed.Order.PaidAt,
        Lines = [.. placed.Lines.Select(line => line.ToDto())],
        Total = MoneyDto.Cny(placed.Order.Total),
        Voucher = MoneyDto.Cny(placed.Order.Voucher),
        Paid = MoneyDto.Cny(placed.Order.Total - placed.Order.Voucher),
        Packages = [.. placed.Packages.Select(PackageAnswers.Summary)],
        CreditLots = [.. placed.CreditLots.Select(CreditEndpoints.ToDto)],
        Hostings = [.. placed.Hostings.Select(HostingEndpoints.ToDto)],
        Certificates = [.. placed.Certificates.Select(CertificateAnswers.Summary)],
    };
}
