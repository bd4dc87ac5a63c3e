using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>What makes one version of a definition another: what runs, apart from where it is drawn.</summary>
/// <param name="Activities">Activities that came, went, moved or changed, in the order of the newer version, then of the older one.</param>
/// <param name="Connections">Connections that came or went.</param>
/// <param name="Members">Members of the definition itself: name, variables, inputs, outputs, outcomes, options.</param>
/// <param name="Layout">Ids of activities that are only drawn differently: position, size, bends of connections.</param>
public sealed record DefinitionDiff(
    IReadOnlyList<ActivityChange> Activities,
    IReadOnlyList<ConnectionChange> Connections,
    IReadOnlyList<MemberChange> Members,
    IReadOnlyList<string> Layout)
{
    /// <summary>Compares two versions. An activity is the same where it has the same id.</summary>
    public static DefinitionDiff Between(WorkflowDefinition from, WorkflowDefinition to)
    {
        var (older, newer) = (Places(from), Places(to));
        var activities = new List<ActivityChange>();
        var connections = new List<ConnectionChange>();
        var layout = new List<string>();
        foreach (var (id, place) in newer)
        {
            if (!older.TryGetValue(id, out var before))
            {
                activities.Add(place.Change(ActivityChangeKind.Added, null, place.Container, []));
                connections.AddRange(place.Connections.Select(connection => connection with { IsAdded = true }));
                continue;
            }

            var changed = ActivityMembers.Compare(before.Activity, place.Activity);
            if (before.Type != place.Type)
                changed = [new MemberChange("type", before.Type, place.Type), .. changed];
            var isMoved = before.Container != place.Container || before.Slot != place.Slot;
            if (isMoved)
                activities.Add(place.Change(ActivityChangeKind.Moved, before.Container, place.Container, []));
            if (changed.Count > 0)
                activities.Add(place.Change(ActivityChangeKind.Changed, before.Container, place.Container, changed));
            connections.AddRange(place.Connections.Except(before.Connections).Select(connection => connection with { IsAdded = true }));
            connections.AddRange(before.Connections.Except(place.Connections));
            if (!isMoved && changed.Count == 0 && ActivityMembers.IsDrawnDifferently(before.Activity, place.Activity))
                layout.Add(id);
        }

        foreach (var place in older.Where(pair => !newer.ContainsKey(pair.Key)).Select(pair => pair.Value))
        {
            activities.Add(place.Change(ActivityChangeKind.Removed, place.Container, null, []));
            connections.AddRange(place.Connections);
        }

        return new DefinitionDiff(activities, connections, DefinitionMembers.Compare(from.Source, to.Source), layout);
    }

    private static Dictionary<string, ActivityPlace> Places(WorkflowDefinition definition)
    {
        var places = new Dictionary<string, ActivityPlace>(StringComparer.Ordinal);
        Add(definition.Root, "root", null);
        return places;

        void Add(JsonObject activity, string slot, string? container)
        {
            var id = ActivityJson.Text(activity, "id") ?? "";

            // ids are unique in a container only: the second of the name is told by its node id
            var key = places.ContainsKey(id) ? ActivityJson.Text(activity, "nodeId") ?? id : id;
            places[key] = new ActivityPlace(key, activity, slot, container);
            foreach (var (inside, _, child) in ActivityJson.Children(activity))
                Add(child, inside, key);
        }
    }

    private sealed record ActivityPlace(string Id, JsonObject Activity, string Slot, string? Container)
    {
        public string Type => ActivityJson.Text(Activity, "type") ?? "";

        public IReadOnlyList<ConnectionChange> Connections { get; } =
        [
            .. ConnectionReader.Read(Activity).Distinct()
                .Select(connection => new ConnectionChange(false, Id, connection.Source, connection.Port ?? "Done", connection.Target)),
        ];

        public ActivityChange Change(ActivityChangeKind kind, string? from, string? to, IReadOnlyList<MemberChange> members)
            => new(kind, Id, Type, ActivityJson.Text(Activity, "name"), from, to, members);
    }
}

/// <summary>An activity that is not as it was.</summary>
/// <param name="Kind">In which way; one that moved and changed is told twice.</param>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type in the newer version that has it.</param>
/// <param name="Name">Its name there, if any.</param>
/// <param name="FromContainer">Id of the activity that it was in; <see langword="null"/> for none.</param>
/// <param name="ToContainer">Id of the activity that it is in; <see langword="null"/> for none.</param>
/// <param name="Members">What changed: inputs, outputs, type and other members.</param>
public sealed record ActivityChange(
    ActivityChangeKind Kind, string Id, string Type, string? Name, string? FromContainer, string? ToContainer, IReadOnlyList<MemberChange> Members);

/// <summary>Ways in which an activity changes.</summary>
public enum ActivityChangeKind
{
    /// <summary>It came.</summary>
    Added,

    /// <summary>It went.</summary>
    Removed,

    /// <summary>It is in another container, or in another slot of its own.</summary>
    Moved,

    /// <summary>Its members are not what they were.</summary>
    Changed,
}

/// <summary>A connection that came or went.</summary>
/// <param name="IsAdded">Whether it came.</param>
/// <param name="Container">Id of the flowchart.</param>
/// <param name="Source">Id of the activity that it leaves.</param>
/// <param name="Port">The outcome.</param>
/// <param name="Target">Id of the activity that it leads to.</param>
public sealed record ConnectionChange(bool IsAdded, string Container, string Source, string Port, string Target);

/// <summary>A member with another value.</summary>
/// <param name="Name">The member, e.g. <c>text</c> or <c>variables.Amount</c>.</param>
/// <param name="From">The older value; <see langword="null"/> for none.</param>
/// <param name="To">The newer value; <see langword="null"/> for none.</param>
public sealed record MemberChange(string Name, JsonNode? From, JsonNode? To);
