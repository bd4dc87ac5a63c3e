using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Revocations;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Revocations;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Exports;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using ClientState = CertWorkflows.Client.RevocationState;
using DomainReason = CertWorkflows.Domain.Revocations.RevocationReason;
using DomainState = CertWorkflows.Domain.Revocations.RevocationState;

namespace CertWorkflows.Server.Endpoints;

internal static class RevocationEndpoints
{
    public static void MapRevocations(this IEndpointRouteBuilder api)
    {
        var revocations = api.MapGroup("/revocations").WithTags("Cases");
        revocations.MapPost("/", OpenAsync).ForCallers().Idempotent()
            .WithSummary("Asks to revoke a certificate (section 7); a refused request stores nothing.");
        revocations.MapGet("/", ListAsync).ForReaders().ExportsCsv<RevocationSummaryDto>("revocations").WithSummary("Revocations, newest first.");
        revocations.MapGet("/{id:guid}", GetAsync).ForReaders().WaitsLong()
            .WithSummary("One revocation; with ?wait=30s&until=closed once it gets there.");
        revocations.MapPost("/{id:guid}/force", ForceAsync).ForCallers().Idempotent()
            .WithSummary("Asks by ticket to force it, for who cannot use the mail (RV-2).");
        revocations.MapPost("/{id:guid}/mails", SendMailAsync).ForCallers().Idempotent()
            .WithSummary("Sends a new mail with a link; older links are void (RV-5).");
    }

    private static async Task<Created<RevocationDto>> OpenAsync(
        CreateRevocationRequest request,
        WorkflowService workflows,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var opening = new RevocationOpening(
            CertificateIds.Read(request.CertificateId),
            request.Reason.As<DomainReason>(),
            request.Channel?.As<RefundChannel>() ?? RefundChannel.SelfService);
        RevocationDto? answer = null;
        await workflows.StartAsync(
            new StartWorkflow(RevocationOpening.DefinitionId)
            {
                Opening = opening,
                Answer = async (turn, _, token) =>
                {
                    answer = await RevocationAnswers.FullAsync(turn.Db, opening.Revocation!, turn.Now, token);
                    return keeper.Keep(answer, RevocationAnswers.LocationOf(opening.Revocation!));
                },
            },
            user.ToCaller(),
            cancellationToken);
        response.Tag(answer!.Version);
        return TypedResults.Created(answer.Links.Self, answer);
    }

    private static async Task<Ok<Page<RevocationSummaryDto>>> ListAsync(
        [AsParameters] PageQuery page,
        string? customerId,
        EnumParameter<ClientState>? state,
        Guid? certificateId,
        InstantParameter? openedAfter,
        bool? overdue,
        IWorkflowStore store,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var late = RevocationAnswers.Overdue(db, clock.GetUtcNow());
        IQueryable<Revocation> found = db.Revocations;
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
            found = found.Where(r => r.CertificateId == certificate);
        }

        if (openedAfter is { } after)
        {
            found = found.Where(r => r.RequestedAt > after.Value);
        }

        found = overdue switch
        {
            true => found.Where(r => late.Contains(r.InstanceId)),
            false => found.Where(r => !late.Contains(r.InstanceId)),
            null => found,
        };
        return TypedResults.Ok(await page.ReadAsync(
            found.Select(r => new { Case = r, Overdue = late.Contains(r.InstanceId) }),
            "revocations",
            r => r.Case.RequestedAt,
            r => r.Case.Id,
            true,
            id => id.Value,
            id => new RevocationId(id),
            r => RevocationAnswers.Summary(r.Case, r.Overdue),
            cancellationToken));
    }

    private static async Task<Ok<RevocationDto>> GetAsync(
        Guid id,
        string? wait,
        string? until,
        IWorkflowStore store,
        IChangeFeed feed,
        TimeProvider clock,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var revocationId = IdOf(id);
        var answer = await CaseWatch<DomainState>.Parse(wait, until).ReadAsync(feed, ReadAsync, cancellationToken);
        response.Tag(answer.Version);
        return TypedResults.Ok(answer);

        async Task<(RevocationDto Case, DomainState State, bool IsClosed, Guid InstanceId)> ReadAsync(CancellationToken token)
        {
            await using var db = store.Open();
            var revocation = await RevocationAnswers.FindAsync(db, revocationId, token) ?? throw new NotFoundException("revocation", id);
            return (await RevocationAnswers.FullAsync(db, revocation, clock.GetUtcNow(), token), revocation.State, revocation.IsClosed, revocation.InstanceId);
        }
    }

    private static async Task<Ok<RevocationDto>> ForceAsync(
        Guid id,
        ForceRevocationRequest request,
        IfMatch ifMatch,
        RevocationService revocations,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Ticket) || request.Ticket.Length > RevocationCase.MaxTicket || request.Ticket.Any(char.IsControl))
        {
            throw new InvalidInputException(
                "ticket", $"The ticket's number is needed: 1 to {RevocationCase.MaxTicket} characters on one line.", "invalid-ticket");
        }

        RevocationDto? answer = null;
        await revocations.ForceAsync(
            IdOf(id),
            request.Ticket,
            ifMatch.Version,
            user.ToCaller(),
            async (turn, revocation) => keeper.Keep(answer = await FullAsync(turn, revocation, cancellationToken), null, StatusCodes.Status200OK),
            cancellationToken);
        response.Tag(answer!.Version);
        return TypedResults.Ok(answer);
    }

    private static async Task<Created<RevocationDto>> SendMailAsync(
        Guid id,
        IfMatch ifMatch,
        RevocationService revocations,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        RevocationDto? answer = null;
        await revocations.RequestMailAsync(
            IdOf(id),
            ifMatch.Version,
            user.ToCaller(),
            async (turn, revocation) => keeper.Keep(
                answer = await FullAsync(turn, revocation, cancellationToken), RevocationAnswers.LocationOf(revocation)),
            cancellationToken);
        response.Tag(answer!.Version);
        return TypedResults.Created(answer.Links.Self, answer);
    }

    private static Task<RevocationDto> FullAsync(CaseTurn turn, Revocation revocation, CancellationToken cancellationToken) =>
        RevocationAnswers.FullAsync(turn.Db, revocation, turn.Now, cancellationToken);

    private static RevocationId IdOf(Guid id) => id == Guid.Empty ? throw new NotFoundException("revocation", id) : new RevocationId(id);
}
