using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Workflows;

/// <summary>A journal entry as it is stored and answered (S-20).</summary>
public sealed record JournalRecord(
    long Sequence,
    DateTimeOffset Timestamp,
    string EventName,
    string ActivityId,
    string ActivityNodeId,
    string ActivityType,
    string? ActivityName,
    string ActivityInstanceId,
    string? ParentActivityInstanceId,
    string? Message,
    JsonNode? Payload)
{
    /// <summary>The entries of one turn as the text of <see cref="JournalPage.Entries"/>.</summary>
    public static string Write(IReadOnlyList<JournalEntry> entries)
    {
        var records = new JournalRecord[entries.Count];
        for (var i = 0; i < records.Length; i++)
        {
            var e = entries[i];
            records[i] = new JournalRecord(
                e.Sequence, e.Timestamp, e.EventName, e.ActivityId, e.ActivityNodeId, e.ActivityType, e.ActivityName,
                e.ActivityInstanceId, e.ParentActivityInstanceId, e.Message, e.Payload);
        }

        return JsonSerializer.Serialize(records, JournalJson.Default.JournalRecordArray);
    }

    public static IReadOnlyList<JournalRecord> Read(string entries) =>
        JsonSerializer.Deserialize(entries, JournalJson.Default.JournalRecordArray)!;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalRecord[]))]
internal sealed partial class JournalJson : JsonSerializerContext;
