using System.Security.Claims;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Credits;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Credits;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Endpoints;

internal static class CreditEndpoints
{
    public static void MapCredits(this IEndpointRouteBuilder api)
    {
        var credits = api.MapGroup("/credits").WithTags("Customers' things");
        credits.MapGet("/", ListAsync).ForReaders().WithSummary("Lots of the extension service, newest first, and what is left of them (BL-3).");
        credits.MapPost("/issues", IssueAsync).ForCallers().Idempotent()
            .WithSummary("Spends one credit: a free DV certificate is applied for. A credit that issues nothing comes back.");
    }

    public static CreditLotDto ToDto(CreditLot lot) => new()
    {
        Id = lot.Id.ToString(),
        OrderId = lot.OrderId.ToString(),
        CustomerId = lot.CustomerId.Value,
        PaidAt = lot.PaidAt,
        Bought = lot.Uses,
        Spent = lot.Spent,
        Left = lot.Left,
        Paid = lot.Cash.ToDto(),
        Voucher = lot.Voucher.ToDto(),
    };

    private static async Task<Ok<CreditsDto>> ListAsync(
        [AsParameters] PageQuery page, string? customerId, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        IQueryable<CreditLot> found = db.CreditLots;
        if (customerId is not null)
        {
            var customer = CustomerId.Parse(customerId);
            found = found.Where(lot => lot.CustomerId == customer);
        }

        var left = await found.SumAsync(lot => lot.Uses - lot.Spent, cancellationToken);
        var lots = await page.ReadAsync(
            found, "credits", lot => lot.PaidAt, lot => lot.Id, true, id => id.Value, guid => new CreditLotId(guid), ToDto, cancellationToken);
        return TypedResults.Ok(new CreditsDto { Left = left, Items = lots.Items, NextCursor = lots.NextCursor });
    }

    private static async Task<Created<CreditIssueDto>> IssueAsync(
        IssueByCreditRequest request,
        WorkflowService workflows,
        ProductCatalogue catalogue,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        CancellationToken cancellationToken)
    {
        ApplicationTexts.Check(null, request.Csr, "");
        var opening = new CreditIssueOpening(
            catalogue, CustomerId.Parse(request.CustomerId), new CertificateApplication(request.Domains, null, request.Csr));
        CreditIssueDto? answer = null;
        await workflows.StartAsync(
            new StartWorkflow(CertificateService.ApplicationDefinitionId)
            {
                Opening = opening,
                Answer = async (turn, _, token) =>
                {
                    var certificate = await CertificateAnswers.FullAsync(turn.Db, opening.Certificate!, turn.Caller, turn.Now, turn.Calendar, token);
                    answer = new CreditIssueDto { Certificate = certificate, CreditsLeft = opening.Left };
                    return keeper.Keep(answer, certificate.Links.Self);
                },
            },
            user.ToCaller(),
            cancellationToken);
        return TypedResults.Created(answer!.Certificate.Links.Self, answer);
    }
}
