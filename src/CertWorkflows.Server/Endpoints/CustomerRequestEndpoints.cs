using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Customers;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

/// <summary>Links with which customers see where their requests are (RF-28), and the page behind them.</summary>
internal static class CustomerRequestEndpoints
{
    public const string Path = $"{Api.BasePath}/customer-requests";

    public static void MapCustomerRequests(this IEndpointRouteBuilder api)
    {
        foreach (var kind in CustomerLinks.Kinds)
        {
            api.MapPost(
                    $"/{kind}/{{id:guid}}/customer-links",
                    (Guid id, IWorkflowStore store, CustomerLinks links, CancellationToken cancellationToken) =>
                        CreateAsync(kind, id, store, links, cancellationToken))
                .ForCaseWorkers().WithTags("Cases").WithSummary("A link with which the customer sees where the request is; nothing is stored.");
        }

        api.MapMethods("/customer-requests/{token}", [HttpMethods.Get, HttpMethods.Head], ShowAsync).AllowAnonymous().WithTags("Customer's page")
            .Produces<string>(StatusCodes.Status200OK, PublicPage.ContentType)
            .WithSummary("The page behind a customer's link: where the request is, and what comes next.");
    }

    private static async Task<Ok<CustomerLinkDto>> CreateAsync(
        string kind, Guid id, IWorkflowStore store, CustomerLinks links, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        _ = await CustomerRequests.FindAsync(db, kind, id, cancellationToken) ?? throw new NotFoundException(kind[..^1], id);
        var (url, expiresAt) = links.Create(kind, id);
        return TypedResults.Ok(new CustomerLinkDto { Url = url, ExpiresAt = expiresAt });
    }

    private static async Task<IResult> ShowAsync(
        string token, IWorkflowStore store, CustomerLinks links, BusinessCalendar calendar, HttpRequest request, CancellationToken cancellationToken)
    {
        var page = new CustomerRequestPage(request, calendar.Zone);
        if (links.Read(token) is not var (kind, id))
        {
            return page.Unknown();
        }

        await using var db = store.Open();
        return await CustomerRequests.FindAsync(db, kind, id, cancellationToken) is { } found ? page.Showing(found) : page.Unknown();
    }
}
