using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Server.Tests.Api;
using CertWorkflows.Server.Tests.Architecture;

namespace CertWorkflows.Server.Tests.Studio;

/// <summary>
/// One call of the genuine Studio with the answer that it worked with, recorded against a stub of our own. What Studio reads of an answer is
/// its shape: an answer fits where it has every recorded member, of the recorded kind.
/// </summary>
internal sealed class Recording
{
    // inside these the recorded names are the stub's own data
    private static readonly HashSet<string> Free = new(StringComparer.Ordinal)
    {
        "root", "activity", "customProperties", "constructionProperties", "metadata", "properties", "payload", "input", "output", "activityState",
        "outputs", "value", "defaultValue", "uiSpecifications", "options",
    };

    private readonly JsonObject _json;

    private Recording(JsonObject json) => _json = json;

    /// <summary>The body that Studio sent; the test may change it.</summary>
    public JsonObject Body => _json["request"]!["body"]!.AsObject();

    public JsonNode Answer => _json["response"]!["body"]!;

    public static Recording Of(string number)
    {
        var folder = Path.Combine(Repository.Root, "tests", "CertWorkflows.Server.Tests", "Studio", "recordings");
        var file = Directory.EnumerateFiles(folder, $"{number}-*.json").Single();
        return new Recording(JsonNode.Parse(File.ReadAllText(file))!.AsObject());
    }

    /// <summary>Fails unless the answer is a success with the recorded shape.</summary>
    public JsonNode Fits(Answer answer)
    {
        Assert.True(answer.Status is 200, $"{answer.Status}: {answer.Body?.ToJsonString()}");
        List<string> differences = [.. Differences(Answer, answer.Body, "$")];
        Assert.Empty(differences);
        return answer.Body!;
    }

    internal static IEnumerable<string> Differences(JsonNode? recorded, JsonNode? found, string path)
    {
        if (recorded is null)
        {
            return []; // Studio takes this member for one that may be missing
        }

        if (Kind(recorded) != Kind(found))
        {
            return [$"{path}: {Kind(recorded)} is recorded, {Kind(found)} was found"];
        }

        return recorded switch
        {
            JsonObject wanted => wanted.SelectMany(member => Member(wanted, found!.AsObject(), member.Key, path)),
            JsonArray { Count: > 0 } wanted => found!.AsArray().SelectMany((item, index) => Differences(wanted[0], item, $"{path}[{index}]")),
            JsonValue when IsInstant(recorded) && !IsInstant(found!) => [$"{path}: an instant is recorded, '{found}' was found"],
            _ => [],
        };
    }

    private static IEnumerable<string> Member(JsonObject recorded, JsonObject found, string name, string path)
    {
        if (!found.ContainsKey(name))
        {
            return recorded[name] is null ? [] : [$"{path}.{name} is missing"];
        }

        // a member that is null in one recorded item is a text in another
        return Free.Contains(name) || (found[name] is null && IsText(recorded[name]) && Nullable.Contains(name))
            ? []
            : Differences(recorded[name], found[name], $"{path}.{name}");
    }

    private static readonly HashSet<string> Nullable = new(StringComparer.Ordinal)
    {
        "correlationId", "finishedAt", "completedAt", "description", "source", "schedulingActivityExecutionId", "parentActivityInstanceId", "activityName",
        "stackTrace", "toolVersion", "storageDriverTypeName",
    };

    private static bool IsText(JsonNode? node) => Kind(node) == "text";

    private static bool IsInstant(JsonNode node) =>
        node.GetValueKind() == JsonValueKind.String
        && node.GetValue<string>().Length >= 20
        && DateTimeOffset.TryParse(node.GetValue<string>(), CultureInfo.InvariantCulture, out _);

    private static string Kind(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.String => "text",
        JsonValueKind.True or JsonValueKind.False => "flag",
        JsonValueKind.Number => "number",
        JsonValueKind.Array => "list",
        _ => "object",
    };
}
