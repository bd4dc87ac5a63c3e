using CertWorkflows.Application.PackageRefunds;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Refunds;

namespace CertWorkflows.Application.Refunds;

/// <summary>What is paid and how the case hears of it: a certificate's refund or a package's.</summary>
/// <param name="Reference">What the receiver sees on the statement, and what the payment's idempotency keys begin with.</param>
/// <param name="State">The case's state, in camelCase.</param>
/// <param name="Fire">Moves the case: the move, its reason, and the gateway's reference where it was paid.</param>
internal sealed record PayableRefund(
    string Id,
    string Reference,
    Money Amount,
    PaymentChannel Channel,
    string Account,
    string State,
    Action<RefundTrigger, string, string?> Fire)
{
    public bool HasFailed => State == CamelCase.Of(RefundState.PaymentFailed);

    public bool IsApproved => State == CamelCase.Of(RefundState.Approved);

    /// <summary>The refund that the instance works on.</summary>
    /// <exception cref="InvalidOperationException">It works on none; the activity faults with this message.</exception>
    public static async ValueTask<PayableRefund> OfCaseAsync(CaseTurn turn, CancellationToken cancellationToken)
    {
        if (turn.CaseKind == CaseKinds.PackageRefund)
        {
            var parties = await PackageRefundParties.OfCaseAsync(turn, cancellationToken);
            var ofPackage = parties.Refund;
            return new PayableRefund(
                ofPackage.Id.ToString(),
                $"package-refund-{ofPackage.Id}",
                ofPackage.Amount,
                ofPackage.PayToChannel,
                ofPackage.PayToAccount,
                CamelCase.Of(ofPackage.State),
                (trigger, reason, reference) => parties.Fire(turn, Enum.Parse<PackageRefundTrigger>(trigger.ToString()), reason, reference));
        }

        var refund = await turn.RefundOfCaseAsync(cancellationToken);
        var certificate = await turn.CertificateAsync(refund.CertificateId, cancellationToken);
        return new PayableRefund(
            refund.Id.ToString(),
            $"refund-{refund.Id}",
            refund.Amount,
            refund.PayToChannel,
            refund.PayToAccount,
            CamelCase.Of(refund.State),
            (trigger, reason, reference) => RefundCase.Fire(refund, certificate, trigger, turn.Actor, reason, turn.Now, reference));
    }
}
