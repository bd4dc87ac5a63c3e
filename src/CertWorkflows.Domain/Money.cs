using System.Globalization;

namespace CertWorkflows.Domain;

/// <summary>An amount of money in CNY (T-4): two digits after the point, never negative.</summary>
/// <param name="Amount">The amount in yuan.</param>
/// <exception cref="DomainException"><c>invalid-money</c>: the amount is negative or finer than a fen.</exception>
public readonly record struct Money(decimal Amount) : IComparable<Money>
{
    /// <summary>The only currency there is.</summary>
    public const string Currency = "CNY";

    /// <summary>Nothing.</summary>
    public static Money Zero { get; } = new(0m);

    /// <summary>The amount in yuan.</summary>
    public decimal Amount { get; } = Check(Amount);

    /// <summary>The sum.</summary>
    public static Money operator +(Money left, Money right) => new(left.Amount + right.Amount);

    /// <summary>The difference.</summary>
    /// <exception cref="DomainException"><c>invalid-money</c>: more would be taken than there is.</exception>
    public static Money operator -(Money left, Money right) => new(left.Amount - right.Amount);

    /// <summary>The price of several.</summary>
    public static Money operator *(Money left, int count) => new(left.Amount * count);

    /// <summary>Whether the left amount is the smaller.</summary>
    public static bool operator <(Money left, Money right) => left.Amount < right.Amount;

    /// <summary>Whether the left amount is the larger.</summary>
    public static bool operator >(Money left, Money right) => left.Amount > right.Amount;

    /// <summary>Whether the left amount is not the larger.</summary>
    public static bool operator <=(Money left, Money right) => left.Amount <= right.Amount;

    /// <summary>Whether the left amount is not the smaller.</summary>
    public static bool operator >=(Money left, Money right) => left.Amount >= right.Amount;

    /// <summary>Reads an amount as <see cref="ToString"/> writes it, in digits with an optional point and up to two
    /// digits after it.</summary>
    /// <exception cref="DomainException"><c>invalid-money</c>: the text is not such an amount.</exception>
    public static Money Parse(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? new Money(amount)
            : throw new DomainException("invalid-money", $"'{text}' is not an amount of money such as 958.12.");

    /// <inheritdoc />
    public int CompareTo(Money other) => Amount.CompareTo(other.Amount);

    /// <summary>The amount with two digits after the point and without the currency, as the API writes it.</summary>
    public override string ToString() => Amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static decimal Check(decimal amount) =>
        amount >= 0 && decimal.Round(amount, 2) == amount
            ? amount
            : throw new DomainException(
                "invalid-money",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{amount} is not an amount in {Currency}: it may not be negative nor finer than 0.01."));
}
