namespace CertWorkflows.Domain.Certificates;

/// <summary>How an order was paid, and so where its money goes back to (RF-21).</summary>
public enum PaymentChannel
{
    /// <summary>An Alipay account.</summary>
    Alipay,

    /// <summary>A bank.</summary>
    Bank,

    /// <summary>The balance of the cloud account.</summary>
    Balance,
}
