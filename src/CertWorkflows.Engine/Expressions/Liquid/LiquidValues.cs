using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using DotLiquid;

namespace CertWorkflows.Engine.Expressions.Liquid;

/// <summary>Runtime values as templates see them, and back.</summary>
internal static class LiquidValues
{
    /// <summary>The names of E-22.</summary>
    public static Hash Scope(IExpressionScope scope) => new()
    {
        ["Variables"] = new LiquidNames(name => scope.TryGetVariable(name, out var value) ? (true, value) : default),
        ["Input"] = new LiquidNames(name => scope.Inputs.TryGetValue(name, out var value) ? (true, value) : default),
        ["CorrelationId"] = scope.CorrelationId,
        ["WorkflowDefinitionId"] = scope.DefinitionId,
        ["WorkflowDefinitionVersionId"] = scope.DefinitionVersionId,
        ["WorkflowDefinitionVersion"] = scope.DefinitionVersion,
        ["WorkflowInstanceId"] = scope.InstanceId,
    };

    public static object? ToLiquid(object? value) => value switch
    {
        null or string or bool or int or long or decimal or double => value,
        float or byte or sbyte or short or ushort or uint or ulong => ValueConversion.Convert(value, typeof(decimal)),
        DateTimeOffset => value,
        DateTime or DateOnly => ValueConversion.Convert(value, typeof(DateTimeOffset)),
        JsonElement element => ToLiquid(JsonValues.Natural(element)),
        JsonNode node => ToLiquid(JsonValues.Natural(JsonValues.Element(node))),
        byte[] => ValueText.Of(value),
        _ when SequenceConversion.Pairs(value) is { } pairs => new LiquidObject(pairs),
        IEnumerable items => items.Cast<object?>().Select(ToLiquid).ToList(),
        _ when SequenceConversion.IsStructured(value.GetType())
            => ToLiquid(ValueConversion.Convert(value, typeof(Dictionary<string, object?>))),
        _ => ValueText.Of(value),
    };

    public static object? FromLiquid(object? value) => value switch
    {
        LiquidObject entries => entries.ToDictionary(),
        string => value,
        IEnumerable items => items.Cast<object?>().Select(FromLiquid).ToList(),
        _ => value,
    };
}

/// <summary>Looks names up when a template asks.</summary>
internal sealed class LiquidNames(Func<string, (bool Found, object? Value)> find) : IIndexable, ILiquidizable
{
    public object? this[object key] => LiquidValues.ToLiquid(find(key.ToString()!).Value);

    public bool ContainsKey(object key) => find(key.ToString()!).Found;

    public object ToLiquid() => this;

    public override string ToString() => "";
}

/// <summary>An object: members by name, entries in a loop, empty as text (E-23).</summary>
internal sealed class LiquidObject(IEnumerable<KeyValuePair<string, object?>> pairs) : IIndexable, ILiquidizable, IEnumerable
{
    private readonly Dictionary<string, object?> _entries = pairs.ToDictionary(p => p.Key, p => p.Value);

    public object? this[object key] => _entries.TryGetValue(key.ToString()!, out var value)
        ? LiquidValues.ToLiquid(value)
        : null;

    public IReadOnlyCollection<string> Keys => _entries.Keys;

    public bool ContainsKey(object key) => _entries.ContainsKey(key.ToString()!);

    public Dictionary<string, object?> ToDictionary() => _entries;

    public IEnumerator GetEnumerator() => _entries.Select(e => new LiquidPair(e.Key, e.Value)).GetEnumerator();

    public object ToLiquid() => this;

    public override string ToString() => "";
}

/// <summary>An entry of an object in a loop: <c>pair[0]</c> is its name, <c>pair[1]</c> its value.</summary>
internal sealed class LiquidPair(string key, object? value) : IIndexable, ILiquidizable
{
    public object? this[object index] => index switch
    {
        0 or "key" or "first" => key,
        1 or "value" or "last" => LiquidValues.ToLiquid(value),
        _ => null,
    };

    public bool ContainsKey(object index) => index is 0 or 1 or "key" or "value" or "first" or "last";

    public object ToLiquid() => this;

    public override string ToString() => "";
}
