namespace CertWorkflows.Infrastructure.Connectors.Payments;

/// <summary>A line of the sandbox's ledger: money that it pretends to have paid, once for an idempotency key.</summary>
internal sealed class SandboxPayment
{
    /// <summary>Primary key, so that the database refuses to pay twice.</summary>
    public required string IdempotencyKey { get; init; }

    public required string RefundId { get; init; }

    public decimal Amount { get; init; }

    public required string Currency { get; init; }

    public required string Channel { get; init; }

    public required string Account { get; init; }

    public string? Reference { get; init; }

    public required string PaymentReference { get; init; }

    public DateTimeOffset PaidAt { get; init; }
}
