namespace CertWorkflows.Domain.Packages;

/// <summary>The one machine of a package: rules.md section 8, and nothing else, decides what may follow what.</summary>
internal static class PackageLifecycle
{
    public const string Subject = "package";

    public static Lifecycle<PackageState, PackageTrigger> Create(Package package, Action<PackageState> write)
    {
        var lifecycle = new Lifecycle<PackageState, PackageTrigger>(Subject, () => package.State, write);
        var machine = lifecycle.Machine;

        machine.Configure(PackageState.Active)
            .Permit(PackageTrigger.SwitchOver, PackageState.InUse)
            .PermitReentry(PackageTrigger.InstallCertificate)
            .PermitReentry(PackageTrigger.Renew)
            .PermitReentry(PackageTrigger.MarkExpiringSoon)
            .Permit(PackageTrigger.RequestRefund, PackageState.RefundPending)
            .Permit(PackageTrigger.Expire, PackageState.Expired);

        machine.Configure(PackageState.InUse)
            .PermitReentry(PackageTrigger.SwitchOver)
            .PermitReentryIf(PackageTrigger.SwitchBack, () => package.Domains.Count > 1, "others stay switched over")
            .PermitIf(
                PackageTrigger.SwitchBack, PackageState.Active, () => package.Domains.Count <= 1, "the last one (PK-3)")
            .PermitReentry(PackageTrigger.InstallCertificate)
            .PermitReentry(PackageTrigger.Renew)
            .PermitReentry(PackageTrigger.MarkExpiringSoon)
            .Permit(PackageTrigger.Expire, PackageState.Expired);

        machine.Configure(PackageState.RefundPending)
            .Permit(PackageTrigger.ReturnFromRefund, PackageState.Active)
            .Permit(PackageTrigger.CompleteRefund, PackageState.Refunded);

        machine.Configure(PackageState.Refunded)
            .Permit(PackageTrigger.Delete, PackageState.Deleted);

        // EX-4: renewed within the days of grace, the service goes on with its configuration.
        machine.Configure(PackageState.Expired)
            .PermitIf(PackageTrigger.Renew, PackageState.Active, () => package.Domains.Count == 0, "was unused")
            .PermitIf(PackageTrigger.Renew, PackageState.InUse, () => package.Domains.Count > 0, "was in use")
            .Permit(PackageTrigger.Release, PackageState.Released);

        return lifecycle;
    }

    /// <summary>The picture of docs/lifecycles/package.md.</summary>
    public static string Mermaid() => Package.Blank().Lifecycle.Picture();
}
