namespace CertWorkflows.Domain.PackageRefunds;

/// <summary>The one machine of a package's refund case: rules.md sections 6 and 8, and nothing else, decide what may
/// follow what.</summary>
internal static class PackageRefundLifecycle
{
    public const string Subject = "package-refund";

    public static Lifecycle<PackageRefundState, PackageRefundTrigger> Create(
        PackageRefund refund, Action<PackageRefundState> write)
    {
        var lifecycle = new Lifecycle<PackageRefundState, PackageRefundTrigger>(Subject, () => refund.State, write);
        var machine = lifecycle.Machine;

        machine.Configure(PackageRefundState.Submitted)
            .Permit(PackageRefundTrigger.Wait, PackageRefundState.Waiting)
            .Permit(PackageRefundTrigger.StartReview, PackageRefundState.UnderReview);

        machine.Configure(PackageRefundState.Waiting)
            .Permit(PackageRefundTrigger.StartReview, PackageRefundState.UnderReview)
            .Permit(PackageRefundTrigger.Cancel, PackageRefundState.Cancelled)
            .Permit(PackageRefundTrigger.KeepInUse, PackageRefundState.StillInUse)
            .Permit(PackageRefundTrigger.KeepCertificate, PackageRefundState.BundledCertificateKept)
            .Permit(PackageRefundTrigger.Expire, PackageRefundState.Expired);

        machine.Configure(PackageRefundState.UnderReview)
            .PermitIf(
                PackageRefundTrigger.Approve,
                PackageRefundState.Approved,
                () => refund.IsLastApproval,
                "all approvals given")
            .PermitReentryIf(
                PackageRefundTrigger.Approve, () => !refund.IsLastApproval, "another reviewer must approve")
            .Permit(PackageRefundTrigger.Reject, PackageRefundState.Rejected)
            .Permit(PackageRefundTrigger.Cancel, PackageRefundState.Cancelled)
            .Permit(PackageRefundTrigger.Expire, PackageRefundState.Expired);

        machine.Configure(PackageRefundState.Approved)
            .Permit(PackageRefundTrigger.Pay, PackageRefundState.Paid)
            .Permit(PackageRefundTrigger.FailPayment, PackageRefundState.PaymentFailed);

        machine.Configure(PackageRefundState.PaymentFailed)
            .PermitReentry(PackageRefundTrigger.RetryPayment)
            .PermitReentry(PackageRefundTrigger.FailPayment)
            .Permit(PackageRefundTrigger.Pay, PackageRefundState.Paid);

        machine.Configure(PackageRefundState.Paid)
            .PermitReentry(PackageRefundTrigger.DeletePackage);

        return lifecycle;
    }

    /// <summary>The picture of docs/lifecycles/package-refund.md.</summary>
    public static string Mermaid() => PackageRefund.Blank().Lifecycle.Picture();
}
