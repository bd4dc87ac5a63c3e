using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Cases;
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
            var links = api.MapGroup($"/{kind}/{{id:guid}}/customer-links").ForCaseWorkers().WithTags("Cases");
            links.MapPost(
                    "/",
                    (Guid id, IWorkflowStore store, CustomerLinks made, CustomerLinkRecords records, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                        CreateAsync(kind, id, store, made, records, user, cancellationToken))
                .WithSummary("A link with which the customer sees where the request is; that it was made is audited.");
            links.MapDelete(
                    "/",
                    (Guid id, IWorkflowStore store, CustomerLinkRecords records, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                        WithdrawAsync(kind, id, store, records, user, cancellationToken))
                .WithSummary("Takes back all links to the request that were made so far.");
        }

        api.MapMethods("/customer-requests/{token}", [HttpMethods.Get, HttpMethods.Head], ShowAsync).AllowAnonymous().WithTags("Customer's page")
            .Produces<string>(StatusCodes.Status200OK, PublicPage.ContentType)
            .WithSummary("The page behind a customer's link: where the request is, and what comes next.");
    }

    private static async Task<Ok<CustomerLinkDto>> CreateAsync(
        string kind, Guid id, IWorkflowStore store, CustomerLinks links, CustomerLinkRecords records, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await EnsureThereAsync(kind, id, store, cancellationToken);
        var (url, expiresAt) = links.Create(kind, id);
        await records.RecordMadeAsync(SubjectOf(kind), id, expiresAt, user.ToCaller(), cancellationToken);
        return TypedResults.Ok(new CustomerLinkDto { Url = url, ExpiresAt = expiresAt });
    }

    private static async Task<NoContent> WithdrawAsync(
        string kind, Guid id, IWorkflowStore store, CustomerLinkRecords records, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await EnsureThereAsync(kind, id, store, cancellationToken);
        await records.WithdrawAsync(SubjectOf(kind), id, user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task EnsureThereAsync(string kind, Guid id, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        _ = await CustomerRequests.FindAsync(db, kind, id, cancellationToken) ?? throw new NotFoundException(SubjectOf(kind), id);
    }

    // A list is called by the plural of what is in it.
    private static string SubjectOf(string kind) => kind[..^1];

    private static async Task<IResult> ShowAsync(
        string token, IWorkflowStore store, CustomerLinks links, BusinessCalendar calendar, HttpRequest request, CancellationToken cancellationToken)
    {
        var page = new CustomerRequestPage(request, calendar.Zone);
        if (links.Read(token) is not var (kind, id, madeAt))
        {
            return page.Unknown();
        }

        await using var db = store.Open();
        return await CustomerRequests.FindAsync(db, kind, id, cancellationToken) is { } found
            && !await CustomerLinkRecords.IsWithdrawnAsync(db, SubjectOf(kind), id, madeAt, cancellationToken)
            ? page.Showing(found)
            : page.Unknown();
    }
}
