namespace CertWorkflows.Domain.Revocations;

/// <summary>
/// The one machine of a revocation: rules.md section 8, and nothing else, decides what may follow what. Beside that
/// section's arrows, the certificate's expiry ends an open case wherever it is, and a confirmed one that the CA does not
/// carry out ends when an operator gives up.
/// </summary>
internal static class RevocationLifecycle
{
    public const string Subject = "revocation";

    public static Lifecycle<RevocationState, RevocationTrigger> Create(
        Revocation revocation, Action<RevocationState> write)
    {
        var lifecycle = new Lifecycle<RevocationState, RevocationTrigger>(Subject, () => revocation.State, write);
        var machine = lifecycle.Machine;

        machine.Configure(RevocationState.AwaitingConfirmation)
            .PermitReentryIf(RevocationTrigger.SendLink, () => !revocation.FreeDv, "paid (RV-1)")
            .PermitIf(
                RevocationTrigger.ConfirmByLink,
                RevocationState.Confirmed,
                () => !revocation.FreeDv,
                "paid (RV-1)")
            .PermitIf(
                RevocationTrigger.ConfirmAtOnce,
                RevocationState.Confirmed,
                () => revocation.FreeDv,
                "free DV (RV-4)")
            .Permit(RevocationTrigger.Force, RevocationState.ForcedReview)
            .Permit(RevocationTrigger.Lapse, RevocationState.Lapsed)
            .Permit(RevocationTrigger.Expire, RevocationState.Lapsed);

        machine.Configure(RevocationState.ForcedReview)
            .Permit(RevocationTrigger.Approve, RevocationState.Confirmed)
            .Permit(RevocationTrigger.Reject, RevocationState.Rejected)
            .Permit(RevocationTrigger.Expire, RevocationState.Lapsed);

        machine.Configure(RevocationState.Confirmed)
            .Permit(RevocationTrigger.Revoke, RevocationState.Revoked)
            .Permit(RevocationTrigger.GiveUp, RevocationState.Rejected)
            .Permit(RevocationTrigger.Expire, RevocationState.Lapsed);

        return lifecycle;
    }

    /// <summary>The picture of docs/lifecycles/revocation.md.</summary>
    public static string Mermaid() => Revocation.Blank().Lifecycle.Picture();
}
