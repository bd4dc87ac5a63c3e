using System.Globalization;
using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Hostings;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Exports;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ClientState = CertWorkflows.Client.CertificateState;
using DomainState = CertWorkflows.Domain.Certificates.CertificateState;

namespace CertWorkflows.Server.Endpoints;

internal static class CertificateEndpoints
{
    private const int MaxDays = 3_660;

    public static void MapCertificates(this IEndpointRouteBuilder api)
    {
        var certificates = api.MapGroup("/certificates").WithTags("Customers' things");
        certificates.MapGet("/", ListAsync).ForReaders().ExportsCsv<CertificateSummaryDto>("certificates").WithSummary("Certificates, newest first.");
        certificates.MapGet("/{id:guid}", GetAsync).ForReaders().WithSummary("One certificate, with actions and history.");
        certificates.MapGet("/{id:guid}/pem", PemAsync).ForReaders().WithSummary("The issued chain in PEM, the certificate first.");
        certificates.MapPost("/{id:guid}/application", ApplyAsync).ForCallers().Idempotent().WithSummary("Submits the application to the CA.");
        certificates.MapDelete("/{id:guid}/application", WithdrawAsync).ForCallers().WithSummary("Takes the application back.");
        certificates.MapPost("/{id:guid}/hosting", StartHostingAsync).ForCallers().Idempotent()
            .WithSummary("Starts a bought hosting: the certificate is replaced before it expires (BL-4, RN-10).");
        certificates.MapDelete("/{id:guid}/hosting", EndHostingAsync).ForCallers().WithSummary("Ends the hosting.");
    }

    private static async Task<Ok<Page<CertificateSummaryDto>>> ListAsync(
        [AsParameters] PageQuery page,
        string? customerId,
        EnumParameter<ClientState>? state,
        string? expiringWithin,
        bool? expiringSoon,
        string? brand,
        string? q,
        IWorkflowStore store,
        BusinessCalendar calendar,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var now = clock.GetUtcNow();
        IQueryable<Certificate> found = db.Certificates;
        if (customerId is not null)
        {
            var customer = CustomerId.Parse(customerId);
            found = found.Where(c => c.CustomerId == customer);
        }

        if (state?.Value.As<DomainState>() is { } wanted)
        {
            found = found.Where(c => c.State == wanted);
        }

        if (expiringWithin is not null)
        {
            var until = calendar.AddNaturalDays(now, DaysOf(expiringWithin));
            found = found.Where(c => c.ExpiresAt != null && c.ExpiresAt >= now && c.ExpiresAt <= until);
        }

        if (expiringSoon is { } marked)
        {
            found = found.Where(c => c.ExpiringSoon == marked);
        }

        if (brand is not null)
        {
            found = found.Where(c => c.Brand == brand);
        }

        if (!string.IsNullOrWhiteSpace(q))
        {
            found = CertificateId.TryParse(q, out var id)
                ? found.Where(c => c.Id == id)
                : found.Where(c => c.Company.Contains(q) || c.Email.Contains(q) || c.Serial == q);
        }

        return TypedResults.Ok(await page.ReadAsync(
            found,
            "certificates",
            c => c.PaidAt,
            c => c.Id,
            true,
            c => c.Value,
            guid => new CertificateId(guid),
            CertificateAnswers.Summary,
            cancellationToken));
    }

    private static async Task<Ok<CertificateDto>> GetAsync(
        Guid id,
        IWorkflowStore store,
        BusinessCalendar calendar,
        TimeProvider clock,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var certificate = await FindAsync(db, id, cancellationToken);
        response.Tag(certificate.Version);
        return TypedResults.Ok(await CertificateAnswers.FullAsync(
            db, certificate, user.ToCaller(), clock.GetUtcNow(), calendar, cancellationToken));
    }

