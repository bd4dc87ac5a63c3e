using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Execution;

/// <summary>The stored form of <see cref="InstanceState"/>, schema 1. What is empty or null is left out.</summary>
internal static class InstanceStateJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    public static string Write(InstanceState state)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Compact))
        {
            writer.WriteStartObject();
            WriteHead(writer, state);
            WriteArray(writer, "contexts", state.Contexts, WriteContext);
            WriteArray(writer, "queue", state.Queue, WriteItem);
            if (state.IsStarting)
                writer.WriteBoolean("isStarting", true);
            WriteNode(writer, "lastResult", state.LastResult);
            WriteArray(writer, "bookmarks", state.Bookmarks, WriteBookmark);
            WriteArray(writer, "incidents", state.Incidents, WriteIncident);
            WriteValues(writer, "input", state.Input);
            WriteValues(writer, "output", state.Output);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    public static InstanceState Read(string json)
    {
        try
        {
            var root = JsonNode.Parse(json, documentOptions: Deep)?.AsObject() ?? throw new FormatException("An instance state is a JSON object, found null.");
            var schema = (int?)root["schema"] ?? throw new FormatException("An instance state needs the member 'schema'.");
            if (schema is < 1 or > InstanceState.Schema)
            {
                throw new FormatException(
                    $"The instance state has schema {schema}; this program reads 1 to {InstanceState.Schema}. A newer program wrote it.");
            }

            return ReadHead(root);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new FormatException($"The text is no instance state: {exception.Message}", exception);
        }
    }

    private static void WriteHead(Utf8JsonWriter writer, InstanceState state)
    {
        writer.WriteNumber("schema", InstanceState.Schema);
        writer.WriteString("id", state.Id);
        writer.WriteString("definitionId", state.DefinitionId);
        writer.WriteString("definitionVersionId", state.DefinitionVersionId);
        writer.WriteNumber("definitionVersion", state.DefinitionVersion);
        writer.WriteString("subStatus", state.SubStatus.ToString());
        WriteText(writer, "correlationId", state.CorrelationId);
        WriteText(writer, "businessKey", state.BusinessKey);
        WriteText(writer, "name", state.Name);
        WriteText(writer, "triggerActivityId", state.TriggerActivityId);
        if (state.FlowchartMode != FlowchartMode.CounterBased)
            writer.WriteString("flowchartMode", state.FlowchartMode.ToString());
        WriteTime(writer, "createdAt", state.CreatedAt);
        WriteTime(writer, "updatedAt", state.UpdatedAt);
        WriteTime(writer, "finishedAt", state.FinishedAt);
        writer.WriteNumber("journalSequence", state.JournalSequence);
    }

    private static InstanceState ReadHead(JsonObject root) => new()
    {
        Id = Guid.Parse(Need(root, "id")),
        DefinitionId = Text(root, "definitionId") ?? "",
        DefinitionVersionId = Text(root, "definitionVersionId") ?? "",
        DefinitionVersion = (int?)root["definitionVersion"] ?? 1,
        SubStatus = Choice<WorkflowSubStatus>(root, "subStatus"),
        CorrelationId = Text(root, "correlationId"),
        BusinessKey = Text(root, "businessKey"),
        Name = Text(root, "name"),
        TriggerActivityId = Text(root, "triggerActivityId"),
        FlowchartMode = Text(root, "flowchartMode") is { } mode ? Enum.Parse<FlowchartMode>(mode) : FlowchartMode.CounterBased,
        CreatedAt = Time(root, "createdAt") ?? default,
        UpdatedAt = Time(root, "updatedAt") ?? default,
        FinishedAt = Time(root, "finishedAt"),
        JournalSequence = (long?)root["journalSequence"] ?? 0,
        Contexts = ReadArray(root, "contexts", ReadContext),
        Queue = ReadArray(root, "queue", ReadItem),
        IsStarting = (bool?)root["isStarting"] ?? false,
        LastResult = root["lastResult"],
        Bookmarks = ReadArray(root, "bookmarks", ReadBookmark),
        Incidents = ReadArray(root, "incidents", ReadIncident),
        Input = ReadValues(root, "input"),
        Output = ReadValues(root, "output"),
    };

    private static void WriteContext(Utf8JsonWriter writer, ContextState context)
    {
        writer.WriteString("id", context.Id);
        WriteText(writer, "parentId", context.ParentId);
        writer.WriteString("nodeId", context.NodeId);
        writer.WriteString("status", context.Status.ToString());
        WriteText(writer, "tag", context.Tag);
        WriteTime(writer, "startedAt", context.StartedAt);
        if (context.FaultCount != 0)
            writer.WriteNumber("faultCount", context.FaultCount);
        WriteValues(writer, "variables", context.Variables);
        WriteValues(writer, "dynamicVariables", context.DynamicVariables);
        WriteNode(writer, "properties", context.Properties);
        WriteValues(writer, "outputs", context.Outputs);
        WriteValues(writer, "inputs", context.Inputs);
    }

    private static ContextState ReadContext(JsonObject json) => new(
        Need(json, "id"),
        Text(json, "parentId"),
        Need(json, "nodeId"),
        Choice<ActivityStatus>(json, "status"),
        Text(json, "tag"),
        Time(json, "startedAt") ?? default,
        (int?)json["faultCount"] ?? 0,
        ReadValues(json, "variables"),
        ReadValues(json, "dynamicVariables"),
        json["properties"] as JsonObject)
    {
        Outputs = ReadOutputs(json),
        Inputs = ReadValues(json, "inputs"),
    };

    private static void WriteItem(Utf8JsonWriter writer, WorkItemState item)
    {
        writer.WriteString("nodeId", item.NodeId);
        WriteText(writer, "ownerId", item.OwnerId);
        WriteText(writer, "contextId", item.ContextId);
        WriteText(writer, "tag", item.Tag);
        WriteText(writer, "bookmarkId", item.BookmarkId?.ToString("D"));
        WriteValues(writer, "variables", item.Variables);
    }

    private static WorkItemState ReadItem(JsonObject json) => new(
        Need(json, "nodeId"),
        Text(json, "ownerId"),
        Text(json, "contextId"),
        Text(json, "tag"),
        Text(json, "bookmarkId") is { } bookmark ? Guid.Parse(bookmark) : null,
        ReadValues(json, "variables"));

    private static void WriteBookmark(Utf8JsonWriter writer, Bookmark bookmark)
    {
        writer.WriteString("id", bookmark.Id);
        writer.WriteString("name", bookmark.Name);
        writer.WriteString("hash", bookmark.Hash);
        writer.WriteString("nodeId", bookmark.NodeId);
        writer.WriteString("activityId", bookmark.ActivityId);
        writer.WriteString("contextId", bookmark.ContextId);
        WriteTime(writer, "createdAt", bookmark.CreatedAt);
        WriteTime(writer, "dueAt", bookmark.DueAt);
        if (!bookmark.AutoBurn)
            writer.WriteBoolean("autoBurn", false);
        WriteNode(writer, "payload", bookmark.Payload);
        WriteText(writer, "tag", bookmark.Tag);
    }

    private static Bookmark ReadBookmark(JsonObject json) => new()
    {
        Id = Guid.Parse(Need(json, "id")),
        Name = Need(json, "name"),
        Hash = Need(json, "hash"),
        NodeId = Need(json, "nodeId"),
        ActivityId = Need(json, "activityId"),
        ContextId = Need(json, "contextId"),
        CreatedAt = Time(json, "createdAt") ?? default,
        DueAt = Time(json, "dueAt"),
        AutoBurn = (bool?)json["autoBurn"] ?? true,
        Payload = json["payload"] as JsonObject,
        Tag = Text(json, "tag"),
    };

    private static void WriteIncident(Utf8JsonWriter writer, Incident incident)
    {
        writer.WriteString("activityId", incident.ActivityId);
        writer.WriteString("activityNodeId", incident.ActivityNodeId);
        writer.WriteString("activityInstanceId", incident.ActivityInstanceId);
        writer.WriteString("activityType", incident.ActivityType);
        writer.WriteString("message", incident.Message);
        WriteNode(writer, "exception", FailureJson.Write(incident.Exception));
        WriteTime(writer, "timestamp", incident.Timestamp);
    }

    private static Incident ReadIncident(JsonObject json) => new(
        Need(json, "activityId"),
        Need(json, "activityNodeId"),
        Need(json, "activityInstanceId"),
        Need(json, "activityType"),
        Need(json, "message"),
        FailureJson.Read(json["exception"]?.AsObject() ?? throw Missing("exception")),
        Time(json, "timestamp") ?? default);

    private static void WriteArray<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static IReadOnlyList<T> ReadArray<T>(JsonObject json, string name, Func<JsonObject, T> read)
        => json[name] is JsonArray array ? [.. array.Select(item => read(item?.AsObject() ?? throw new FormatException($"An item of '{name}' is null.")))] : [];

    private static void WriteValues(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, JsonNode?> values)
    {
        if (values.Count == 0)
            return;
        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            writer.WritePropertyName(key);
            if (value is null)
                writer.WriteNullValue();
            else
                value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static Dictionary<string, JsonNode?> ReadValues(JsonObject json, string name)
        => json[name] is JsonObject values ? values.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal) : [];

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, text);
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } value)
            writer.WriteString(name, value.ToString("O", CultureInfo.InvariantCulture));
    }

    private static void WriteNode(Utf8JsonWriter writer, string name, JsonNode? node)
    {
        if (node is null)
            return;
        writer.WritePropertyName(name);
        node.WriteTo(writer);
    }

    private static string? Text(JsonObject json, string name) => (string?)json[name];

    private static string Need(JsonObject json, string name) => Text(json, name) ?? throw Missing(name);

    private static T Choice<T>(JsonObject json, string name)
        where T : struct, Enum
        => Enum.TryParse<T>(Need(json, name), out var value) && Enum.IsDefined(value)
            ? value
            : throw new FormatException($"'{name}' is '{Text(json, name)}'; allowed are {string.Join(", ", Enum.GetNames<T>())}.");

    /// <summary>Keyed by activity and output, joined with a colon.</summary>
    private static Dictionary<string, JsonNode?> ReadOutputs(JsonObject json)
    {
        var outputs = ReadValues(json, "outputs");
        return outputs.Keys.FirstOrDefault(key => !key.Contains(':', StringComparison.Ordinal)) is { } odd
            ? throw new FormatException($"The output '{odd}' names no activity.")
            : outputs;
    }

    private static FormatException Missing(string name) => new($"The member '{name}' is missing.");

    private static DateTimeOffset? Time(JsonObject json, string name)
        => Text(json, name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) : null;
}
