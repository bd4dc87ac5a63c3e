using System.Text.Json;
using CertWorkflows.Client;

namespace CertWorkflows.Server.Exports;

/// <summary>The columns of a list's items: their members under the names that the API has for them; money has two columns, its amount and its currency.</summary>
internal static class CsvColumns<T>
{
    private static readonly (string Name, bool Money)[] Members =
        [.. ApiJson.Options.GetTypeInfo(typeof(T)).Properties.Select(member => (member.Name, member.PropertyType == typeof(MoneyDto)))];

    public static IEnumerable<string> Names =>
        Members.SelectMany(member => member.Money ? [member.Name, $"{member.Name}Currency"] : new[] { member.Name });

    public static IEnumerable<string> CellsOf(T item)
    {
        var json = JsonSerializer.SerializeToElement(item, ApiJson.Options);
        return Members.SelectMany(member => (member.Money, Found: json.TryGetProperty(member.Name, out var value)) switch
        {
            (true, true) when value.ValueKind == JsonValueKind.Object =>
                [value.GetProperty("amount").GetString()!, value.GetProperty("currency").GetString()!],
            (true, _) => ["", ""],
            (false, true) => new[] { Text(value) },
            _ => [""],
        });
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(Text)),
        JsonValueKind.Object => string.Join(" ", value.EnumerateObject().Select(member => Text(member.Value)).Where(text => text.Length > 0)),
        _ => value.GetRawText(),
    };
}