    private static async Task<ContentHttpResult> PemAsync(Guid id, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var certificate = await FindAsync(db, id, cancellationToken);
        return TypedResults.Text(
            certificate.ChainPem ?? throw new ConflictException(
                "not-issued",
                "The CA has not signed this certificate.",
                System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(certificate.State.ToString()),
                [.. certificate.PermittedTriggers.Select(trigger => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(trigger.ToString()))]),
            "application/x-pem-file");
    }

    private static async Task<Created<CertificateDto>> ApplyAsync(
        Guid id,
        SubmitApplicationRequest request,
        IfMatch ifMatch,
        WorkflowService workflows,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        ApplicationTexts.Check(request.Company, request.Csr, "");
        var application = new CertificateApplication(request.Domains, request.Company, request.Csr);
        var opening = new ApplicationOpening(IdOf(id), application, ifMatch.Version);
        CertificateDto? answer = null;
        await workflows.StartAsync(
            new StartWorkflow(CertificateService.ApplicationDefinitionId)
            {
                Opening = opening,
                Answer = async (turn, _, token) =>
                {
                    answer = await CertificateAnswers.FullAsync(turn.Db, opening.Certificate!, turn.Caller, turn.Now, turn.Calendar, token);
                    return keeper.Keep(answer, LocationOf(id));
                },
            },
            user.ToCaller(),
            cancellationToken);
        response.Tag(answer!.Version);
        return TypedResults.Created(LocationOf(id), answer);
    }

    private static async Task<Ok<CertificateDto>> WithdrawAsync(
        Guid id,
        IfMatch ifMatch,
        CertificateService certificates,
        IWorkflowStore store,
        BusinessCalendar calendar,
        TimeProvider clock,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        await certificates.WithdrawAsync(IdOf(id), ifMatch.Version, user.ToCaller(), cancellationToken);
        return await GetAsync(id, store, calendar, clock, user, response, cancellationToken);
    }

    private static async Task<Created<CertificateDto>> StartHostingAsync(
        Guid id,
        StartHostingRequest? request,
        IfMatch ifMatch,
        WorkflowService workflows,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var opening = new HostingOpening(IdOf(id), request?.Host, request?.Port ?? 443, ifMatch.Version);
        CertificateDto? answer = null;
        await workflows.StartAsync(
            new StartWorkflow(HostingOpening.DefinitionId)
            {
                Opening = opening,
                Answer = async (turn, _, token) =>
                {
                    answer = await CertificateAnswers.FullAsync(turn.Db, opening.Certificate!, turn.Caller, turn.Now, turn.Calendar, token);
                    return keeper.Keep(answer, LocationOf(id));
                },
            },
            user.ToCaller(),
            cancellationToken);
        response.Tag(answer!.Version);
        return TypedResults.Created(LocationOf(id), answer);
    }

    private static async Task<Ok<CertificateDto>> EndHostingAsync(
        Guid id,
        IfMatch ifMatch,
        HostingService hostings,
        IWorkflowStore store,
        BusinessCalendar calendar,
        TimeProvider clock,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        await hostings.EndAsync(IdOf(id), ifMatch.Version, user.ToCaller(), cancellationToken);
        return await GetAsync(id, store, calendar, clock, user, response, cancellationToken);
    }

    private static string LocationOf(Guid id) => $"{Api.BasePath}/certificates/{id}";

    private static async Task<Certificate> FindAsync(WorkflowDb db, Guid id, CancellationToken cancellationToken)
    {
        var certificateId = IdOf(id);
        return await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == certificateId, cancellationToken)
            ?? throw new NotFoundException("certificate", id);
    }

    private static CertificateId IdOf(Guid id) => id == Guid.Empty ? throw new NotFoundException("certificate", id) : new CertificateId(id);

    private static int DaysOf(string text) =>
        text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days <= MaxDays
            ? days
            : throw new InvalidInputException("expiringWithin", $"A number of days is needed, such as 30d, at most {MaxDays}d.");
}
