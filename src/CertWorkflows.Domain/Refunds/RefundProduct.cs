namespace CertWorkflows.Domain.Refunds;

/// <summary>What RF-1 asks of the product.</summary>
public enum RefundProduct
{
    /// <summary>It was paid for.</summary>
    Paid,

    /// <summary>It is the free DV product.</summary>
    FreeDv,
}
