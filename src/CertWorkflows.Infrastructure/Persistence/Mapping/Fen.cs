using System.Globalization;
using CertWorkflows.Domain;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>Money has two digits (T-4); a finer amount is refused, never rounded on its way to the database.</summary>
internal static class Fen
{
    public static decimal Whole(decimal amount) => decimal.Round(amount, 2) == amount
        ? amount
        : throw new ArgumentOutOfRangeException(
            nameof(amount),
            string.Create(CultureInfo.InvariantCulture, $"{amount} CNY is finer than a fen; it would be rounded when stored."));

    public static long Of(decimal amount) => decimal.ToInt64(Whole(amount) * 100m);

    // times 0.01, not divided by 100: the result always has two digits, as it has when PostgreSQL answers it
    public static decimal Amount(long fen) => fen * 0.01m;
}

/// <summary>SQLite: an integer, so that sums and comparisons are exact.</summary>
internal sealed class AmountAsFen() : ValueConverter<decimal, long>(amount => Fen.Of(amount), fen => Fen.Amount(fen));

/// <summary>SQLite: an integer, so that sums and comparisons are exact.</summary>
internal sealed class MoneyAsFen() : ValueConverter<Money, long>(
    money => Fen.Of(money.Amount), fen => new Money(Fen.Amount(fen)));

/// <summary>PostgreSQL: <c>numeric(18,2)</c>.</summary>
internal sealed class WholeFen() : ValueConverter<decimal, decimal>(amount => Fen.Whole(amount), stored => stored);

/// <summary>PostgreSQL: <c>numeric(18,2)</c>.</summary>
internal sealed class MoneyAsAmount() : ValueConverter<Money, decimal>(money => money.Amount, stored => new Money(stored));
