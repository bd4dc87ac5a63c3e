namespace CertWorkflows.Client;

/// <summary>A request for a refund.</summary>
public sealed record CreateRefundRequest
{
    /// <summary>The certificate to give back.</summary>
    public required string CertificateId { get; init; }

    /// <summary>Why.</summary>
    public required RefundReason Reason { get; init; }

    /// <summary>How the request came; <see cref="RequestChannel.SelfService"/> when left out.</summary>
    public RequestChannel? Channel { get; init; }

    /// <summary>With <see cref="RefundReason.Blocked"/> and <see cref="RefundReason.SlowReview"/>: whether help is wanted.</summary>
    public AssistanceDto? Assistance { get; init; }

    /// <summary>Free text; needed with <see cref="RefundReason.Other"/>.</summary>
    public string? Comment { get; init; }
}

/// <summary>Whether the customer wants help, and where to reach them (RF-26).</summary>
public sealed record AssistanceDto
{
    /// <summary>Whether help is wanted; it needs a contact.</summary>
    public required bool Wanted { get; init; }

    /// <summary>A DingTalk id.</summary>
    public string? DingTalk { get; init; }

    /// <summary>A mobile number.</summary>
    public string? Mobile { get; init; }
}
