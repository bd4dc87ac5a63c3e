using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Conformance;

/// <summary>The journal of an example in short: <c>a+</c> Started, <c>a-</c> Completed, <c>a~</c> Suspended, <c>a&gt;</c> Resumed,
/// <c>ax</c> Canceled, <c>a!</c> Faulted, <c>|</c> between what two stimuli caused. Workflow nodes are left out.</summary>
internal static class ExampleTrace
{
    public const string Finished = "Finished/Finished";
    public const string Suspended = "Running/Suspended";

    /// <summary>Runs an example in turns as they come and in turns of one activity each, with the state stored after each turn, and
    /// compares each time the trace, what was printed, the status and the number of bookmarks at the end.</summary>
    /// <param name="events">Names of the events sent after the start, one after the other.</param>
    /// <param name="trigger">The activity that starts it, if any.</param>
    public static async Task<Runner> IsAsync(
        string trace,
        string printed,
        string status,
        JsonObject root,
        string[]? events = null,
        FlowchartMode mode = FlowchartMode.CounterBased,
        int bookmarks = 0,
        int n = 0,
        string? trigger = null,
        Activity[]? extra = null,
        JsonObject[]? variables = null,
        (string Name, JsonNode? Value)? option = null)
    {
        Runner? last = null;
        foreach (var limit in new[] { 1, 1_000 })
        {
            List<(string, JsonNode?)> members = [("variables", new JsonArray([Variable("n", "Int32", $"{n}"), .. (variables ?? []).Select(each => each.DeepClone())]))];
            if (option is { } given)
                members.Add((given.Name, given.Value?.DeepClone()));
            var runner = new Runner(Definition(root.DeepClone().AsObject(), members), extra, limit) { IsStoredBetweenTurns = true, DrainsTurns = true };
            var parts = new List<string>();
            await runner.GiveAsync(new Stimulus.Start(new Dictionary<string, object?>(), TriggerActivityId: trigger) { FlowchartMode = mode });
            parts.Add(Take(runner));
            foreach (var name in events ?? [])
            {
                await runner.EventAsync(name);
                parts.Add(Take(runner));
            }

            Assert.Equal((trace, printed), (string.Join(" | ", parts.Where(part => part.Length > 0)), runner.Printed));
            Assert.Equal((status, bookmarks), (runner.Status, runner.Bookmarks.Count));
            last = runner;
        }

        return last!;
    }

    private static string Take(Runner runner)
    {
        var text = string.Join(' ', runner.Journal.Where(entry => entry.Node.Type != "Elsa.Workflow").Select(Sign));
        runner.Journal.Clear();
        return text;
    }

    private static string Sign(JournalEntry entry) => entry.ActivityId + entry.EventName switch
    {
        JournalEvents.Started => "+",
        JournalEvents.Completed => "-",
        JournalEvents.Suspended => "~",
        JournalEvents.Resumed => ">",
        JournalEvents.Canceled => "x",
        JournalEvents.Faulted => "!",
        var other => "?" + other,
    };
}
