using System.Globalization;
using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Gives every activity of a definition its id and node id (D-7). Ids given stay; node ids are always worked out anew.</summary>
internal static class ActivityIds
{
    /// <summary>The workflow node's id where no other workflow is embedded.</summary>
    public const string Workflow = "Workflow1";

    public static string WorkflowId(int number) => "Workflow" + number.ToString(CultureInfo.InvariantCulture);

    /// <param name="root">The root activity, to be changed.</param>
    /// <param name="workflow">Id of the workflow node above it.</param>
    public static void Assign(JsonObject root, string workflow)
    {
        var used = new HashSet<string>(StringComparer.Ordinal) { Workflow };
        Collect(root, used);
        Assign(root, workflow, used, new Dictionary<string, int>(StringComparer.Ordinal));
    }

    private static void Collect(JsonObject activity, HashSet<string> used)
    {
        if (ActivityJson.Text(activity, "id") is { Length: > 0 } id)
            used.Add(id);
        foreach (var (_, _, child) in ActivityJson.Children(activity))
            Collect(child, used);
    }

    private static void Assign(JsonObject activity, string parent, HashSet<string> used, Dictionary<string, int> counters)
    {
        if (ActivityJson.Text(activity, "id") is not { Length: > 0 } id)
        {
            id = Next(ActivityJson.Text(activity, "type") ?? "Activity", used, counters);
            ActivityJson.Set(activity, "id", id);
        }

        var nodeId = $"{parent}:{id}";
        ActivityJson.Set(activity, "nodeId", nodeId);
        foreach (var (_, _, child) in ActivityJson.Children(activity).ToList())
            Assign(child, nodeId, used, counters);
    }

    private static string Next(string type, HashSet<string> used, Dictionary<string, int> counters)
    {
        var prefix = type[(type.LastIndexOf('.') + 1)..];
        var number = counters.GetValueOrDefault(prefix);
        string id;
        do
        {
            number++;
            id = prefix + number.ToString(CultureInfo.InvariantCulture);
        }
        while (!used.Add(id));
        counters[prefix] = number;
        return id;
    }
}
