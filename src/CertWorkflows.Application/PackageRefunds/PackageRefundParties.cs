using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Packages;

namespace CertWorkflows.Application.PackageRefunds;

/// <summary>A package's refund with its package and the certificate bought with it, all tracked by one turn.</summary>
/// <param name="Bundled">Null for a package without a bundled certificate.</param>
internal sealed record PackageRefundParties(PackageRefund Refund, Package Package, Certificate? Bundled)
{
    /// <summary>Those of the case that the instance works on.</summary>
    /// <exception cref="InvalidOperationException">It works on none; the activity faults with this message.</exception>
    public static ValueTask<PackageRefundParties> OfCaseAsync(CaseTurn turn, CancellationToken cancellationToken) => LoadAsync(
        turn, new PackageRefundId(turn.CaseOf(CaseKinds.PackageRefund, "POST /package-refunds", "AssessPackageRefund")), cancellationToken);

    /// <exception cref="Access.NotFoundException">There is none with this id.</exception>
    public static async ValueTask<PackageRefundParties> LoadAsync(CaseTurn turn, PackageRefundId id, CancellationToken cancellationToken)
    {
        var refund = await turn.LoadAsync<PackageRefund>(id, "package refund", cancellationToken);
        var package = await turn.LoadAsync<Package>(refund.PackageId, "package", cancellationToken);
        return new PackageRefundParties(refund, package, await BundledAsync(turn, package, cancellationToken));
    }

    /// <summary>The certificate bought with a package; null without one.</summary>
    public static async ValueTask<Certificate?> BundledAsync(CaseTurn turn, Package package, CancellationToken cancellationToken) =>
        package is { CertificateBundled: true, CertificateId: { } id } ? await turn.CertificateAsync(id, cancellationToken) : null;

    /// <summary>Moves the case and what moves with it.</summary>
    /// <exception cref="IllegalTransitionException">It is not permitted now.</exception>
    public void Fire(CaseTurn turn, PackageRefundTrigger trigger, string reason, string? paymentReference = null) => PackageRefundCase.Fire(
        Refund, Package, Bundled, trigger, turn.Calendar, turn.Actor, reason, turn.Now, paymentReference);
}
