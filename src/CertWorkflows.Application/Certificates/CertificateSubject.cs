using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Hostings;
using CertWorkflows.Application.Renewals;
using CertWorkflows.Application.Revocations;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Application.Certificates;

/// <summary>The certificate that the case is about.</summary>
internal sealed class CertificateSubject : CaseSubject<CertificateTrigger>
{
    public override string Name => "certificate";

    protected override async Task<string> FireAsync(CaseTurn turn, CertificateTrigger trigger, string reason, CancellationToken cancellationToken)
    {
        var certificate = await turn.CertificateAsync(await OfCaseAsync(turn, cancellationToken), cancellationToken);
        certificate.Fire(trigger, turn.Actor, reason, turn.Now);
        return CamelCase.Of(certificate.State);
    }

    /// <summary>Which certificate the case is about; of a renewal, the one that was bought.</summary>
    internal static async ValueTask<CertificateId> OfCaseAsync(CaseTurn turn, CancellationToken cancellationToken) => turn switch
    {
        { CaseKind: CaseKinds.Refund } => (await turn.RefundOfCaseAsync(cancellationToken)).CertificateId,
        { CaseKind: CaseKinds.Renewal } => (await RenewalParties.OfCaseAsync(turn, cancellationToken)).Bought.Id,
        { CaseKind: CaseKinds.Revocation } => (await turn.RevocationOfCaseAsync(cancellationToken)).CertificateId,
        { CaseKind: CaseKinds.Hosting } => (await turn.HostingOfCaseAsync(cancellationToken)).CertificateId
            ?? throw new InvalidOperationException("This workflow's hosting has ended and is about no certificate."),
        { CaseKind: CaseKinds.CertificateApplication or CaseKinds.Certificate, CaseId: { } id } => new CertificateId(id),
        _ => throw new InvalidOperationException($"This workflow works on no certificate (found: {turn.CaseKind ?? "no case"})."),
    };
}
