using System.Text;
using System.Text.Json.Nodes;

namespace CertWorkflows.Benchmarks.Fuzz;

/// <summary>Damages JSON: mostly by its structure, so that most results still parse, sometimes by its bytes.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<string> activityTypes)
{
    private const int MostMutations = 6;
    private const int PercentOfRawDamage = 10;

    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "NaN", "1e999", "true", "null", "[]", "{}", "Sequence1", "Done", "True", "In", "..", "\0", "\ud800", "汉字",
        "72:00:00", "2024-02-30", "Elsa.Nothing", "Object", "Int32", "List<Int32>", "JavaScript", "Liquid", "Literal", "Variable", "Input",
        "CSharp", "while(true){}", "return", "variables.I + ", "getInput('x')", "'x'.repeat(1e9)", "(function f(){f()})()", "/(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')",
        "{{ x | append: 'y' }}", "{% for i in (1..1000000) %}{{ i }}{% endfor %}", "{{", "{% if %}", new string('a', 5000), "*/1 * * * * *",
    ];

    /// <summary>A damaged copy; the same random numbers give the same damage.</summary>
    public string Mutate(string json)
    {
        if (random.Next(100) < PercentOfRawDamage)
        {
            return Damage(json);
        }

        var root = JsonNode.Parse(json)!;
        for (var left = random.Next(1, MostMutations + 1); left > 0; left--)
        {
            root = MutateOnce(root);
        }

        return root.ToJsonString();
    }

    private string Damage(string json)
    {
        var text = new StringBuilder(json);
        for (var left = random.Next(1, 4); left > 0 && text.Length > 1; left--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(3))
            {
                case 0: text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at)); break;
                case 1: text[at] = (char)random.Next(1, 128); break;
                default: text.Insert(at, json.AsSpan(random.Next(json.Length / 2), json.Length / 4)); break;
            }
        }

        return text.ToString();
    }

    private JsonNode MutateOnce(JsonNode root)
    {
        var places = new List<JsonNode>();
        Collect(root, places);
        var place = places[random.Next(places.Count)];
        var value = random.Next(3) == 0 ? places[random.Next(places.Count)].DeepClone() : Value();
        switch (place.Parent)
        {
            case JsonObject parent when random.Next(4) == 0:
                parent.Remove(place.GetPropertyName());
                break;
            case JsonObject parent when random.Next(8) == 0:
                parent[Text()] = value;
                break;
            case JsonObject parent:
                parent[place.GetPropertyName()] = place.GetPropertyName() == "type" && random.Next(2) == 0
                    ? JsonValue.Create(activityTypes[random.Next(activityTypes.Count)])
                    : value;
                break;
            case JsonArray parent when random.Next(3) == 0:
                parent.RemoveAt(place.GetElementIndex());
                break;
            case JsonArray parent when random.Next(3) == 0:
                parent.Add(place.DeepClone());
                break;
            case JsonArray parent:
                parent[place.GetElementIndex()] = value;
                break;
            default:
                break;
        }

        return root;
    }

    private JsonNode? Value() => random.Next(8) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonValue.Create(random.Next(-3, 4)),
        3 => JsonValue.Create(random.Next(2) == 0 ? long.MaxValue : double.MinValue),
        4 => new JsonArray(JsonValue.Create(Text()), null, new JsonObject()),
        5 => new JsonObject { [Text()] = Text(), ["type"] = activityTypes[random.Next(activityTypes.Count)] },
        _ => JsonValue.Create(Text()),
    };

    private string Text() => Texts[random.Next(Texts.Length)];

    private static void Collect(JsonNode node, List<JsonNode> places)
    {
        places.Add(node);
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children)
        {
            if (child is not null)
            {
                Collect(child, places);
            }
        }
    }
}
