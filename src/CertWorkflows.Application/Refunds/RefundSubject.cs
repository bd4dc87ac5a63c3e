using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Refunds;

namespace CertWorkflows.Application.Refunds;

/// <summary>The refund of the case; its certificate follows.</summary>
internal sealed class RefundSubject : CaseSubject<RefundTrigger>
{
    public override string Name => "refund";

    protected override async Task<string> FireAsync(CaseTurn turn, RefundTrigger trigger, string reason, CancellationToken cancellationToken)
    {
        var refund = await turn.RefundOfCaseAsync(cancellationToken);
        var certificate = await turn.CertificateAsync(refund.CertificateId, cancellationToken);
        RefundCase.Fire(refund, certificate, trigger, turn.Actor, reason, turn.Now);
        return CamelCase.Of(refund.State);
    }
}
