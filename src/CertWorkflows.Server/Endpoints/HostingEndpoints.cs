using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ClientState = CertWorkflows.Client.HostingState;
using DomainState = CertWorkflows.Domain.Hostings.HostingState;

namespace CertWorkflows.Server.Endpoints;

internal static class HostingEndpoints
{
    public static void MapHostings(this IEndpointRouteBuilder api)
    {
        var hostings = api.MapGroup("/hostings").WithTags("Customers' things");
        hostings.MapGet("/", ListAsync).ForReaders().WithSummary("Hosting that was bought, newest first: unused, active or ended (BL-4).");
        hostings.MapGet("/{id:guid}", GetAsync).ForReaders().WithSummary("One hosting.");
    }

    public static Task<Hosting?> FindAsync(WorkflowDb db, HostingId id, CancellationToken cancellationToken) =>
        db.Hostings.AsNoTracking().SingleOrDefaultAsync(hosting => hosting.Id == id, cancellationToken);

    public static HostingDto ToDto(Hosting hosting) => new()
    {
        Id = hosting.Id.ToString(),
        OrderId = hosting.OrderId.ToString(),
        CustomerId = hosting.CustomerId.Value,
        State = hosting.State.As<ClientState>(),
        PaidAt = hosting.PaidAt,
        Paid = hosting.Cash.ToDto(),
        Voucher = hosting.Voucher.ToDto(),
        IntendedFor = hosting.IntendedFor?.ToString(),
        CertificateId = hosting.CertificateId?.ToString(),
        Host = hosting.Host,
        Port = hosting.Port,
        Replacements = hosting.Replacements,
        StartedAt = hosting.StartedAt,
        EndedAt = hosting.EndedAt,
        EndReason = hosting.EndReason,
        InstanceId = hosting.InstanceId?.ToString(),
    };

    private static async Task<Ok<HostingDto>> GetAsync(Guid id, IWorkflowStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var hosting = (id == Guid.Empty ? null : await FindAsync(db, new HostingId(id), cancellationToken)) ?? throw new NotFoundException("hosting", id);
        response.Tag(hosting.Version);
        return TypedResults.Ok(ToDto(hosting));
    }

    private static async Task<Ok<Page<HostingDto>>> ListAsync(
        [AsParameters] PageQuery page,
        string? customerId,
        EnumParameter<ClientState>? state,
        IWorkflowStore store,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        IQueryable<Hosting> found = db.Hostings;
        if (customerId is not null)
        {
            var customer = CustomerId.Parse(customerId);
            found = found.Where(h => h.CustomerId == customer);
        }

        if (state?.Value.As<DomainState>() is { } wanted)
        {
            found = found.Where(h => h.State == wanted);
        }

        return TypedResults.Ok(await page.ReadAsync(
            found, "hostings", h => h.PaidAt, h => h.Id, true, id => id.Value, guid => new HostingId(guid), ToDto, cancellationToken));
    }
}
