namespace CertWorkflows.Domain.Refunds;

/// <summary>Why a customer asks for a refund (RF-26).</summary>
public enum RefundReason
{
    /// <summary><c>blocked</c>: application or installation is blocked and no help was found.</summary>
    Blocked,

    /// <summary><c>slow-review</c>: the application stays under review or failed.</summary>
    SlowReview,

    /// <summary><c>renewed-wrong-kind</c>: renewed with a different kind; refund and buy again (RN-11).</summary>
    RenewedWrongKind,

    /// <summary><c>not-needed</c>: business reasons.</summary>
    NotNeeded,

    /// <summary><c>other</c>: asks for free text.</summary>
    Other,
}

/// <summary>The codes of the reasons, and what each asks for next (RF-26).</summary>
public static class RefundReasons
{
    /// <summary>All codes, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Enum.GetValues<RefundReason>().Select(Code)];

    /// <summary>The reason's code in kebab-case.</summary>
    public static string Code(this RefundReason reason) =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString());

    /// <summary>Reads a code; false when there is no such reason.</summary>
    public static bool TryParse(string? code, out RefundReason reason)
    {
        foreach (var candidate in Enum.GetValues<RefundReason>())
        {
            if (string.Equals(candidate.Code(), code, StringComparison.Ordinal))
            {
                reason = candidate;
                return true;
            }
        }

        reason = default;
        return false;
    }

    /// <summary>Whether the reason asks if help is wanted, and if so for a contact.</summary>
    public static bool OffersAssistance(this RefundReason reason) =>
        reason is RefundReason.Blocked or RefundReason.SlowReview;

    /// <summary>Whether the reason asks for free text.</summary>
    public static bool NeedsComment(this RefundReason reason) => reason is RefundReason.Other;
}
