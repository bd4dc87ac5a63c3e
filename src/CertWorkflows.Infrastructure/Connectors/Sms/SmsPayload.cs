using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CertWorkflows.Application.Effects;

namespace CertWorkflows.Infrastructure.Connectors.Sms;

/// <summary>The payload of an effect <c>sms</c>.</summary>
internal sealed partial record SmsPayload(string To, string Text)
{
    private const int LongestText = 2000;

    /// <summary>The number as the network knows it: digits, with a plus before a country code.</summary>
    public string Number => To.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    /// <summary>For logs: enough to recognise a number that one knows, too little to call it.</summary>
    public string MaskedNumber => Number.Length < 8
        ? "***"
        : $"{Number[..3]}{new string('*', Number.Length - 5)}{Number[^2..]}";

    public static bool TryRead(
        JsonObject payload,
        [NotNullWhen(true)] out SmsPayload? sms,
        [NotNullWhen(false)] out EffectOutcome.Rejected? refusal)
    {
        if (!ConnectorJson.TryRead(payload, out sms, out refusal))
        {
            return false;
        }

        refusal = sms switch
        {
            _ when !NumberForm().IsMatch(sms.Number) => new EffectOutcome.Rejected(
                "invalid-number", $"{sms.MaskedNumber} is not a telephone number of 6 to 15 digits."),
            { Text.Length: 0 or > LongestText } => ConnectorJson.Invalid(
                $"text has {sms.Text.Length} characters; allowed is 1 to {LongestText}."),
            _ => null,
        };
        return refusal is null;
    }

    [GeneratedRegex(@"^\+?[0-9]{6,15}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberForm();
}
