using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;
using JintEngine = Jint.Engine;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>
/// Values into one engine and out of it (E-12, E-13). Lists and objects are copied; a copy that the script has not
/// changed comes back as the very value it was made from, so that reading loses neither types nor digits.
/// </summary>
internal sealed class ScriptValues(JintEngine engine, ExpressionLimits limits)
{
    private const int MaxDepth = 100;
    private readonly Dictionary<ObjectInstance, object> _origins = new(ReferenceEqualityComparer.Instance);

    public JsValue ToScript(object? value) => value switch
    {
        null => JsValue.Null,
        JsValue already => already,
        string text => new JsString(text),
        char letter => new JsString(letter.ToString()),
        bool flag => flag ? JsBoolean.True : JsBoolean.False,
        int number => JsNumber.Create(number),
        BigInteger number => JsNumber.Create((double)number),
        byte or sbyte or short or ushort or uint or long or ulong or float or double or decimal
            => JsNumber.Create(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        DateTime date => Remember(Date(date), value),
        JsonElement element => ToScript(JsonValues.Natural(element)),
        JsonValue node => ToScript(JsonValues.Natural(JsonValues.Element(node))),
        JsonObject node => Remember(Object(node.Select(p => new KeyValuePair<string, object?>(p.Key, p.Value))), node),
        byte[] bytes => engine.Intrinsics.ArrayBuffer.Construct(bytes),
        _ when SequenceConversion.Pairs(value) is { } pairs => Remember(Object(pairs), value),
        IEnumerable items => Remember(Array(items), value),
        Enum member => new JsString(member.ToString()),
        _ => ObjectWrapper.Create(engine, value),
    };

    /// <summary>The .NET value of a script's value.</summary>
    /// <exception cref="ExpressionException">It is too large, too deep, or refers to itself.</exception>
    public object? FromScript(JsValue value)
    {
        var budget = (long)limits.MaxOutputCharacters;
        return FromScript(value, 0, ref budget);
    }

    /// <summary>Whether a value in the script is still what was handed in.</summary>
    public bool IsUnchanged(JsValue value, object? original, int depth = 0)
    {
        if (depth > MaxDepth)
            return false;
        return original switch
        {
            null => value.IsNull(),
            DateTime date => value is JsDate now && now.DateValue.Equals(Date(date).DateValue),
            byte[] => false,
            JsonObject node => value is JsObject entries && Same(
                entries, node.Select(p => new KeyValuePair<string, object?>(p.Key, p.Value)), depth),
            JsonElement element => IsUnchanged(value, JsonValues.Natural(element), depth),
            JsonValue node => IsUnchanged(value, JsonValues.Natural(JsonValues.Element(node)), depth),
            string or char or bool => !value.IsObject() && ToScript(original).Equals(value),
            _ when value.IsNumber() =>
                ToScript(original) is JsNumber number && number.AsNumber().Equals(value.AsNumber()),
            _ when SequenceConversion.Pairs(original) is { } pairs =>
                value is JsObject entries && Same(entries, pairs, depth),
            IEnumerable items => value is JsArray array && Same(array, items, depth),
            _ => value is ObjectWrapper wrapper && wrapper.Target.Equals(original),
        };
    }

    private object? FromScript(JsValue value, int depth, ref long budget)
    {
        if (--budget < 0)
            throw ScriptFailure.Of($"The script's value is larger than {limits.MaxOutputCharacters} characters.");
        if (depth > MaxDepth)
            throw ScriptFailure.Of($"The script's value is nested deeper than {MaxDepth} levels or contains itself.");
        if (value is JsString text)
        {
            budget -= text.Length;
            return budget < 0 ? FromScript(JsValue.Null, depth, ref budget) : text.ToString();
        }

        if (!value.IsObject())
            return Primitive(value);
        var instance = value.AsObject();
        return _origins.TryGetValue(instance, out var original) && IsUnchanged(value, original)
            ? original
            : FromObject(instance, depth, ref budget);
    }

    private static object? Primitive(JsValue value) =>
        value.IsNull() || value.IsUndefined() || value.IsSymbol() ? null
        : value.IsBoolean() ? value.AsBoolean()
        : value.IsNumber() ? value.AsNumber()
        : value.ToObject();

    private object? FromObject(ObjectInstance value, int depth, ref long budget)
    {
        switch (value)
        {
            case ObjectWrapper wrapper:
                return wrapper.Target;
            case JsDate date:
                return double.IsFinite(date.DateValue) ? date.ToDateTime().ToUniversalTime() : null;
            case JsArray array:
                var items = new object?[array.Length];
                for (uint i = 0; i < items.Length; i++)
                    items[i] = FromScript(array[i], depth + 1, ref budget);
                return items;
            case JsRegExp or Jint.Native.Error.ErrorInstance:
                return FromScript(new JsString(value.ToString()), depth, ref budget);
            case Jint.Native.Function.Function:
                return null;
        }

        if (value.IsArrayBuffer() || value is JsTypedArray)
            return Charge(value.ToObject(), ref budget);
        return Entries(value, depth, ref budget);
    }

    private object? Charge(object? bytes, ref long budget)
    {
        budget -= (bytes as byte[])?.Length ?? 0;
        return budget < 0 ? FromScript(JsValue.Null, 0, ref budget) : bytes;
    }

    private Dictionary<string, object?> Entries(ObjectInstance value, int depth, ref long budget)
    {
        var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var key in value.GetOwnPropertyKeys(Types.String))
        {
            if (!value.GetOwnProperty(key).Enumerable)
                continue;
            var item = value.Get(key);
            if (item is not Jint.Native.Function.Function)
                entries[key.ToString()] = FromScript(item, depth + 1, ref budget);
        }

        return entries;
    }

    private bool Same(ObjectInstance value, IEnumerable<KeyValuePair<string, object?>> pairs, int depth)
    {
        var count = 0;
        foreach (var (key, item) in pairs)
        {
            count++;
            if (value.GetOwnProperty(key).Value is not { } now || !IsUnchanged(now, item, depth + 1))
                return false;
        }

        return value.GetOwnPropertyKeys(Types.String).Count == count;
    }

    private bool Same(JsArray array, IEnumerable items, int depth)
    {
        uint index = 0;
        foreach (var item in items)
        {
            if (index >= array.Length || !IsUnchanged(array[index++], item, depth + 1))
                return false;
        }

        return index == array.Length;
    }

    private JsDate Date(DateTime date) =>
        (JsDate)JsValue.FromObject(
            engine,
            date.Kind == DateTimeKind.Local ? date.ToUniversalTime() : DateTime.SpecifyKind(date, DateTimeKind.Utc));

    private JsObject Object(IEnumerable<KeyValuePair<string, object?>> pairs)
    {
        var entries = new JsObject(engine);
        foreach (var (key, value) in pairs)
            entries.FastSetDataProperty(key, ToScript(value));
        return entries;
    }

    private JsArray Array(IEnumerable items) =>
        new(engine, [.. items.Cast<object?>().Take(limits.MaxArrayLength + 1).Select(ToScript)]);

    private T Remember<T>(T instance, object original)
        where T : ObjectInstance
    {
        _origins[instance] = original;
        return instance;
    }
}
