using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Revocations;

namespace CertWorkflows.Application.Revocations;

/// <summary>What the activities of a revocation reach through the turn.</summary>
internal static class RevocationTurn
{
    /// <exception cref="Access.NotFoundException">There is none with this id.</exception>
    public static ValueTask<Revocation> RevocationAsync(this CaseTurn turn, RevocationId id, CancellationToken cancellationToken) =>
        turn.LoadAsync<Revocation>(id, "revocation", cancellationToken);

    /// <summary>The revocation that the instance works on.</summary>
    /// <exception cref="InvalidOperationException">It works on none; the activity faults with this message.</exception>
    public static ValueTask<Revocation> RevocationOfCaseAsync(this CaseTurn turn, CancellationToken cancellationToken) =>
        turn.RevocationAsync(new RevocationId(turn.CaseOf(CaseKinds.Revocation, "POST /revocations", "OpenRevocation")), cancellationToken);

    /// <summary>The same with its certificate.</summary>
    public static async ValueTask<(Revocation Revocation, Certificate Certificate)> RevocationAndCertificateAsync(
        this CaseTurn turn, CancellationToken cancellationToken)
    {
        var revocation = await turn.RevocationOfCaseAsync(cancellationToken);
        return (revocation, await turn.CertificateAsync(revocation.CertificateId, cancellationToken));
    }
}
