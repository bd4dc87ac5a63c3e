using System.Globalization;
using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Typed access to a definition's top-level members; notes each member of a wrong kind.</summary>
internal sealed class DefinitionForm(JsonObject source, List<DefinitionProblem> problems)
{
    public delegate T? ReadItem<T>(JsonObject json, string path, List<DefinitionProblem> problems)
        where T : class;

    public string? Text(string name) => Value<string>(name, "a text");

    public int? Number(string name) => ActivityJson.Member(source, name) is null ? null : Value<int>(name, "a whole number");

    public bool? Flag(string name) => ActivityJson.Member(source, name) is null ? null : Value<bool>(name, "true or false");

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        problems.Add(new DefinitionProblem("wrong-kind", $"$.{name}", $"Expected a date and time, found '{text}'."));
        return null;
    }

    public JsonObject? Object(string name)
    {
        var member = ActivityJson.Member(source, name);
        if (member is not null and not JsonObject)
            WrongKind(name, "an object", member);
        return member as JsonObject;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var (item, path) in Elements(name))
        {
            if (ActivityJson.AsText(item) is { } text)
                texts.Add(text);
            else
                problems.Add(new DefinitionProblem("wrong-kind", path, "Expected a text."));
        }

        return texts;
    }

    public IReadOnlyList<T> Items<T>(string name, ReadItem<T> read)
        where T : class
    {
        var items = new List<T>();
        foreach (var (item, path) in Elements(name))
        {
            if (item is not JsonObject json)
                problems.Add(new DefinitionProblem("wrong-kind", path, "Expected an object."));
            else if (read(json, path, problems) is { } value)
                items.Add(value);
        }

        return items;
    }

    private IEnumerable<(JsonNode? Item, string Path)> Elements(string name)
    {
        var member = ActivityJson.Member(source, name);
        if (member is null)
            return [];
        if (ActivityJson.Items(member) is { } items)
            return items.Select((item, index) => (item, $"$.{name}[{index}]"));
        WrongKind(name, "an array", member);
        return [];
    }

    private T? Value<T>(string name, string expected)
    {
        var member = ActivityJson.Member(source, name);
        if (member is null)
            return default;
        if (member is JsonValue value && value.TryGetValue<T>(out var result))
            return result;
        WrongKind(name, expected, member);
        return default;
    }

    private void WrongKind(string name, string expected, JsonNode found)
        => problems.Add(new DefinitionProblem(
            "wrong-kind", $"$.{name}", $"Expected {expected}, found {found.GetValueKind().ToString().ToLowerInvariant()}."));
}
