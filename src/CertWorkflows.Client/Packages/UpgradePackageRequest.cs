namespace CertWorkflows.Client;

/// <summary>Another edition in a package's place (EX-6): a new package with a year of its own, paid as the old one was.</summary>
public sealed record UpgradePackageRequest
{
    /// <summary>The other edition.</summary>
    public required PackageEdition Edition { get; init; }

    /// <summary>The part of the price paid by voucher, which is never refunded; nothing when left out.</summary>
    public MoneyDto? Voucher { get; init; }
}
