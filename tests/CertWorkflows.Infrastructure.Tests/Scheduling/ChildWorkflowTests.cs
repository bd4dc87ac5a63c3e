using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using static CertWorkflows.Infrastructure.Tests.Scheduling.HostNode;

namespace CertWorkflows.Infrastructure.Tests.Scheduling;

/// <summary>Workflows that start workflows and publish events, through the outbox.</summary>
public sealed class ChildWorkflowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static JsonObject Calls(string type, params IEnumerable<(string Name, JsonNode? Value)> members) =>
        Activity(type, "D", [("workflowDefinitionId", Literal("String", "child")), ("waitForCompletion", Literal("Boolean", true)), .. members]);

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "A-36")]
    [Trait("Elsa", "A-37")]
    public async Task DispatchWorkflow_WhenItsChildFinishesOrFaults_GoesOn(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var node = new HostNode(database, new FakeTimeProvider(Start));
        await node.PublishAsync("child", Activity("Elsa.Event", "E", ("eventName", Literal("String", "go"))));
        await node.PublishAsync("parent", Calls("Elsa.DispatchWorkflow"));
        var parent = await node.StartAsync("parent");
        await node.Due.RunAsync(Token);
        var child = Assert.Single(await node.InstancesAsync("child"));
        Assert.Equal((parent.Id, "Suspended"), (child.ParentInstanceId, child.SubStatus));
        Assert.Equal("Suspended", (await node.InstancesAsync("parent"))[0].SubStatus);

        await node.EventAsync("go");
        await node.Due.RunAsync(Token);
        Assert.Equal("Finished", (await node.InstancesAsync("parent"))[0].SubStatus);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "A-39")]
    public async Task BulkDispatch_WhenChildrenEndOnTwoNodesAtOnce_LosesNone(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var clock = new FakeTimeProvider(Start);
        var (one, two) = (new HostNode(database, clock), new HostNode(database, clock));
        await one.PublishAsync("child", Activity("Elsa.Event", "E", ("eventName", Literal("String", "go"))));
        var items = Literal("Object", "[1,2,3,4,5,6,7,8,9,10,11,12]");
        items["expression"]!["type"] = "JavaScript";
        await one.PublishAsync("parent", Calls("Elsa.BulkDispatchWorkflows", ("items", items)));
        await one.StartAsync("parent");
        await Task.WhenAll(one.Due.RunAsync(Token), two.Due.RunAsync(Token));
        var children = await one.InstancesAsync("child");
        Assert.Equal(12, children.Count);

        await one.Workflows.CancelAsync(children[0].Id, "not needed", null, Caller.System, null, Token);
        await one.EventAsync("go");
        for (var round = 0; round < 3; round++)
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            await Task.WhenAll(one.Due.RunAsync(Token), two.Due.RunAsync(Token));
        }

        Assert.Equal("Finished", Assert.Single(await one.InstancesAsync("parent")).SubStatus);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "S-13")]
    [Trait("Elsa", "R-6")]
    public async Task Cancel_OfAParent_WhoseNodeDiesAfterTheCommit_ReachesAllChildrenFromAnotherNode(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var clock = new FakeTimeProvider(Start);
        var (one, two) = (new HostNode(database, clock), new HostNode(database, clock));
        await one.PublishAsync("child", Activity("Elsa.Event", "E", ("eventName", Literal("String", "go"))));
        var items = Literal("Object", "Array.from({length: 120}, (_, i) => i)");
        items["expression"]!["type"] = "JavaScript";
        await one.PublishAsync("parent", Calls("Elsa.BulkDispatchWorkflows", ("items", items)));
        var parent = await one.StartAsync("parent");
        var other = await one.StartAsync("child");
        await one.Due.RunAsync(Token);
        await one.Workflows.CancelAsync(parent.Id, "not needed", null, Caller.System, null, Token);

        await two.Due.RunAsync(Token);
        var children = (await two.InstancesAsync("child")).Where(child => child.Id != other.Id).ToList();
        Assert.Equal((120, 120), (children.Count, children.Count(child => child is { SubStatus: "Cancelled", FinishedAt: not null })));
        Assert.Equal("Suspended", (await two.InstancesAsync("child")).Single(child => child.Id == other.Id).SubStatus);
        await using var db = database.Store.Open();
        Assert.Equal(other.Id, Assert.Single(await db.EventBookmarks.ToListAsync(Token)).InstanceId);
        Assert.Equal(0, await db.Effects.CountAsync(e => e.NextAttemptAt != null, Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "S-13")]
    public async Task Cancel_OfAParent_WhoseChildIsNotStartedYet_StartsNone(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var node = new HostNode(database, new FakeTimeProvider(Start));
        await node.PublishAsync("child", Activity("Elsa.Event", "E", ("eventName", Literal("String", "go"))));
        await node.PublishAsync("parent", Calls("Elsa.DispatchWorkflow"));
        var parent = await node.StartAsync("parent");
        await node.Workflows.CancelAsync(parent.Id, "not needed", null, Caller.System, null, Token);
        await node.Due.RunAsync(Token);
        await node.AdvanceAsync(TimeSpan.FromSeconds(1)); // the two may have met, then the cancelling looks again
        Assert.Empty(await node.InstancesAsync("child"));
        await using var db = database.Store.Open();
        Assert.Equal(["child-cancel", "workflow"], await db.Effects.Where(e => e.CompletedAt != null).OrderBy(e => e.Kind).Select(e => e.Kind).ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "S-13")]
    public async Task Cancel_OfAParent_WhoseChildIsJustBeingStarted_WaitsForThatChild(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var clock = new FakeTimeProvider(Start);
        var node = new HostNode(database, clock);
        await node.PublishAsync("child", Activity("Elsa.Event", "E", ("eventName", Literal("String", "go"))));
        await node.PublishAsync("parent", Calls("Elsa.DispatchWorkflow"));
        var parent = await node.StartAsync("parent");

        // another node has taken the start and has seen the parent run
        var start = Assert.Single(await database.Store.ClaimEffectsAsync(
            Start, Start + TimeSpan.FromMinutes(2), new Dictionary<string, int> { ["workflow"] = 1 }, Token));
        await node.Workflows.CancelAsync(parent.Id, "not needed", null, Caller.System, null, Token);
        await node.Due.RunAsync(Token);
        var child = JsonNode.Parse(start.Payload)!["childInstanceId"]!.GetValue<Guid>();
        await node.Workflows.StartAsync(
            new Application.Workflows.StartWorkflow("child") { InstanceId = child, ParentInstanceId = parent.Id }, Caller.System, Token);

        await node.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("Cancelled", Assert.Single(await node.InstancesAsync("child")).SubStatus);

        // the row stays until that start's claim is over, for it might make its child only now
        await using var db = database.Store.Open();
        Assert.Equal(1, await db.Effects.CountAsync(e => e.Kind == "child-cancel" && e.NextAttemptAt != null, Token));
        await node.AdvanceAsync(TimeSpan.FromMinutes(3));
        await node.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await db.Effects.CountAsync(e => e.NextAttemptAt != null, Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "A-36")]
    public async Task ExecuteWorkflow_OfAnUnpublishedDefinition_Faults(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var node = new HostNode(database, new FakeTimeProvider(Start));
        await node.PublishAsync("parent", Calls("Elsa.ExecuteWorkflow"));
        var parent = await node.StartAsync("parent");
        Assert.Equal("Faulted", parent.SubStatus);
        Assert.Contains("No published version of workflow definition with ID child found.", parent.State, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "A-38")]
    public async Task ExecuteWorkflow_WithoutWaiting_GoesOnAfterTheChildsFirstTurn(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var node = new HostNode(database, new FakeTimeProvider(Start));
        await node.PublishAsync("child", Activity("Elsa.Event", "E", ("eventName", Literal("String", "go"))));
        await node.PublishAsync("parent", Activity("Elsa.ExecuteWorkflow", "X", ("workflowDefinitionId", Literal("String", "child"))));
        await node.StartAsync("parent");
        await node.Due.RunAsync(Token);
        Assert.Equal("Finished", Assert.Single(await node.InstancesAsync("parent")).SubStatus);
        Assert.Equal("Suspended", Assert.Single(await node.InstancesAsync("child")).SubStatus);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "A-21")]
    [Trait("Elsa", "R-3")]
    public async Task PublishEvent_ReachesItsReceiverAfterTheCommit(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var node = new HostNode(database, new FakeTimeProvider(Start));
        await node.PublishAsync("receiver", Activity("Elsa.Event", "E", ("eventName", Literal("String", "go"))));
        await node.PublishAsync("sender", Activity("Elsa.PublishEvent", "P", ("eventName", Literal("String", "go"))));
        await node.StartAsync("receiver");
        await node.StartAsync("sender");
        Assert.Equal("Suspended", (await node.InstancesAsync("receiver"))[0].SubStatus);
        await node.Due.RunAsync(Token);
        Assert.Equal("Finished", (await node.InstancesAsync("receiver"))[0].SubStatus);
    }
}
