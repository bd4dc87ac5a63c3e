using System.Globalization;
using DotLiquid;

namespace CertWorkflows.Engine.Expressions.Liquid;

/// <summary>
/// Arithmetic filters in decimal: whole numbers stay whole, and what is no number counts as 0. The library's own
/// mix binary and decimal fractions and fail at text.
/// </summary>
internal static class LiquidArithmetic
{
    public static object Plus(Context context, object? input, object? operand) =>
        Calculate(input, operand, (a, b) => a + b);

    public static object Minus(Context context, object? input, object? operand) =>
        Calculate(input, operand, (a, b) => a - b);

    public static object Times(Context context, object? input, object? operand) =>
        Calculate(input, operand, (a, b) => a * b);

    /// <summary>Whole numbers divide to a whole number, rounded down.</summary>
    public static object DividedBy(Context context, object? input, object? operand) =>
        Calculate(input, operand, (a, b) => a.Scale == 0 && b.Scale == 0 ? decimal.Floor(a / b) : a / b);

    public static object Modulo(Context context, object? input, object? operand) =>
        Calculate(input, operand, (a, b) => a % b);

    private static decimal Calculate(object? input, object? operand, Func<decimal, decimal, decimal> operation)
    {
        var (a, b) = (Number(input), Number(operand));
        var result = operation(a, b);
        return a.Scale == 0 && b.Scale == 0 ? decimal.Truncate(result) : result;
    }

    internal static decimal Number(object? value) => value switch
    {
        decimal number => number,
        int number => number,
        long number => number,
        double number => (decimal)ValueConversion.Convert(number, typeof(decimal))!,
        string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => 0m,
    };
}
