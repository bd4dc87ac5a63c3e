using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Expressions;

/// <summary>The rows of E-25 that start from text.</summary>
internal static class TextConversion
{
    private const NumberStyles Decimals = NumberStyles.Float | NumberStyles.AllowThousands;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private static readonly Dictionary<Type, Func<string, object?>> Scalars = new()
    {
        [typeof(string)] = text => text,
        [typeof(bool)] = text => string.Equals(text.Trim(), "true", StringComparison.OrdinalIgnoreCase),
        [typeof(byte)] = Integer<byte>,
        [typeof(sbyte)] = Integer<sbyte>,
        [typeof(short)] = Integer<short>,
        [typeof(ushort)] = Integer<ushort>,
        [typeof(int)] = Integer<int>,
        [typeof(uint)] = Integer<uint>,
        [typeof(long)] = Integer<long>,
        [typeof(ulong)] = Integer<ulong>,
        [typeof(BigInteger)] = text => text.Length <= 1_000 ? Integer<BigInteger>(text) : BigInteger.Zero,
        [typeof(decimal)] = text => decimal.TryParse(text, Decimals, Invariant, out var v) ? v : 0m,
        [typeof(double)] = text => double.TryParse(text, Decimals, Invariant, out var v) ? v : 0d,
        [typeof(float)] = text => float.TryParse(text, Decimals, Invariant, out var v) ? v : 0f,
        [typeof(char)] = text => text.Length == 1 ? text[0] : '\0',
        [typeof(Guid)] = text => Guid.TryParse(text, out var v) ? v : Guid.Empty,
        [typeof(TimeSpan)] = text => TimeSpan.TryParse(text, Invariant, out var v) ? v : TimeSpan.Zero,
        [typeof(Uri)] = text => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var v) ? v : null,
        [typeof(byte[])] = Bytes,
        [typeof(DateTime)] = DateConversion.ParseDateTime,
        [typeof(DateTimeOffset)] = DateConversion.ParseDateTimeOffset,
        [typeof(DateOnly)] = text => DateOnly.TryParse(text, Invariant, out var v) ? v : default,
        [typeof(TimeOnly)] = text => TimeOnly.TryParse(text, Invariant, out var v) ? v : default,
    };

    public static object? Convert(string text, Type target)
    {
        if (Scalars.TryGetValue(target, out var parse))
            return parse(text);
        if (target.IsEnum)
            return Member(text, target);
        if (JsonValues.LooksLikeJson(text) && IsJsonTarget(target))
            return JsonValues.Parse(text, target, isText: true);
        return SequenceConversion.ElementType(target) is { } element
            ? SequenceConversion.FromPlainText(text, target, element)
            : ValueConversion.Default(target);
    }

    private static bool IsJsonTarget(Type target) =>
        SequenceConversion.IsStructured(target) || typeof(JsonNode).IsAssignableFrom(target)
        || target == typeof(JsonElement);

    private static object? Integer<T>(string text)
        where T : struct, INumber<T> =>
        string.IsNullOrWhiteSpace(text) ? null
        : T.TryParse(text, NumberStyles.Integer, Invariant, out var number) ? number
        : default(T);

    private static byte[]? Bytes(string text)
    {
        var bytes = new byte[text.Length];
        return System.Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private static object Member(string text, Type target) =>
        Enum.IsDefined(target, text)
            ? Enum.Parse(target, text)
            : throw new ConversionException(
                $"'{ValueText.Excerpt(text)}' is not a member of {target.Name}; allowed are "
                + $"{string.Join(", ", Enum.GetNames(target).Take(20))}.");
}
