using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Refunds;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Exports;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ClientState = CertWorkflows.Client.RefundState;
using DomainReason = CertWorkflows.Domain.Refunds.RefundReason;
using DomainState = CertWorkflows.Domain.Refunds.RefundState;

namespace CertWorkflows.Server.Endpoints;

internal static class RefundEndpoints
{
    public static void MapRefunds(this IEndpointRouteBuilder api)
    {
        var refunds = api.MapGroup("/refunds").WithTags("Cases");
        refunds.MapPost("/", OpenAsync).ForCallers().Idempotent().WithSummary("Asks for a refund (section 5); a refused request stores nothing.");
        refunds.MapGet("/", ListAsync).ForReaders().ExportsCsv<RefundSummaryDto>("refunds").WithSummary("Refunds, newest first (RF-28).");
        refunds.MapGet("/{id:guid}", GetAsync).ForReaders().WaitsLong()
            .WithSummary("One refund; with ?wait=30s&until=closed once it gets there.");
        refunds.MapPost("/{id:guid}/cancel", CancelAsync).ForCallers().WithSummary("Takes the request back while it is under review (RF-24).");
    }

    private static async Task<Created<RefundDto>> OpenAsync(
        CreateRefundRequest request,
        WorkflowService workflows,
        IOptions<RefundOptions> options,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var opening = ToOpening(request, options.Value);
        RefundDto? answer = null;
        await workflows.StartAsync(
            new StartWorkflow(RefundOpening.DefinitionId)
            {
                Opening = opening,
                Answer = async (turn, _, token) =>
                {
                    answer = await RefundAnswers.FullAsync(turn.Db, opening.Refund!, turn.Now, token);
                    return keeper.Keep(answer, RefundAnswers.LocationOf(opening.Refund!));
                },
            },
            user.ToCaller(),
            cancellationToken);
        response.Tag(answer!.Version);
        return TypedResults.Created(answer.Links.Self, answer);
    }

    private static async Task<Ok<Page<RefundSummaryDto>>> ListAsync(
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
        var now = clock.GetUtcNow();
        IQueryable<Refund> found = db.Refunds;
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
            found = found.Where(r => r.SubmittedAt > after.Value);
        }

        found = overdue switch
        {
            true => found.Where(r => r.State == DomainState.UnderReview && r.DecideBy < now),
            false => found.Where(r => r.State != DomainState.UnderReview || r.DecideBy == null || r.DecideBy >= now),
            null => found,
        };
        return TypedResults.Ok(await page.ReadAsync(
            found,
            "refunds",
            r => r.SubmittedAt,
            r => r.Id,
            true,
            id => id.Value,
            id => new RefundId(id),
            r => RefundAnswers.Summary(r, now),
            cancellationToken));
    }

    private static async Task<Ok<RefundDto>> GetAsync(
        Guid id,
        string? wait,
        string? until,
        IWorkflowStore store,
        IChangeFeed feed,
        TimeProvider clock,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var refundId = IdOf(id);
        var answer = await CaseWatch<DomainState>.Parse(wait, until).ReadAsync(feed, ReadAsync, cancellationToken);
        response.Tag(answer.Version);
        return TypedResults.Ok(answer);

        async Task<(RefundDto Case, DomainState State, bool IsClosed, Guid InstanceId)> ReadAsync(CancellationToken token)
        {
            await using var db = store.Open();
            var refund = await RefundAnswers.FindAsync(db, refundId, token) ?? throw new NotFoundException("refund", id);
            return (await RefundAnswers.FullAsync(db, refund, clock.GetUtcNow(), token), refund.State, refund.IsClosed, refund.InstanceId);
        }
    }

    private static async Task<Ok<RefundDto>> CancelAsync(
        Guid id,
        IfMatch ifMatch,
        RefundService refunds,
        IWorkflowStore store,
        IChangeFeed feed,
        TimeProvider clock,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        await refunds.CancelAsync(IdOf(id), ifMatch.Version, user.ToCaller(), cancellationToken);
        return await GetAsync(id, null, null, store, feed, clock, response, cancellationToken);
    }

    private static RefundOpening ToOpening(CreateRefundRequest request, RefundOptions options) => new(
        CertificateIds.Read(request.CertificateId),
        request.Reason.As<DomainReason>(),
        request.Channel?.As<RefundChannel>() ?? RefundChannel.SelfService,
        request.Assistance is not { } help ? null : new Assistance(help.Wanted, help.DingTalk, help.Mobile),
        request.Comment,
        options.SecondReviewerAbove);

    private static RefundId IdOf(Guid id) => id == Guid.Empty ? throw new NotFoundException("refund", id) : new RefundId(id);
}
