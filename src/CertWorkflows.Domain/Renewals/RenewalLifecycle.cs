namespace CertWorkflows.Domain.Renewals;

/// <summary>The one machine of a renewal case: rules.md section 8, and nothing else, decides what may follow
/// what.</summary>
internal static class RenewalLifecycle
{
    public const string Subject = "renewal";

    public static Lifecycle<RenewalState, RenewalTrigger> Create(Renewal renewal, Action<RenewalState> write)
    {
        var lifecycle = new Lifecycle<RenewalState, RenewalTrigger>(Subject, () => renewal.State, write);
        var machine = lifecycle.Machine;

        machine.Configure(RenewalState.Ordered)
            .Permit(RenewalTrigger.Apply, RenewalState.Applied)
            .Permit(RenewalTrigger.Cancel, RenewalState.Cancelled);

        machine.Configure(RenewalState.Applied)
            .Permit(RenewalTrigger.StartReview, RenewalState.UnderReview)
            .Permit(RenewalTrigger.Cancel, RenewalState.Cancelled);

        machine.Configure(RenewalState.UnderReview)
            .Permit(RenewalTrigger.FailReview, RenewalState.Ordered)
            .Permit(RenewalTrigger.Issue, RenewalState.Issued)
            .Permit(RenewalTrigger.Cancel, RenewalState.Cancelled);

        machine.Configure(RenewalState.Issued)
            .Permit(RenewalTrigger.Install, RenewalState.Installed)
            .Permit(RenewalTrigger.Cancel, RenewalState.Cancelled);

        machine.Configure(RenewalState.Installed)
            .PermitIf(RenewalTrigger.Verify, RenewalState.Verified, () => renewal.IsSeen, "the site was seen to serve it (RN-9)")
            .Permit(RenewalTrigger.Cancel, RenewalState.Cancelled);

        return lifecycle;
    }

    /// <summary>The picture of docs/lifecycles/renewal.md.</summary>
    public static string Mermaid() => Renewal.Blank().Lifecycle.Picture();
}
