using System.Globalization;
using System.Text.Json.Serialization;

namespace CertWorkflows.Client;

/// <summary>An amount of money; the amount is text so that no client rounds it (T-4).</summary>
public sealed record MoneyDto
{
    /// <summary>A decimal number with two digits after the point, such as <c>958.12</c>.</summary>
    public required string Amount { get; init; }

    /// <summary>The ISO 4217 code; always <c>CNY</c> today.</summary>
    public required string Currency { get; init; }

    /// <summary>The amount as a number.</summary>
    /// <exception cref="FormatException"><see cref="Amount"/> is not a decimal number.</exception>
    [JsonIgnore]
    public decimal Value => decimal.Parse(
        Amount, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    /// <summary>An amount in CNY, written with two digits.</summary>
    /// <param name="amount">The amount in yuan; more than two digits are rounded half away from zero.</param>
    public static MoneyDto Cny(decimal amount) => new()
    {
        Amount = decimal.Round(amount, 2, MidpointRounding.AwayFromZero).ToString("F2", CultureInfo.InvariantCulture),
        Currency = "CNY",
    };
}
