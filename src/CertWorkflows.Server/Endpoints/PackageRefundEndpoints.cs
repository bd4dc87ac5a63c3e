using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.PackageRefunds;
using CertWorkflows.Application.Refunds;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Exports;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ClientState = CertWorkflows.Client.PackageRefundState;
using DomainState = CertWorkflows.Domain.PackageRefunds.PackageRefundState;

namespace CertWorkflows.Server.Endpoints;

internal static class PackageRefundEndpoints
{
    public static void MapPackageRefunds(this IEndpointRouteBuilder api)
    {
        var refunds = api.MapGroup("/package-refunds").WithTags("Cases");
        refunds.MapPost("/", OpenAsync).ForCallers().Idempotent()
            .WithSummary("Asks by ticket for a package's refund (section 6); a refused request stores nothing.");
        refunds.MapGet("/", ListAsync).ForReaders().ExportsCsv<PackageRefundSummaryDto>("package-refunds").WithSummary("Refunds of packages, newest first.");
        refunds.MapGet("/{id:guid}", GetAsync).ForReaders().WaitsLong()
            .WithSummary("One package refund; with ?wait=30s&until=closed once it gets there.");
        refunds.MapPost("/{id:guid}/cancel", CancelAsync).ForCallers().WithSummary("Takes the request back before it is approved.");
    }

    private static async Task<Created<PackageRefundDto>> OpenAsync(
        CreatePackageRefundRequest request,
        WorkflowService workflows,
        IOptions<RefundOptions> options,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var packageId = PackageId.TryParse(request.PackageId, out var known)
            ? known
            : throw new InvalidInputException("packageId", "The id of a package is needed.");
        var opening = new PackageRefundOpening(packageId, request.Ticket, request.Comment, options.Value.SecondReviewerAbove);
        PackageRefundDto? answer = null;
        await workflows.StartAsync(
            new StartWorkflow(PackageRefundOpening.DefinitionId)
            {
                Opening = opening,
                Answer = async (turn, _, token) =>
                {
                    answer = await PackageRefundAnswers.FullAsync(turn.Db, opening.Refund!, turn.Calendar, turn.Now, token);
                    return keeper.Keep(answer, PackageRefundAnswers.LocationOf(opening.Refund!));
                },
            },
            user.ToCaller(),
            cancellationToken);
        response.Tag(answer!.Version);
        return TypedResults.Created(answer.Links.Self, answer);
    }

    private static async Task<Ok<Page<PackageRefundSummaryDto>>> ListAsync(
        [AsParameters] PageQuery page,
        string? customerId,
        EnumParameter<ClientState>? state,
        Guid? packageId,
        Guid? certificateId,
        InstantParameter? openedAfter,
        bool? overdue,
        IWorkflowStore store,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var now = clock.GetUtcNow();
        IQueryable<PackageRefund> found = db.PackageRefunds;
        if (customerId is not null)
        {
            var customer = CustomerId.Parse(customerId);
            found = found.Where(r => r.CustomerId == customer);
        }

        if (state?.Value.As<DomainState>() is { } wanted)
        {
            found = found.Where(r => r.State == wanted);
        }

        if (packageId is { } one)
        {
            // no package has the empty id, so nothing is found by it
            PackageId? package = one == Guid.Empty ? null : new PackageId(one);
            found = found.Where(r => r.PackageId == package);
        }

        if (certificateId is { } guid)
        {
            var certificate = CertificateIds.Filter(guid);
            found = found.Where(r => certificate != null && r.CertificateId == certificate);
        }

        if (openedAfter is { } after)
        {
            found = found.Where(r => r.SubmittedAt > after.Value);
        }

        found = overdue switch
        {
            true => found.Where(r => r.ClosedAt == null && r.PayBy < now),
            false => found.Where(r => r.ClosedAt != null || r.PayBy == null || r.PayBy >= now),
            null => found,
        };
        return TypedResults.Ok(await page.ReadAsync(
            found,
            "package-refunds",
            r => r.SubmittedAt,
            r => r.Id,
            true,
            id => id.Value,
            id => new PackageRefundId(id),
            r => PackageRefundAnswers.Summary(r, now),
            cancellationToken));
    }

    private static async Task<Ok<PackageRefundDto>> GetAsync(
        Guid id,
        string? wait,
        string? until,
        IWorkflowStore store,
        IChangeFeed feed,
        BusinessCalendar calendar,
        TimeProvider clock,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var refundId = IdOf(id);
        var answer = await CaseWatch<DomainState>.Parse(wait, until).ReadAsync(feed, ReadAsync, cancellationToken);
        response.Tag(answer.Version);
        return TypedResults.Ok(answer);

        async Task<(PackageRefundDto Case, DomainState State, bool IsClosed, Guid InstanceId)> ReadAsync(CancellationToken token)
        {
            await using var db = store.Open();
            var refund = await PackageRefundAnswers.FindAsync(db, refundId, token) ?? throw new NotFoundException("package refund", id);
            var full = await PackageRefundAnswers.FullAsync(db, refund, calendar, clock.GetUtcNow(), token);
            return (full, refund.State, refund.IsClosed, refund.InstanceId);
        }
    }

    private static async Task<Ok<PackageRefundDto>> CancelAsync(
        Guid id,
        IfMatch ifMatch,
        PackageRefundService refunds,
        IWorkflowStore store,
        IChangeFeed feed,
        BusinessCalendar calendar,
        TimeProvider clock,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        await refunds.CancelAsync(IdOf(id), ifMatch.Version, user.ToCaller(), cancellationToken);
        return await GetAsync(id, null, null, store, feed, calendar, clock, response, cancellationToken);
    }

    private static PackageRefundId IdOf(Guid id) => id == Guid.Empty ? throw new NotFoundException("package refund", id) : new PackageRefundId(id);
}
