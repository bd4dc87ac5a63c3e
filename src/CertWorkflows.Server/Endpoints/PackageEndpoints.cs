using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Packages;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ClientState = CertWorkflows.Client.PackageState;
using DomainState = CertWorkflows.Domain.Packages.PackageState;

namespace CertWorkflows.Server.Endpoints;

internal static class PackageEndpoints
{
    public static void MapPackages(this IEndpointRouteBuilder api)
    {
        var packages = api.MapGroup("/packages").WithTags("Customers' things");
        packages.MapGet("/", ListAsync).ForReaders().WithSummary("One-click HTTPS packages, newest first.");
        packages.MapGet("/{id:guid}", GetAsync).ForReaders().WithSummary("One package, with its domains and history.");
        packages.MapPost("/{id:guid}/domains", AddDomainAsync).ForCallers().Idempotent().WithSummary("Switches a domain over to the package.");
        packages.MapPost("/{id:guid}/domains/{domain}/switch-back", SwitchBackAsync).ForCallers()
            .WithSummary("Switches a domain back to its origin (PK-3).");
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

    private static async Task<Ok<PackageDto>> GetAsync(Guid id, IWorkflowStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        var packageId = IdOf(id);
        await using var db = store.Open();
        var package = await db.Packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == packageId, cancellationToken)
            ?? throw new NotFoundException("package", id);
        response.Tag(package.Version);
        return TypedResults.Ok(await PackageAnswers.FullAsync(db, package, cancellationToken));
    }

    private static async Task<Created<PackageDto>> AddDomainAsync(
        Guid id,
        AddPackageDomainRequest request,
        IfMatch ifMatch,
        PackageService packages,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        PackageDto? answer = null;
        await packages.ChangeAsync(
            IdOf(id),
            ifMatch.Version,
            (package, now) => package.SwitchOver(request.Domain, request.Origin, user.ToCaller().Name, now),
            async (db, package) => keeper.Keep(answer = await PackageAnswers.FullAsync(db, package, cancellationToken), LocationOf(id)),
            cancellationToken);
        response.Tag(answer!.Version);
        return TypedResults.Created(LocationOf(id), answer);
    }

    private static async Task<Ok<PackageDto>> SwitchBackAsync(
        Guid id,
        string domain,
        IfMatch ifMatch,
        PackageService packages,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        PackageDto? answer = null;
        await packages.ChangeAsync(
            IdOf(id),
            ifMatch.Version,
            (package, now) => package.SwitchBack(domain, user.ToCaller().Name, now),
            async (db, package) =>
            {
                answer = await PackageAnswers.FullAsync(db, package, cancellationToken);
                return null;
            },
            cancellationToken);
        response.Tag(answer!.Version);
        return TypedResults.Ok(answer);
    }

    private static async Task<Ok<PackageDto>> InstallAsync(
        Guid id,
        InstallPackageCertificateRequest request,
        IfMatch ifMatch,
        PackageService packages,
        ClaimsPrincipal user,
        AnswerKeeper keeper,
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
                answer = await PackageAnswers.FullAsync(db, package, cancellationToken), null, StatusCodes.Status200OK),
            cancellationToken);
        response.Tag(answer!.Version);
        return TypedResults.Ok(answer);
    }

    private static string LocationOf(Guid id) => $"{Api.BasePath}/packages/{id}";

    private static PackageId IdOf(Guid id) => id == Guid.Empty ? throw new NotFoundException("package", id) : new PackageId(id);
}
