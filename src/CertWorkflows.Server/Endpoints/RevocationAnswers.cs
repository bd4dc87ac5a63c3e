using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Revocations;
using Microsoft.EntityFrameworkCore;
using ClientReason = CertWorkflows.Client.RevocationReason;
using ClientState = CertWorkflows.Client.RevocationState;
using OpenState = CertWorkflows.Application.Tasks.HumanTaskState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>A revocation in the API's words.</summary>
internal static class RevocationAnswers
{
    public static string LocationOf(Revocation revocation) => $"{Api.BasePath}/revocations/{revocation.Id}";

    public static RevocationSummaryDto Summary(Revocation revocation, bool overdue) => new()
    {
        Id = revocation.Id.ToString(),
        CertificateId = revocation.CertificateId.ToString(),
        CustomerId = revocation.CustomerId.Value,
        State = revocation.State.As<ClientState>(),
        Reason = revocation.Reason.As<ClientReason>(),
        OpenedAt = revocation.RequestedAt,
        ConfirmBy = revocation.ConfirmBy,
        Overdue = overdue,
        RevokedAt = revocation.RevokedAt,
        ClosedAt = revocation.ClosedAt,
        EndReason = revocation.EndReason,
    };

    /// <summary>Everything, with the history and the open task that the session knows.</summary>
    public static async Task<RevocationDto> FullAsync(
        WorkflowDb db, Revocation revocation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = await OpenTaskAsync(db, revocation, cancellationToken);
        return new RevocationDto
        {
            Id = revocation.Id.ToString(),
            CertificateId = revocation.CertificateId.ToString(),
            CustomerId = revocation.CustomerId.Value,
            State = revocation.State.As<ClientState>(),
            Reason = revocation.Reason.As<ClientReason>(),
            OpenedAt = revocation.RequestedAt,
            ConfirmBy = revocation.ConfirmBy,
            Overdue = open?.DueAt < now,
            RevokedAt = revocation.RevokedAt,
            ClosedAt = revocation.ClosedAt,
            EndReason = revocation.EndReason,
            Channel = revocation.Channel.As<RequestChannel>(),
            RequestedBy = revocation.RequestedBy,
            LinksSent = revocation.LinksSent,
            LinkValidUntil = revocation.LinkValidUntil,
            ConfirmedAt = revocation.ConfirmedAt,
            Ticket = revocation.Ticket,
            DecideBy = open?.DueAt,
            InstanceId = revocation.InstanceId.ToString(),
            History = History.Moves(await History.ReadAsync(db, "revocation", revocation.Id.ToString(), cancellationToken)),
            Links = new RevocationLinksDto
            {
                Self = LocationOf(revocation),
                Certificate = $"{Api.BasePath}/certificates/{revocation.CertificateId}",
                Instance = $"{Api.BasePath}/instances/{revocation.InstanceId}",
            },
            Version = revocation.Version,
        };
    }

    public static Task<Revocation?> FindAsync(WorkflowDb db, RevocationId id, CancellationToken cancellationToken) =>
        db.Revocations.AsNoTracking().SingleOrDefaultAsync(revocation => revocation.Id == id, cancellationToken);

    /// <summary>The instances of revocations for which a person's open task is past its limit.</summary>
    public static IQueryable<Guid> Overdue(WorkflowDb db, DateTimeOffset now) => db.Tasks
        .Where(task => task.CaseKind == CaseKinds.Revocation && task.State == OpenState.Open && task.DueAt < now)
        .Select(task => task.InstanceId);

    /// <summary>What a person has to do for it; inside a turn also what it is about to commit.</summary>
    private static async Task<HumanTask?> OpenTaskAsync(WorkflowDb db, Revocation revocation, CancellationToken cancellationToken) =>
        db.Tasks.Local.FirstOrDefault(task => task.InstanceId == revocation.InstanceId && task.State == OpenState.Open)
        ?? await db.Tasks.AsNoTracking()
            .Where(task => task.InstanceId == revocation.InstanceId && task.State == OpenState.Open)
            .OrderBy(task => task.DueAt)
            .FirstOrDefaultAsync(cancellationToken);
}
