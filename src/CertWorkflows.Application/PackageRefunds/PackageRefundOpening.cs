using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Packages;

namespace CertWorkflows.Application.PackageRefunds;

/// <summary>
/// Opens a package's refund in the turn that starts <c>https-package-refund</c>. A refused request throws with the rule, and
/// nothing is stored.
/// </summary>
/// <param name="secondReviewerAbove">See <see cref="Refunds.RefundOptions.SecondReviewerAbove"/>.</param>
public sealed class PackageRefundOpening(PackageId packageId, string? ticket, string? comment, decimal secondReviewerAbove) : ICaseOpening
{
    /// <summary>The workflow that a package's refund runs.</summary>
    public const string DefinitionId = "https-package-refund";

    /// <summary>The opened case, once <see cref="OpenAsync"/> has run.</summary>
    public PackageRefund? Refund { get; private set; }

    public async Task OpenAsync(CaseTurn turn, IDictionary<string, object?> input, CancellationToken cancellationToken)
    {
        var package = await turn.LoadAsync<Package>(packageId, "package", cancellationToken);
        var bundled = await PackageRefundParties.BundledAsync(turn, package, cancellationToken);
        var approvals = package.Cash.Amount > secondReviewerAbove ? 2 : 1;
        var request = new PackageRefundRequest(
            new PackageRefundId(turn.NewId()), turn.InstanceId, ticket, turn.Actor, turn.Now, comment, approvals);
        Refund = PackageRefundCase.Open(request, package, bundled, turn.Calendar);
        turn.Add(Refund);
        turn.WorksOn(CaseKinds.PackageRefund, Refund.Id.Value);
    }
}
