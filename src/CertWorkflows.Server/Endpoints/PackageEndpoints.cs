using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Packages;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Exports;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ClientState = CertWorkflows.Client.PackageState;
using DomainEdition = CertWorkflows.Domain.Catalogue.PackageEdition;
using DomainState = CertWorkflows.Domain.Packages.PackageState;

namespace CertWorkflows.Server.Endpoints;

internal static class PackageEndpoints
{
    public static void MapPackages(this IEndpointRouteBuilder api)
    {
        var packages = api.MapGroup("/packages").WithTags("Customers' things");
        packages.MapGet("/", ListAsync).ForReaders().ExportsCsv<PackageSummaryDto>("packages").WithSummary("One-click HTTPS packages, newest first.");
        packages.MapGet("/{id:guid}", GetAsync).ForReaders().WithSummary("One package, with its domains and history.");
        packages.MapPost("/{id:guid}/domains", AddDomainAsync).ForCallers().Idempotent().WithSummary("Switches a domain over to the package.");
        packages.MapPost("/{id:guid}/domains/{domain}/switch-back", SwitchBackAsync).ForCallers()
            .WithSummary("Switches a domain back to its origin (PK-3).");
        packages.MapPost("/{id:guid}/renewals", RenewAsync).ForCallers().Idempotent()
            .WithSummary("Orders another year (EX-6), also within 7 days after expiry (EX-4).");
        packages.MapPost("/{id:guid}/upgrades", UpgradeAsync).ForCallers().Idempotent()
            .WithSummary("Orders another edition, a new package (EX-6); answers the new one.");
        packages.MapDelete("/{id:guid}", DeleteAsync).ForCallers().Idempotent().WithSummary("Deletes a refunded package (PK-4, PK-8).");
        packages.MapPut("/{id:guid}/certificate", InstallAsync).ForCallers().Idempotent()
            .WithSummary("Lets another certificate of the customer's serve all domains of the package (EX-7).");
    }

    private static async Task<Ok<Page<PackageSummaryDto>>> ListAsync(
        [AsParameters] PageQuery page, string? customerId, EnumParameter<ClientState>? state, bool? expiringSoon, IWorkflowStore store, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        IQueryable<Package> found = db.Packages;
        if (customerId is not null)
        {
            var customer = CustomerId.Parse(customerId);
            found = found.Where(p => p.CustomerId == customer);
        }

        if (state?.Value.As<DomainState>() is { } wanted)
        {
            found = found.Where(p => p.State == wanted);
        }

        if (expiringSoon is { } marked)
        {
            found = found.Where(p => p.ExpiringSoon == marked);
        }

        return TypedResults.Ok(await page.ReadAsync(
            found, "packages", p => p.PaidAt, p => p.Id, true, id => id.Value, guid => new PackageId(guid), PackageAnswers.Summary, cancellationToken));
    }

