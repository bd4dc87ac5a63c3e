namespace CertWorkflows.Client;

/// <summary>Another year of a package (EX-6), paid as the package was, at the catalogue's price.</summary>
public sealed record RenewPackageRequest
{
    /// <summary>The part of the price paid by voucher, which is never refunded; nothing when left out.</summary>
    public MoneyDto? Voucher { get; init; }
}
