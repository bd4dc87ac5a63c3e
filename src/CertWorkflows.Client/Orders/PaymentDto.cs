namespace CertWorkflows.Client;

/// <summary>How an order was paid.</summary>
public sealed record PaymentDto
{
    /// <summary>The way.</summary>
    public required PaymentChannel Channel { get; init; }

    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>
    /// When payment completed, which is the order's time (BL-7): not in the future and not before the year 2000. The present when left out.
    /// </summary>
    public DateTimeOffset? PaidAt { get; init; }
}
