using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using FsCheck.Xunit;

namespace CertWorkflows.Engine.Tests.Execution;

/// <summary>What an instance does must not depend on when it was stored.</summary>
public sealed class StepwiseProperties
{
    [Property(MaxTest = 300)]
    [Trait("Elsa", "X-4")]
    public async Task Run_WhenStoredAfterEveryTurn_EqualsTheRunInMemory(int seed, int choices)
    {
        var program = RandomProgram.Of(seed);
        var straight = new Runner(program.Definition, RandomProgram.Activities, flowcharts: program.Mode);
        var stored = new Runner(program.Definition, RandomProgram.Activities, flowcharts: program.Mode) { IsStoredBetweenTurns = true };
        await DriveAsync(straight, program, choices);
        await DriveAsync(stored, program, choices);

        Assert.Equal(straight.Lines, stored.Lines);
        Assert.Equal(straight.Journal.Select(Entry), stored.Journal.Select(Entry));
        Assert.Equal(Comparable(straight.State!), Comparable(stored.State!));
    }

    [Property(MaxTest = 300)]
    [Trait("Elsa", "S-19")]
    public async Task Run_WhenStoredAfterEveryActivity_EqualsTheRunInMemory(int seed, int choices)
    {
        var program = RandomProgram.Of(seed);
        var straight = new Runner(program.Definition, RandomProgram.Activities, flowcharts: program.Mode);
        var stepped = new Runner(program.Definition, RandomProgram.Activities, maxActivitiesPerTurn: 1, flowcharts: program.Mode) { IsStoredBetweenTurns = true };
        await DriveAsync(straight, program, choices);
        await DriveAsync(stepped, program, choices);

        Assert.Equal(straight.Lines, stepped.Lines);
        Assert.Equal(straight.Trace, stepped.Trace);
        Assert.Equal(straight.Status, stepped.Status);
        Assert.Equal(straight.Bookmarks.Select(bookmark => bookmark.NodeId), stepped.Bookmarks.Select(bookmark => bookmark.NodeId));
        Assert.Equal(
            straight.State!.Contexts.Select(context => (context.NodeId, context.Status, Text(context.Variables), Text(context.DynamicVariables), context.Properties?.ToJsonString())),
            stepped.State!.Contexts.Select(context => (context.NodeId, context.Status, Text(context.Variables), Text(context.DynamicVariables), context.Properties?.ToJsonString())));
    }

    [Property(MaxTest = 200)]
    public async Task Cancel_WheneverItComes_LeavesNoBookmarkAndNoOpenActivity(int seed, int choices)
    {
        var program = RandomProgram.Of(seed);
        var runner = new Runner(program.Definition, RandomProgram.Activities, flowcharts: program.Mode);
        await DriveAsync(runner, program, choices);
        var wasRunning = runner.State!.Status == WorkflowStatus.Running;

        var result = await runner.GiveAsync(new Stimulus.Cancel("property"));

        Assert.Equal(wasRunning, result.Consumed);
        if (!wasRunning)
            return;
        Assert.Equal("Finished/Cancelled", runner.Status);
        Assert.Empty(runner.Bookmarks);
        Assert.DoesNotContain(runner.State.Contexts, context => context.Status is ActivityStatus.Running or ActivityStatus.Faulted);
    }

    [Property(MaxTest = 200)]
    public async Task Turn_WhateverHappens_KeepsItsBooks(int seed, int choices)
    {
        var program = RandomProgram.Of(seed);
        var runner = new Runner(program.Definition, RandomProgram.Activities, flowcharts: program.Mode);
        var open = new HashSet<Guid>();
        await DriveAsync(runner, program, choices, result =>
        {
            open.UnionWith(result.AddedBookmarks.Select(bookmark => bookmark.Id));
            open.ExceptWith(result.RemovedBookmarks.Select(bookmark => bookmark.Id));
            Assert.Equal(open.Order(), result.State.Bookmarks.Select(bookmark => bookmark.Id).Order());
            Assert.All(result.State.Bookmarks, bookmark => Assert.Contains(result.State.Contexts, context => context.Id == bookmark.ContextId));
            Assert.Equal(result.State.SubStatus == WorkflowSubStatus.Suspended, result.State.Status == WorkflowStatus.Running);
        });
        Assert.Equal(Enumerable.Range(0, runner.Journal.Count).Select(number => (long)number), runner.Journal.Select(entry => entry.Sequence));
    }

    private static async Task DriveAsync(Runner runner, RandomProgram program, int choices, Action<TurnResult>? check = null)
    {
        var random = new Random(choices);
        await GiveAsync(new Stimulus.Start(new Dictionary<string, object?> { ["in"] = 1 }));
        for (var step = 0; step < 12; step++)
        {
            await GiveAsync(random.Next(12) switch
            {
                < 8 when program.Events.Count > 0 => new Stimulus.SendEvent(
                    program.Events[random.Next(program.Events.Count)], random.Next(2) == 0 ? null : new List<object?> { step, "x" }),
                < 10 when runner.Bookmarks.Count > 0 => new Stimulus.ResumeBookmark(
                    runner.Bookmarks[random.Next(runner.Bookmarks.Count)].Id, new Dictionary<string, object?> { ["k"] = step }),
                10 => new Stimulus.RetryFaulted(null),
                _ => new Stimulus.ResumeBookmark(Guid.Empty, new Dictionary<string, object?>()),
            });
        }

        async Task GiveAsync(Stimulus stimulus)
        {
            var result = await runner.GiveAsync(stimulus);
            check?.Invoke(result);
            while (result.HasMore)
                result = await runner.GiveAsync(new Stimulus.Continue());
        }
    }

    private static string Entry(JournalEntry entry)
        => $"{entry.Sequence} {entry.ActivityNodeId} {entry.EventName} {entry.ActivityInstanceId} {entry.ParentActivityInstanceId} {entry.Message}";

    private static string Text(IReadOnlyDictionary<string, JsonNode?> values)
        => string.Join(';', values.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value?.ToJsonString()}"));

    // where an exception was thrown is not part of what the instance is
    private static string Comparable(InstanceState state)
    {
        var json = JsonNode.Parse(state.ToJson())!.AsObject();
        foreach (var incident in json["incidents"]?.AsArray() ?? [])
            incident!["exception"]!.AsObject().Remove("stackTrace");
        return json.ToJsonString();
    }
}
