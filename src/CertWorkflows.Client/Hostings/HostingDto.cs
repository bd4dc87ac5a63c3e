namespace CertWorkflows.Client;

/// <summary>The hosting service for one certificate (BL-4).</summary>
public sealed record HostingDto
{
    /// <summary>The hosting's id.</summary>
    public required string Id { get; init; }

    /// <summary>The order that bought it.</summary>
    public required string OrderId { get; init; }

    /// <summary>Whose it is.</summary>
    public required string CustomerId { get; init; }

    /// <summary>Where it stands.</summary>
    public required HostingState State { get; init; }

    /// <summary>When payment completed.</summary>
    public required DateTimeOffset PaidAt { get; init; }

    /// <summary>The cash part of the price.</summary>
    public required MoneyDto Paid { get; init; }

    /// <summary>The voucher part of the price.</summary>
    public required MoneyDto Voucher { get; init; }

    /// <summary>The only certificate that it may be started for, as ordered; null for any of the customer's.</summary>
    public string? IntendedFor { get; init; }

    /// <summary>The certificate that is hosted, or was hosted last; null while unused.</summary>
    public string? CertificateId { get; init; }

    /// <summary>Where to look whether a new certificate is served; null for its first name.</summary>
    public string? Host { get; init; }

    /// <summary>The port to look at.</summary>
    public required int Port { get; init; }

    /// <summary>How many certificates it has replaced.</summary>
    public required int Replacements { get; init; }

    /// <summary>When it was started; null while unused.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended last; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it ended last; null before.</summary>
    public string? EndReason { get; init; }

    /// <summary>The workflow instance that hosts; null while unused.</summary>
    public string? InstanceId { get; init; }
}
