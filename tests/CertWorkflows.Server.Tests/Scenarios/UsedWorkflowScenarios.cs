using System.Text.Json.Nodes;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static CertWorkflows.Server.Tests.Scenarios.Definitions;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Published workflows as activities of others (5.9).</summary>
public sealed class UsedWorkflowScenarios
{
    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-40")]
    [Trait("Elsa", "A-41")]
    [Trait("Elsa", "A-42")]
    [Trait("Elsa", "A-43")]
    [Trait("Elsa", "D-7")]
    [Trait("Elsa", "W-12")]
    public async Task W12_ThroughTheServer_FollowsTheOutcomeInsideOneInstance(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        Assert.Contains("CheckAmount", Assert.Single(await desk.RefusedAsync("outer", Outer(9))).Message, StringComparison.Ordinal);
        await desk.PublishAsync("check", Usable(
            "Check amount",
            Flowchart(
                "F",
                [Print("in"), Activity("Elsa.Complete", "C", ("outcomes", Input("Object", "JavaScript", "getInput('Amount') > 10 ? 'Accept' : 'Refuse'"))), Print("never")],
                "in>C",
                "C>never"),
            members: [("inputs", new JsonArray(new JsonObject { ["name"] = "Amount", ["type"] = "Int32" })), ("outcomes", new JsonArray("Accept", "Refuse"))]));
        Assert.Equal("unconnected-outcome", Assert.Single((await desk.Anna.Workflows.PublishAsync("outer")).Problems).Code);

        var instance = await desk.Olga.Workflows.StartAsync("outer", new StartWorkflowRequest(), Desk.Key());
        Assert.Equal((InstanceSubStatus.Finished, "in | no"), (instance.SubStatus, await desk.PrintedAsync(instance.Id)));
        Assert.Single((await desk.Olga.Instances.ListAsync(new InstanceListRequest())).Items);
        await desk.PublishAsync("outer", Outer(11));
        Assert.Equal("in | yes", await desk.PrintedAsync((await desk.Olga.Workflows.StartAsync("outer", new StartWorkflowRequest(), Desk.Key())).Id));

        await using var db = desk.OpenDatabase();
        var page = await db.Journal.FirstAsync(p => p.InstanceId == Guid.Parse(instance.Id), Token);
        Assert.Contains("\"Workflow2:F:K:Workflow1:F:C\"", page.Entries, StringComparison.Ordinal);
        var type = Assert.Single(await desk.Services.GetRequiredService<DefinitionCatalog>().UsableAsync(db, Token)).Descriptor;
        Assert.Equal(("CheckAmount", 1, "Checks", "Amount"), (type.TypeName, type.Version, type.Category, Assert.Single(type.Inputs).Name));
        Assert.Equal(["Root", "Accept", "Refuse"], type.Ports.Select(port => port.Name));

        static JsonObject Outer(int amount) => Named("Outer", Flowchart(
            "F", [Activity("CheckAmount", "K", ("amount", Input("Int32", "Literal", amount))), Print("yes"), Print("no")], "K:Accept>yes", "K:Refuse>no"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "D-10")]
    [Trait("Elsa", "D-32")]
    [Trait("Elsa", "D-34")]
    public async Task UsedWorkflow_WithANewVersion_ChangesNothingUntilItsUsersFollow(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await desk.PublishAsync("inner", Usable("Inner", Sequence("T", Event("E", "go"), Print("old"))));
        await desk.PublishAsync("outer", Named("Outer", Sequence("S", Activity("Inner", "K"), Print("end"))));
        var first = await desk.Olga.Workflows.StartAsync("outer", new StartWorkflowRequest { CorrelationId = "1" }, Desk.Key());

        // pinned: a new version of what it uses is nothing to it
        Assert.Equal(0, (await desk.PublishAsync("inner", Usable("Inner", Sequence("T", Event("E", "go"), Print("middle"))))).ConsumingWorkflowCount);
        var second = await desk.Olga.Workflows.StartAsync("outer", new StartWorkflowRequest { CorrelationId = "2" }, Desk.Key());

        // a version that says so takes its users along
        var published = await desk.PublishAsync("inner", Usable("Inner renamed", Sequence("T", Event("E", "go"), Print("new")), isFollowed: true));
        var follower = Assert.Single(published.Consumers);
        Assert.Equal((1, "outer", 2, WorkflowConsumerUpdate.Published), (published.ConsumingWorkflowCount, follower.DefinitionId, follower.Version, follower.Update));
        var outer = await desk.Anna.Workflows.GetAsync("outer");
        Assert.Equal((2, 2), (outer.LatestVersion, outer.PublishedVersion));
        var third = await desk.Olga.Workflows.StartAsync("outer", new StartWorkflowRequest { CorrelationId = "3" }, Desk.Key());
        Assert.Equal((1, 1, 2), (first.DefinitionVersion, second.DefinitionVersion, third.DefinitionVersion));

        // an instance goes on with the version that it was started with, unless it is moved
        Assert.True((await desk.Olga.Instances.PreviewMigrationAsync(second.Id, 2)).Possible);
        await desk.Olga.Instances.MigrateAsync(second.Id, new MigrateInstanceRequest { Version = 2 });
        await desk.Olga.Events.SendAsync("go", new SendEventRequest());
        Assert.Equal(
            ("old | end", "new | end", "new | end"), (await desk.PrintedAsync(first.Id), await desk.PrintedAsync(second.Id), await desk.PrintedAsync(third.Id)));

        // retracting names who goes on using it
        var retracted = await desk.Anna.Workflows.RetractAsync("inner");
        Assert.Equal("Version 2 of the workflow 'outer' uses 'inner:3' as an activity and goes on doing so.", Assert.Single(retracted.Problems).Message);
        var fourth = await desk.Olga.Workflows.StartAsync("outer", new StartWorkflowRequest(), Desk.Key());
        Assert.Equal("E", Assert.Single(fourth.Waits).ActivityId);
        var exported = JsonNode.Parse(await desk.Anna.Workflows.ExportAsync("outer"))!["root"]!["activities"]![0]!;
        Assert.Equal(
            ("InnerRenamed", 3, "inner:3", "Workflow2:S:K"),
            (exported["type"]!.GetValue<string>(), exported["latestAvailablePublishedVersion"]!.GetValue<int>(), exported["workflowDefinitionVersionId"]!.GetValue<string>(), exported["nodeId"]!.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "D-32")]
    public async Task Followers_OfEachOther_AreUpdatedOnceAndInvalidOnesLeft(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await desk.PublishAsync("base", Usable("Base", Print("b1"), isFollowed: true, [("outcomes", new JsonArray("Good"))]));
        await desk.PublishAsync("left", Usable("Left", Sequence("S", Activity("Base", "K")), isFollowed: true));
        await desk.PublishAsync("right", Usable("Right", Sequence("S", Activity("Base", "K")), isFollowed: true));
        await desk.PublishAsync("top", Named("Top", Sequence("S", Activity("Left", "L"), Activity("Right", "R"))));
        await desk.PublishAsync("broken", Named("Broken", Flowchart("F", [Activity("Base", "K"), Print("x")], "K:Good>x")));
        await desk.PublishAsync("edited", Named("Edited", Sequence("S", Activity("Base", "K"))));
        await desk.SaveAsync("edited", Named("Edited", Sequence("S", Activity("Base", "K"), Print("more"))));
        await desk.PublishAsync("fixed", Named("Fixed", Sequence("S", Activity("Base", "K"))));
        await MakeReadOnlyAsync(desk, "fixed");

        var published = await desk.PublishAsync("base", Usable("Base", Print("b2"), isFollowed: true));
        Assert.Equal(
            [
                "broken 1 Left: unknown-outcome", "edited 1 Left: draft-in-work", "edited 2 Drafted: ", "fixed 1 Left: read-only",
                "left 2 Published: ", "right 2 Published: ", "top 2 Published: ",
            ],
            published.Consumers.Select(c => $"{c.DefinitionId} {c.Version} {c.Update}: {(c.Problems.Count > 0 ? c.Problems[0].Code : "")}").Order(StringComparer.Ordinal));
        Assert.Equal(4, published.ConsumingWorkflowCount);
        Assert.Equal("b2 | b2", await desk.PrintedAsync((await desk.Olga.Workflows.StartAsync("top", new StartWorkflowRequest(), Desk.Key())).Id));
        var broken = await desk.Olga.Workflows.StartAsync("broken", new StartWorkflowRequest(), Desk.Key());
        Assert.Equal((1, "b1"), (broken.DefinitionVersion, await desk.PrintedAsync(broken.Id)));
        Assert.Equal("b2 | more", await desk.PrintedAsync(await PublishAndStartAsync("edited")));

        async Task<string> PublishAndStartAsync(string id)
        {
            await desk.Anna.Workflows.PublishAsync(id);
            return (await desk.Olga.Workflows.StartAsync(id, new StartWorkflowRequest(), Desk.Key())).Id;
        }
    }

    /// <summary>As a file brings it: nobody can save one over the API that is published already.</summary>
    private static async Task MakeReadOnlyAsync(Desk desk, string definitionId)
    {
        await using var db = desk.OpenDatabase();
        var definition = JsonNode.Parse(await db.Definitions.Where(d => d.DefinitionId == definitionId).Select(d => d.Json).SingleAsync(Token))!;
        definition["isReadonly"] = true;
        var json = definition.ToJsonString();
        Assert.Equal(1, await db.Definitions.Where(d => d.DefinitionId == definitionId).ExecuteUpdateAsync(set => set.SetProperty(d => d.Json, json), Token));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-40")]
    public async Task Publishing_WhatUsesItselfOrTakesAName_IsRefused(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        Assert.Equal(
            "The workflow 'A' uses itself as an activity: A → A.", Assert.Single(await desk.RefusedAsync("a", Usable("A", Sequence("S", Activity("A", "K"))))).Message);
        await desk.PublishAsync("a", Usable("A", Print("a")));
        await desk.PublishAsync("b", Usable("B", Sequence("S", Activity("A", "K"))));
        await desk.PublishAsync("c", Usable("C", Sequence("S", Activity("B", "K"))));
        var circle = Assert.Single(await desk.RefusedAsync("a", Usable("A", Sequence("S", Activity("C", "K")))));
        Assert.Equal(("recursive-workflow", "The workflow 'A' uses itself as an activity: A → C → B → A."), (circle.Code, circle.Message));
        Assert.Equal(1, (await desk.Anna.Workflows.GetAsync("a")).PublishedVersion);

        var taken = Assert.Single(await desk.RefusedAsync("other", Usable("a", Print("x"))));
        Assert.Equal("activity-type-taken", taken.Code);
        Assert.Contains("'a'", taken.Message, StringComparison.Ordinal);
        Assert.Equal("activity-type-name", Assert.Single(await desk.RefusedAsync("signs", Usable("!?", Print("x")))).Code);

        // a name stays taken while versions of that name can be used
        await desk.PublishAsync("a", Usable("Z", Print("x")));
        Assert.Equal("activity-type-taken", Assert.Single(await desk.RefusedAsync("other", Usable("A", Print("x")))).Code);
        await desk.PublishAsync("other", Named("A", Print("x")));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-40")]
    public async Task Publishers_OfOneName_HaveOneWinner(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        var ids = Enumerable.Range(0, 6).Select(number => $"w{number}").ToList();
        foreach (var id in ids)
        {
            await desk.SaveAsync(id, Usable("Same name", Print("x")));
        }

        var outcomes = await Task.WhenAll(ids.Select(async id =>
        {
            try
            {
                return (await desk.Anna.Workflows.PublishAsync(id)).PublishedVersion == 1;
            }
            catch (ApiException refused) when (refused.Code == "invalid-definition")
            {
                return false;
            }
        }));
        Assert.Single(outcomes, won => won);
        await using var db = desk.OpenDatabase();
        Assert.Equal(1, await db.Definitions.CountAsync(d => d.ActivityType == "SameName", Token));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "D-7")]
    public async Task Simulation_OfAUser_RunsWhatItUses(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await desk.PublishAsync("inner", Usable("Inner", Sequence("T", Event("E", "go"), Print("i"))));
        await desk.SaveAsync("outer", Named("Outer", Sequence("S", Activity("Inner", "K"))));
        var report = await desk.Olga.Workflows.SimulateAsync("outer", new SimulateWorkflowRequest
        {
            Answers = new SimulationAnswers { Events = [new SimulatedEventAnswer { Name = "go", After = "PT1H" }] },
        });
        Assert.Equal((SimulationEnding.Over, InstanceSubStatus.Finished), (report.Ending, report.SubStatus));
        Assert.Contains(report.Steps[^1].Path, entry => entry is { ActivityId: "i", Event: "Completed" });
    }
}
