namespace CertWorkflows.Client;

/// <summary>Where money comes from and goes back to (RF-21).</summary>
public enum PaymentChannel
{
    /// <summary>An Alipay account.</summary>
    Alipay,

    /// <summary>A bank account.</summary>
    Bank,

    /// <summary>The cloud account's balance.</summary>
    Balance,
}
