using System.Collections;

namespace CertWorkflows.Engine.Expressions;

/// <summary>Conversions to lists, arrays, sets, dictionaries and classes (E-25).</summary>
internal static class SequenceConversion
{
    /// <summary>Whether values of the type have inner values: not a scalar, not bytes, not a stream.</summary>
    public static bool IsStructured(Type type) =>
        ElementType(type) is not null || IsDictionary(type)
        || (type.IsClass && type != typeof(string) && type != typeof(Uri) && type != typeof(byte[])
            && !typeof(Stream).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type)
            && !type.IsAbstract && !typeof(Type).IsAssignableFrom(type));

    /// <summary>The element type of a list, array or set; null for every other type.</summary>
    public static Type? ElementType(Type type)
    {
        if (type.IsArray)
            return type.GetArrayRank() == 1 ? type.GetElementType() : null;
        if (!type.IsGenericType || type.GetGenericArguments() is not [var element])
            return null;
        return typeof(IEnumerable).IsAssignableFrom(type)
            && (type.IsAssignableFrom(typeof(List<>).MakeGenericType(element))
                || type.IsAssignableFrom(typeof(HashSet<>).MakeGenericType(element)))
            ? element
            : null;
    }

    public static object? Convert(object value, Type target)
    {
        if (ElementType(target) is { } element)
            return value is IEnumerable items and not IDictionary and not IDictionary<string, object?>
                ? Build(target, element, items)
                : null;
        if (IsDictionary(target) && Pairs(value) is { } pairs)
            return Copy(pairs, target);
        return value is IEnumerable and not IDictionary and not IDictionary<string, object?>
            ? null
            : JsonValues.Parse(JsonValues.Text(value), target, isText: false);
    }

    /// <summary>One text for a list of texts; its characters for a list of anything (a quirk that is kept).</summary>
    public static object? FromPlainText(string text, Type target, Type element) =>
        element == typeof(string) ? Build(target, element, new[] { text })
        : element == typeof(object) ? Build(target, element, text.Select(letter => letter.ToString()))
        : null;

    /// <summary>The entries of any dictionary with text keys; null for other values.</summary>
    public static IEnumerable<KeyValuePair<string, object?>>? Pairs(object value) => value switch
    {
        IEnumerable<KeyValuePair<string, object?>> pairs => pairs,
        IDictionary dictionary => Entries(dictionary),
        _ => null,
    };

    private static IEnumerable<KeyValuePair<string, object?>> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
            yield return new(ValueText.Of(entry.Key), entry.Value);
    }

    private static bool IsDictionary(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>)
        && type.GetGenericArguments()[0] == typeof(string);

    private static object Copy(IEnumerable<KeyValuePair<string, object?>> pairs, Type target)
    {
        var valueType = target.GetGenericArguments()[1];
        var copy = (IDictionary)Activator.CreateInstance(target)!;
        foreach (var (key, value) in pairs)
            copy[key] = Item(value, valueType);
        return copy;
    }

    private static object Build(Type target, Type element, IEnumerable items)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        foreach (var item in items)
            list.Add(Item(item, element));
        if (target.IsArray)
        {
            var array = Array.CreateInstance(element, list.Count);
            list.CopyTo(array, 0);
            return array;
        }

        return target.IsInstanceOfType(list)
            ? list
            : Activator.CreateInstance(typeof(HashSet<>).MakeGenericType(element), list)!;
    }

    private static object? Item(object? item, Type element) =>
        ValueConversion.Convert(item, element)
        ?? (Nullable.GetUnderlyingType(element) is null ? ValueConversion.Default(element) : null);
}
