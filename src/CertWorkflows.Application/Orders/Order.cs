namespace CertWorkflows.Application.Orders;

/// <summary>One paid purchase (BL-5: prepaid only).</summary>
public sealed class Order
{
    public Guid Id { get; init; }

    public required string CustomerId { get; init; }

    public required string Company { get; init; }

    public required string Email { get; init; }

    public string? Mobile { get; init; }

    /// <summary><c>alipay</c>, <c>bank</c> or <c>balance</c>.</summary>
    public required string PaymentChannel { get; init; }

    public required string PaymentAccount { get; init; }

    /// <summary>CNY.</summary>
    public decimal Total { get; init; }

    /// <summary>The part of the total that was paid by voucher, CNY; never refunded.</summary>
    public decimal Voucher { get; init; }

    public DateTimeOffset PaidAt { get; init; }

    /// <summary>JSON array of the lines as answered to the caller.</summary>
    public required string Lines { get; init; }

    public required string CreatedBy { get; init; }
}
