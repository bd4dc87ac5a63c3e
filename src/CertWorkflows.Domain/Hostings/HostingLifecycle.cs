namespace CertWorkflows.Domain.Hostings;

/// <summary>The one machine of a hosting.</summary>
internal static class HostingLifecycle
{
    public const string Subject = "hosting";

    public static Lifecycle<HostingState, HostingTrigger> Create(Hosting hosting, Action<HostingState> write)
    {
        var lifecycle = new Lifecycle<HostingState, HostingTrigger>(Subject, () => hosting.State, write);
        var machine = lifecycle.Machine;

        machine.Configure(HostingState.Bought)
            .Permit(HostingTrigger.Start, HostingState.Active);

        machine.Configure(HostingState.Active)
            .PermitReentry(HostingTrigger.Follow)
            .PermitIf(HostingTrigger.End, HostingState.Bought, () => hosting.Replacements == 0, "it has replaced nothing")
            .PermitIf(HostingTrigger.End, HostingState.Ended, () => hosting.Replacements > 0, "it has replaced a certificate (BL-4)");

        return lifecycle;
    }

    /// <summary>The picture of docs/lifecycles/hosting.md.</summary>
    public static string Mermaid() => Hosting.Blank().Lifecycle.Picture();
}
