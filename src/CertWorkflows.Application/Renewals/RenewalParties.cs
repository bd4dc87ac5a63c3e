using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Renewals;

namespace CertWorkflows.Application.Renewals;

/// <summary>A renewal with its two certificates, tracked by a turn.</summary>
internal sealed record RenewalParties(Renewal Renewal, Certificate Old, Certificate Bought)
{
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public static async ValueTask<RenewalParties> LoadAsync(CaseTurn turn, RenewalId id, CancellationToken cancellationToken)
    {
        var renewal = await turn.LoadAsync<Renewal>(id, "renewal", cancellationToken);
        return new RenewalParties(
            renewal,
            await turn.CertificateAsync(renewal.OldCertificateId, cancellationToken),
            await turn.CertificateAsync(renewal.NewCertificateId, cancellationToken));
    }

    /// <summary>The renewal that the instance works on.</summary>
    /// <exception cref="InvalidOperationException">It works on none; the activity faults with this message.</exception>
    public static ValueTask<RenewalParties> OfCaseAsync(CaseTurn turn, CancellationToken cancellationToken) =>
        LoadAsync(turn, new RenewalId(turn.CaseOf(CaseKinds.Renewal, "POST /renewals", "OpenRenewal")), cancellationToken);
}
