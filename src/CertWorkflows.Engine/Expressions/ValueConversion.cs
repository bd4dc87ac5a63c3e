using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Expressions;

/// <summary>The one routine that converts values everywhere: inputs, variables, outputs, payloads (E-25, E-26).</summary>
public static class ValueConversion
{
    /// <summary>Converts a value to a type of the definition format.</summary>
    /// <returns>The converted value; null for null; the type's default for what does not convert.</returns>
    /// <exception cref="ConversionException">Only where E-25 says "error".</exception>
    public static object? Convert(object? value, TypeRef target) => Convert(value, target.ClrType);

    /// <summary>Converts a value to a .NET type; a nullable type counts as its inner type.</summary>
    /// <returns>The converted value; null for null; the type's default for what does not convert.</returns>
    /// <exception cref="ConversionException">Only where E-25 says "error".</exception>
    public static object? Convert(object? value, Type target)
    {
        target = Nullable.GetUnderlyingType(target) ?? target;
        if (value is null || target.IsInstanceOfType(value))
            return value;
        return value switch
        {
            string text => TextConversion.Convert(text, target),
            char letter => TextConversion.Convert(letter.ToString(), target),
            JsonElement element => FromJson(element, target),
            JsonNode node => FromJson(JsonValues.Element(node), target),
            _ => FromValue(value, target),
        };
    }

    /// <summary>What a failed conversion yields (E-26): 0, false, an all-zero id, … or null.</summary>
    internal static object? Default(Type target) =>
        target.IsValueType ? RuntimeHelpers.GetUninitializedObject(target) : null;

    private static object? FromJson(JsonElement element, Type target)
    {
        if (typeof(JsonNode).IsAssignableFrom(target) || target == typeof(JsonElement))
            return JsonValues.Parse(element.GetRawText(), target, isText: false);
        return element.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.Object or JsonValueKind.Array when target == typeof(string) => element.GetRawText(),
            JsonValueKind.Object or JsonValueKind.Array when SequenceConversion.IsStructured(target)
                => JsonValues.Parse(element.GetRawText(), target, isText: false),
            JsonValueKind.Object or JsonValueKind.Array => Default(target),
            _ => Convert(JsonValues.Natural(element), target),
        };
    }

    private static object? FromValue(object value, Type target)
    {
        if (target == typeof(string))
            return ValueText.Of(value);
        if (DateConversion.TryConvert(value, target, out var date))
            return date;
        if (target.IsEnum)
            return ToEnum(value, target);
        if (value is BigInteger big)
            return target == typeof(bool) ? !big.IsZero : FromValue((double)big, target);
        if (typeof(JsonNode).IsAssignableFrom(target) || target == typeof(JsonElement))
            return JsonValues.Parse(JsonValues.Text(value), target, isText: false);
        if (value is IEnumerable or not IConvertible && SequenceConversion.IsStructured(target))
            return SequenceConversion.Convert(value, target) ?? Default(target);
        if (target == typeof(BigInteger))
            return ToBigInteger(value);
        return FromSystem(value, target);
    }

    private static object? ToEnum(object value, Type target)
    {
        var number = FromSystem(value, typeof(long));
        return value is IConvertible && number is long whole ? Enum.ToObject(target, whole) : Default(target);
    }

    private static BigInteger ToBigInteger(object value) =>
        value is decimal exact ? new BigInteger(Math.Round(exact, MidpointRounding.ToEven))
        : FromSystem(value, typeof(double)) is double number && double.IsFinite(number)
            ? new BigInteger(Math.Round(number, MidpointRounding.ToEven))
            : BigInteger.Zero;

    /// <summary>.NET's own conversion: rounds half to even; a format, cast or range failure is the default (E-26).</summary>
    private static object? FromSystem(object value, Type target)
    {
        if (value is not IConvertible)
            return Default(target);
        try
        {
            return System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            return Default(target);
        }
    }
}
