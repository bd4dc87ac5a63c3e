using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.TestKit;
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