    private static async Task<Ok<PackageDto>> GetAsync(
        Guid id,
        IWorkflowStore store,
        BusinessCalendar calendar,
        TimeProvider clock,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var packageId = IdOf(id);
        await using var db = store.Open();
        var package = await db.Packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == packageId, cancellationToken)
            ?? throw new NotFoundException("package", id);
        response.Tag(package.Version);
        return TypedResults.Ok(await PackageAnswers.FullAsync(db, package, user.ToCaller(), calendar, clock.GetUtcNow(), cancellationToken));
    }

    private static async Task<Created<PackageDto>> AddDomainAsync(
        Guid id,
        AddPackageDomainRequest request,
        IfMatch ifMatch,
        PackageService packages,
        BusinessCalendar calendar,
        TimeProvider clock,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        PackageDto? answer = null;
        await packages.ChangeAsync(
            IdOf(id),
            ifMatch.Version,
            (_, package, now) => package.SwitchOver(request.Domain, request.Origin, caller.Name, now),
            async (db, package) => keeper.Keep(answer = await PackageAnswers.FullAsync(db, package, caller, calendar, clock.GetUtcNow(), cancellationToken), LocationOf(package)),
            cancellationToken);
        return Created(answer!, response);
    }

    private static async Task<Ok<PackageDto>> SwitchBackAsync(
        Guid id,
        string domain,
        IfMatch ifMatch,
        PackageService packages,
        BusinessCalendar calendar,
        TimeProvider clock,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        PackageDto? answer = null;
        await packages.ChangeAsync(
            IdOf(id),
            ifMatch.Version,
            (_, package, now) => package.SwitchBack(domain, caller.Name, now),
            async (db, package) =>
            {
                answer = await PackageAnswers.FullAsync(db, package, caller, calendar, clock.GetUtcNow(), cancellationToken);
                return null;
            },
            cancellationToken);
        return Ok(answer!, response);
    }

    private static async Task<Created<PackageDto>> RenewAsync(
        Guid id,
        RenewPackageRequest request,
        IfMatch ifMatch,
        PackageService packages,
        BusinessCalendar calendar,
        TimeProvider clock,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        PackageDto? answer = null;
        await packages.RenewAsync(
            IdOf(id),
            request.Voucher?.ToMoney("voucher") ?? Money.Zero,
            ifMatch.Version,
            caller,
            async (db, package) => keeper.Keep(answer = await PackageAnswers.FullAsync(db, package, caller, calendar, clock.GetUtcNow(), cancellationToken), LocationOf(package)),
            cancellationToken);
        return Created(answer!, response);
    }

    private static async Task<Created<PackageDto>> UpgradeAsync(
        Guid id,
        UpgradePackageRequest request,
        IfMatch ifMatch,
        PackageService packages,
        BusinessCalendar calendar,
        TimeProvider clock,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        PackageDto? answer = null;
        await packages.UpgradeAsync(
            IdOf(id),
            request.Edition.As<DomainEdition>(),
            request.Voucher?.ToMoney("voucher") ?? Money.Zero,
            ifMatch.Version,
            caller,
            async (db, bought) => keeper.Keep(answer = await PackageAnswers.FullAsync(db, bought, caller, calendar, clock.GetUtcNow(), cancellationToken), LocationOf(bought)),
            cancellationToken);
        return Created(answer!, response);
    }

    private static async Task<Ok<PackageDto>> DeleteAsync(
        Guid id,
        IfMatch ifMatch,
        PackageService packages,
        BusinessCalendar calendar,
        TimeProvider clock,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        PackageDto? answer = null;
        await packages.ChangeAsync(
            IdOf(id),
            ifMatch.Version,
            (_, package, now) => package.Delete(caller.Name, now),
            async (db, package) => keeper.Keep(answer = await PackageAnswers.FullAsync(db, package, caller, calendar, clock.GetUtcNow(), cancellationToken), null, StatusCodes.Status200OK),
            cancellationToken);
        return Ok(answer!, response);
    }

    private static Created<PackageDto> Created(PackageDto answer, HttpResponse response)
    {
        response.Tag(answer.Version);
        return TypedResults.Created($"{Api.BasePath}/packages/{answer.Id}", answer);
    }

    private static Ok<PackageDto> Ok(PackageDto answer, HttpResponse response)
    {
        response.Tag(answer.Version);
        return TypedResults.Ok(answer);
    }

    private static async Task<Ok<PackageDto>> InstallAsync(
        Guid id,
        InstallPackageCertificateRequest request,
        IfMatch ifMatch,
        PackageService packages,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        BusinessCalendar calendar,
        TimeProvider clock,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        PackageDto? answer = null;
        await packages.InstallAsync(
            IdOf(id),
            CertificateIds.Read(request.CertificateId),
            ifMatch.Version,
            user.ToCaller(),
            async (db, package) => keeper.Keep(
                answer = await PackageAnswers.FullAsync(db, package, user.ToCaller(), calendar, clock.GetUtcNow(), cancellationToken), null, StatusCodes.Status200OK),
            cancellationToken);
        response.Tag(answer!.Version);
        return TypedResults.Ok(answer);
    }

    private static string LocationOf(Package package) => $"{Api.BasePath}/packages/{package.Id}";

    private static PackageId IdOf(Guid id) => id == Guid.Empty ? throw new NotFoundException("package", id) : new PackageId(id);
}
