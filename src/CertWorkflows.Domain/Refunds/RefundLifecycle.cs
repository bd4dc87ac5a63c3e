namespace CertWorkflows.Domain.Refunds;

/// <summary>The one machine of a refund case: rules.md section 8, and nothing else, decides what may follow
/// what.</summary>
internal static class RefundLifecycle
{
    public const string Subject = "refund";

    public static Lifecycle<RefundState, RefundTrigger> Create(Refund refund, Action<RefundState> write)
    {
        var lifecycle = new Lifecycle<RefundState, RefundTrigger>(Subject, () => refund.State, write);
        var machine = lifecycle.Machine;

        machine.Configure(RefundState.Submitted)
            .PermitIf(
                RefundTrigger.Approve,
                RefundState.Approved,
                () => refund.Outcome == RefundOutcome.Automatic,
                "automatic (RF-7)")
            .PermitIf(
                RefundTrigger.StartReview,
                RefundState.UnderReview,
                () => refund.Outcome == RefundOutcome.Manual,
                "manual review (RF-8, RF-10)");

        machine.Configure(RefundState.UnderReview)
            .PermitIf(RefundTrigger.Approve, RefundState.Approved, () => refund.IsLastApproval, "all approvals given")
            .PermitReentryIf(RefundTrigger.Approve, () => !refund.IsLastApproval, "another reviewer must approve")
            .Permit(RefundTrigger.Reject, RefundState.Rejected)
            .Permit(RefundTrigger.Cancel, RefundState.Cancelled)
            .Permit(RefundTrigger.ExpireBeforeDecision, RefundState.ExpiredBeforeDecision);

        machine.Configure(RefundState.Approved)
            .Permit(RefundTrigger.Pay, RefundState.Paid)
            .Permit(RefundTrigger.FailPayment, RefundState.PaymentFailed);

        machine.Configure(RefundState.PaymentFailed)
            .PermitReentry(RefundTrigger.RetryPayment)
            .PermitReentry(RefundTrigger.FailPayment)
            .Permit(RefundTrigger.Pay, RefundState.Paid);

        return lifecycle;
    }

    /// <summary>The picture of docs/lifecycles/refund.md.</summary>
    public static string Mermaid() => Refund.Blank().Lifecycle.Picture();
}
