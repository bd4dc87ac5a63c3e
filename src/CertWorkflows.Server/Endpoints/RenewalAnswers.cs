using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Domain.Renewals;
using Microsoft.EntityFrameworkCore;
using ClientKind = CertWorkflows.Client.RenewalKind;
using ClientState = CertWorkflows.Client.RenewalState;

namespace CertWorkflows.Server.Endpoints;

/// <summary>A renewal in the API's words.</summary>
internal static class RenewalAnswers
{
    public static string LocationOf(Renewal renewal) => $"{Api.BasePath}/renewals/{renewal.Id}";

    public static RenewalSummaryDto Summary(Renewal renewal) => new()
    {
        Id = renewal.Id.ToString(),
        CertificateId = renewal.OldCertificateId.ToString(),
        NewCertificateId = renewal.NewCertificateId.ToString(),
        CustomerId = renewal.CustomerId.Value,
        State = renewal.State.As<ClientState>(),
        Kind = renewal.Kind.As<ClientKind>(),
        Rule = renewal.Rule,
        Code = renewal.Code,
        OpenedAt = renewal.OpenedAt,
        ClosedAt = renewal.ClosedAt,
    };

    /// <summary>Everything, with the history that the session knows.</summary>
    public static async Task<RenewalDto> FullAsync(WorkflowDb db, Renewal renewal, CancellationToken cancellationToken)
    {
        var bought = await db.Certificates.FindAsync([renewal.NewCertificateId], cancellationToken)
            ?? throw new NotFoundException("certificate", renewal.NewCertificateId.ToString());
        return new RenewalDto
        {
            Id = renewal.Id.ToString(),
            CertificateId = renewal.OldCertificateId.ToString(),
            NewCertificateId = renewal.NewCertificateId.ToString(),
            CustomerId = renewal.CustomerId.Value,
            State = renewal.State.As<ClientState>(),
            Kind = renewal.Kind.As<ClientKind>(),
            Rule = renewal.Rule,
            Code = renewal.Code,
            OpenedAt = renewal.OpenedAt,
            ClosedAt = renewal.ClosedAt,
            OrderId = renewal.OrderId.ToString(),
            TermYears = renewal.TermYears,
            Mismatch = renewal.Mismatch,
            OldExpiresAt = renewal.OldExpiresAt,
            CarriedDays = renewal.CarriedDays,
            BonusDays = renewal.BonusDays,
            ExpiresAt = renewal.ExpectedExpiresAt,
            ExpiryDiffers = renewal.ExpiryDiffers,
            Domains = renewal.Application.Domains,
            Company = renewal.Application.Company,
            Warnings = renewal.Warnings,
            Advice = RenewalPolicy.Advice(bought.Validation),
            Verification = new RenewalVerificationDto
            {
                Host = renewal.Host,
                Port = renewal.Port,
                LookedAt = renewal.LookedAt,
                Seen = renewal.IsSeen,
                Problem = renewal.LookProblem,
            },
            RequestedBy = renewal.RequestedBy,
            CloseReason = renewal.CloseReason,
            InstanceId = renewal.InstanceId.ToString(),
            History = History.Moves(await History.ReadAsync(db, "renewal", renewal.Id.ToString(), cancellationToken)),
            Links = new RenewalLinksDto
            {
                Self = LocationOf(renewal),
                Certificate = $"{Api.BasePath}/certificates/{renewal.OldCertificateId}",
                NewCertificate = $"{Api.BasePath}/certificates/{renewal.NewCertificateId}",
                Instance = $"{Api.BasePath}/instances/{renewal.InstanceId}",
            },
            Version = renewal.Version,
        };
    }

    public static Task<Renewal?> FindAsync(WorkflowDb db, Domain.RenewalId id, CancellationToken cancellationToken) =>
        db.Renewals.AsNoTracking().SingleOrDefaultAsync(renewal => renewal.Id == id, cancellationToken);
}
