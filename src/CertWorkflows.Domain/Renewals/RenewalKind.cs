namespace CertWorkflows.Domain.Renewals;

/// <summary>What a purchase that follows another certificate is.</summary>
public enum RenewalKind
{
    /// <summary>It renews the old certificate.</summary>
    Renewal,

    /// <summary>It is a new purchase, with nothing of the old one.</summary>
    NewPurchase,
}
