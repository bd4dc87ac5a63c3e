using CertWorkflows.Application.PackageRefunds;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Revocations;

namespace CertWorkflows.Application.Revocations;

/// <summary>
/// Opens a revocation in the turn that starts <c>revocation-confirmation</c>. A refused request throws with the rule, and
/// nothing is stored.
/// </summary>
public sealed class RevocationOpening(CertificateId certificateId, RevocationReason reason, RefundChannel channel) : ICaseOpening
{
    /// <summary>The workflow that a revocation runs.</summary>
    public const string DefinitionId = "revocation-confirmation";

    /// <summary>The opened case, once <see cref="OpenAsync"/> has run.</summary>
    public Revocation? Revocation { get; private set; }

    public async Task OpenAsync(CaseTurn turn, IDictionary<string, object?> input, CancellationToken cancellationToken)
    {
        var certificate = await turn.CertificateAsync(certificateId, cancellationToken);
        var package = await BundledRefund.PackageOfAsync(turn.Db, certificate, cancellationToken);
        var request = new RevocationRequest(
            new RevocationId(turn.NewId()),
            turn.InstanceId,
            reason,
            channel,
            await BundledRefund.RequesterAsync(turn, cancellationToken),
            turn.Now,
            WithinPackageRefund: package?.PermitsRevocation == true);
        Revocation = RevocationCase.Open(request, certificate);
        turn.Add(Revocation);
        turn.WorksOn(CaseKinds.Revocation, Revocation.Id.Value);
    }
}
