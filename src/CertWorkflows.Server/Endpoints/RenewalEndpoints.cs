using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Orders;
using CertWorkflows.Application.Renewals;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Renewals;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Exports;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using ClientState = CertWorkflows.Client.RenewalState;
using DomainChannel = CertWorkflows.Domain.Certificates.PaymentChannel;
using DomainState = CertWorkflows.Domain.Renewals.RenewalState;

namespace CertWorkflows.Server.Endpoints;

internal static class RenewalEndpoints
{
    public static void MapRenewals(this IEndpointRouteBuilder api)
    {
        var renewals = api.MapGroup("/renewals").WithTags("Cases");
        renewals.MapPost("/", OpenAsync).ForCallers().Idempotent()
            .WithSummary("Renews a certificate (section 4): orders the new one and submits its application; a refused request buys nothing.");
        renewals.MapGet("/", ListAsync).ForReaders().ExportsCsv<RenewalSummaryDto>("renewals").WithSummary("Renewals, newest first.");
        renewals.MapGet("/{id:guid}", GetAsync).ForReaders().WaitsLong()
            .WithSummary("One renewal; with ?wait=30s&until=closed once it gets there.");
        renewals.MapPost("/{id:guid}/cancel", CancelAsync).ForCallers().WithSummary("Gives the renewal up before the CA has signed (RN-11).");
        renewals.MapPost("/{id:guid}/application", ApplyAsync).ForCallers().WithSummary("Submits a corrected application after the CA has refused one.");
        renewals.MapPost("/{id:guid}/installed", InstalledAsync).ForCallers().WithSummary("Says that the new certificate is installed: the site is looked at at once (RN-9).");
    }

    private static async Task<Created<RenewalDto>> OpenAsync(
        CreateRenewalRequest request,
        WorkflowService workflows,
        OrderBook book,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var opening = new RenewalOpening(book, ToWish(request));
        RenewalDto? answer = null;
        await workflows.StartAsync(
            new StartWorkflow(RenewalOpening.DefinitionId)
            {
                Opening = opening,
                Answer = async (turn, _, token) =>
                {
                    answer = await RenewalAnswers.FullAsync(turn.Db, opening.Renewal!, token);
                    return keeper.Keep(answer, RenewalAnswers.LocationOf(opening.Renewal!));
                },
            },
            user.ToCaller(),
            cancellationToken);
        response.Tag(answer!.Version);
        return TypedResults.Created(answer.Links.Self, answer);
    }

    private static async Task<Ok<Page<RenewalSummaryDto>>> ListAsync(
        [AsParameters] PageQuery page,
        string? customerId,
        EnumParameter<ClientState>? state,
        Guid? certificateId,
        InstantParameter? openedAfter,
        IWorkflowStore store,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        IQueryable<Renewal> found = db.Renewals;
        if (customerId is not null)
        {
            var customer = CustomerId.Parse(customerId);
            found = found.Where(r => r.CustomerId == customer);
        }

        if (state?.Value.As<DomainState>() is { } wanted)
        {
            found = found.Where(r => r.State == wanted);
        }

        if (certificateId is { } guid)
        {
            var certificate = CertificateIds.Filter(guid);
            found = found.Where(r => r.OldCertificateId == certificate || r.NewCertificateId == certificate);
        }

        if (openedAfter is { } after)
        {
            found = found.Where(r => r.OpenedAt > after.Value);
        }

        return TypedResults.Ok(await page.ReadAsync(
            found,
            "renewals",
            r => r.OpenedAt,
            r => r.Id,
            true,
            id => id.Value,
            id => new RenewalId(id),
            RenewalAnswers.Summary,
            cancellationToken));
    }

    private static async Task<Ok<RenewalDto>> GetAsync(
        Guid id,
        string? wait,
        string? until,
        IWorkflowStore store,
        IChangeFeed feed,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var renewalId = IdOf(id);
        var answer = await CaseWatch<DomainState>.Parse(wait, until).ReadAsync(feed, ReadAsync, cancellationToken);
        response.Tag(answer.Version);
        return TypedResults.Ok(answer);

        async Task<(RenewalDto Case, DomainState State, bool IsClosed, Guid InstanceId)> ReadAsync(CancellationToken token)
        {
            await using var db = store.Open();
            var renewal = await RenewalAnswers.FindAsync(db, renewalId, token) ?? throw new NotFoundException("renewal", id);
            return (await RenewalAnswers.FullAsync(db, renewal, token), renewal.State, renewal.IsClosed, renewal.InstanceId);
        }
    }

    private static async Task<Ok<RenewalDto>> CancelAsync(
        Guid id,
        IfMatch ifMatch,
        RenewalService renewals,
        IWorkflowStore store,
        IChangeFeed feed,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        await renewals.CancelAsync(IdOf(id), ifMatch.Version, user.ToCaller(), cancellationToken);
        return await GetAsync(id, null, null, store, feed, response, cancellationToken);
    }

    private static async Task<Ok<RenewalDto>> ApplyAsync(
        Guid id,
        SubmitApplicationRequest request,
        IfMatch ifMatch,
        RenewalService renewals,
        IWorkflowStore store,
        IChangeFeed feed,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        ApplicationTexts.Check(request.Company, request.Csr, "");
        var application = new CertificateApplication(request.Domains, request.Company, request.Csr);
        await renewals.ApplyAsync(IdOf(id), application, ifMatch.Version, user.ToCaller(), cancellationToken);
        return await GetAsync(id, null, null, store, feed, response, cancellationToken);
    }

    private static async Task<Ok<RenewalDto>> InstalledAsync(
        Guid id,
        IfMatch ifMatch,
        RenewalService renewals,
        IWorkflowStore store,
        IChangeFeed feed,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        await renewals.InstalledAsync(IdOf(id), ifMatch.Version, user.ToCaller(), cancellationToken);
        return await GetAsync(id, null, null, store, feed, response, cancellationToken);
    }

    private static RenewalWish ToWish(CreateRenewalRequest request)
    {
        ApplicationTexts.Check(request.Changes?.Company, request.Changes?.Csr, "changes.");
        if (request.Payment?.PaidAt is not null)
        {
            throw new InvalidInputException("payment.paidAt", "A renewal is paid when it is asked for.");
        }

        return new RenewalWish(
            CertificateIds.Read(request.CertificateId),
            request.TermYears is >= 1 and <= 10
                ? request.TermYears
                : throw new InvalidInputException("termYears", "1 to 10 is possible."),
            request.Changes?.Product,
            request.Changes?.DomainCount,
            request.Changes?.Domains,
            request.Changes?.Company,
            request.Changes?.Csr,
            request.Host,
            request.Port ?? 443,
            request.Payment is { } payment ? (payment.Channel.As<DomainChannel>(), payment.Account) : null,
            request.Voucher?.ToMoney("voucher") ?? Money.Zero);
    }

    private static RenewalId IdOf(Guid id) => id == Guid.Empty ? throw new NotFoundException("renewal", id) : new RenewalId(id);
}
