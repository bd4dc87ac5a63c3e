using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.PackageRefunds;

namespace CertWorkflows.Application.PackageRefunds;

/// <summary>The package's refund of the case; its package follows.</summary>
internal sealed class PackageRefundSubject : CaseSubject<PackageRefundTrigger>
{
    public override string Name => "packageRefund";

    protected override async Task<string> FireAsync(CaseTurn turn, PackageRefundTrigger trigger, string reason, CancellationToken cancellationToken)
    {
        var parties = await PackageRefundParties.OfCaseAsync(turn, cancellationToken);
        parties.Fire(turn, trigger, reason);
        return CamelCase.Of(parties.Refund.State);
    }
}
