using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace CertWorkflows.Infrastructure.Connectors.Payments;

/// <summary>The payload of an effect <c>payment</c>: money that goes back to where it came from (RF-21).</summary>
/// <param name="Amount">CNY with two digits, for instance <c>958.12</c> (T-4).</param>
/// <param name="Channel"><c>alipay</c>, <c>bank</c> or <c>balance</c>.</param>
/// <param name="Reference">What the receiver sees on the statement.</param>
internal sealed partial record Payout(
    string RefundId, string Amount, string Currency, string Channel, string Account, string? Reference = null)
{
    [JsonIgnore]
    public decimal Value => decimal.Parse(Amount, CultureInfo.InvariantCulture);

    /// <summary>Why it cannot be paid as it is written; null when it can.</summary>
    public string? Problem() => this switch
    {
        { RefundId.Length: 0 } => "refundId is empty.",
        _ when !AmountForm().IsMatch(Amount) || Value <= 0 =>
            $"amount is '{Amount}'; it must be positive, with two digits, for instance \"958.12\".",
        _ when !CurrencyForm().IsMatch(Currency) =>
            $"currency is '{Currency}'; it must be three letters as in ISO 4217.",
        { Channel: not ("alipay" or "bank" or "balance") } =>
            $"channel is '{Channel}'; it must be alipay, bank or balance.",
        { Account.Length: 0 or > 256 } => "account must have 1 to 256 characters.",
        _ => null,
    };

    [GeneratedRegex(@"^[0-9]{1,12}\.[0-9]{2}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AmountForm();

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CurrencyForm();
}
