namespace CertWorkflows.Server.Endpoints;

/// <summary>What the rules say that an accepted refund can rest on, for whoever has to decide it.</summary>
internal static class RuleTexts
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["RF-7"] = "Not issued, at most 5 natural days since payment, application not submitted or failed: full refund at once, no manual review.",
        ["RF-8"] = "Not issued, more than 5 natural days since payment, application not submitted or failed: full refund after manual review.",
        ["RF-10"] = "Issued, and revoked at most 30 natural days after issue: full refund after manual review.",
        ["PK-4"] = "Package without a bundled certificate, asked for within 5 natural days after purchase and out of use: its cash in full.",
        ["PK-5"] = "Package with a bundled certificate that is not issued: certificate and package are both refunded.",
        ["PK-6"] = "Package with a bundled certificate that was revoked at most 30 natural days after issue: both are refunded in full.",
    };

    public static string Of(string rule) => Texts.GetValueOrDefault(rule, rule);
}
