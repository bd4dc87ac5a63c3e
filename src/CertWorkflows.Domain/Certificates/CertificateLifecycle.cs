namespace CertWorkflows.Domain.Certificates;

/// <summary>The one machine of a certificate: rules.md section 8, and nothing else, decides what may follow
/// what.</summary>
internal static class CertificateLifecycle
{
    public const string Subject = "certificate";

    public static Lifecycle<CertificateState, CertificateTrigger> Create(
        Certificate certificate, Action<CertificateState> write)
    {
        var lifecycle = new Lifecycle<CertificateState, CertificateTrigger>(Subject, () => certificate.State, write);
        BeforeIssue(lifecycle, certificate);
        InService(lifecycle);
        UnderRefund(lifecycle, certificate);
        return lifecycle;
    }

    /// <summary>The picture of docs/lifecycles/certificate.md.</summary>
    public static string Mermaid() => Certificate.Blank().Lifecycle.Picture();

    private static void BeforeIssue(Lifecycle<CertificateState, CertificateTrigger> lifecycle, Certificate certificate)
    {
        lifecycle.Machine.Configure(CertificateState.Paid)
            .Permit(CertificateTrigger.Submit, CertificateState.UnderReview)
            .Permit(CertificateTrigger.RequestRefund, CertificateState.RefundPending)
            .Permit(CertificateTrigger.Lapse, CertificateState.Lapsed);

        lifecycle.Machine.Configure(CertificateState.UnderReview)
            .PermitReentryIf(
                CertificateTrigger.PassReview,
                () => certificate.ApplicationStatus == ApplicationStatus.UnderReview,
                "not passed yet")
            .Permit(CertificateTrigger.Withdraw, CertificateState.Paid)
            .Permit(CertificateTrigger.FailReview, CertificateState.ReviewFailed)
            .Permit(CertificateTrigger.Issue, CertificateState.Issued)
            .Permit(CertificateTrigger.Lapse, CertificateState.Lapsed);

        lifecycle.Machine.Configure(CertificateState.ReviewFailed)
            .Permit(CertificateTrigger.Submit, CertificateState.UnderReview)
            .Permit(CertificateTrigger.RequestRefund, CertificateState.RefundPending)
            .Permit(CertificateTrigger.Lapse, CertificateState.Lapsed);
    }

    private static void InService(Lifecycle<CertificateState, CertificateTrigger> lifecycle)
    {
        lifecycle.Machine.Configure(CertificateState.Issued)
            .Permit(CertificateTrigger.StartRevocation, CertificateState.RevocationPending)
            .PermitReentry(CertificateTrigger.MarkExpiringSoon)
            .Permit(CertificateTrigger.Expire, CertificateState.Expired)
            .Permit(CertificateTrigger.Supersede, CertificateState.Superseded);

        // EX-3: time does not wait for a confirmation.
        lifecycle.Machine.Configure(CertificateState.RevocationPending)
            .Permit(CertificateTrigger.Revoke, CertificateState.Revoked)
            .Permit(CertificateTrigger.CancelRevocation, CertificateState.Issued)
            .PermitReentry(CertificateTrigger.MarkExpiringSoon)
            .Permit(CertificateTrigger.Expire, CertificateState.Expired);

        lifecycle.Machine.Configure(CertificateState.Expired)
            .Permit(CertificateTrigger.Renew, CertificateState.Issued)
            .Permit(CertificateTrigger.Release, CertificateState.Released);
    }

    private static void UnderRefund(Lifecycle<CertificateState, CertificateTrigger> lifecycle, Certificate certificate)
    {
        lifecycle.Machine.Configure(CertificateState.Revoked)
            .Permit(CertificateTrigger.RequestRefund, CertificateState.RefundPending);

        var pending = lifecycle.Machine.Configure(CertificateState.RefundPending)
            .Permit(CertificateTrigger.CompleteRefund, CertificateState.Refunded);

        // RF-24: back to where it was; one move for each place it can have been, so that the picture shows them.
        foreach (var before in new[] { CertificateState.Paid, CertificateState.ReviewFailed, CertificateState.Revoked })
        {
            pending.PermitIf(
                CertificateTrigger.ReturnFromRefund,
                before,
                () => certificate.StateBeforeRefund == before,
                $"was {CamelCase.Of(before)}");
        }
    }
}
