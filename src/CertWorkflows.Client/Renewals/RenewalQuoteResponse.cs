namespace CertWorkflows.Client;

/// <summary>What the rules say to the facts.</summary>
public sealed record RenewalQuoteResponse
{
    /// <summary>Whether it is a renewal; what is refused as one could only be bought anew.</summary>
    public required RenewalKind Kind { get; init; }

    /// <summary>Whether it cannot be bought as a renewal at that time (RN-1, RN-12).</summary>
    public required bool Refused { get; init; }

    /// <summary>Unused natural days of the old certificate that are added (RN-3).</summary>
    public required int CarriedDays { get; init; }

    /// <summary>The CA's gift that is added (RN-7).</summary>
    public required int BonusDays { get; init; }

    /// <summary>When the new certificate expires; where it is refused, when a new purchase would.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The id of the rule that decided, such as <c>RN-3</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>
    /// The rule's code: <c>plain-order</c>, <c>released</c>, <c>too-early</c>, <c>mismatch</c>, <c>not-carried</c>,
    /// <c>carried</c> or <c>expired-renewal</c>.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>The fields that differ (RN-4); empty unless the code is <c>mismatch</c>.</summary>
    public required IReadOnlyList<string> Mismatch { get; init; }

    /// <summary>Codes of warnings: <c>may-not-be-issued-before-expiry</c> (RN-2).</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>How much time to leave before expiry (RN-2).</summary>
    public required string Advice { get; init; }

    /// <summary>The decision in words.</summary>
    public required string Message { get; init; }
}
