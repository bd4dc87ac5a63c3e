using CertWorkflows.Server.Tests.Api;
using static CertWorkflows.Server.Tests.Studio.StudioCalls;

namespace CertWorkflows.Server.Tests.Studio;

/// <summary>Activities that Studio cannot draw, and parts of a definition that it opens by themselves.</summary>
public sealed class PlaceholderTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Save_OfAPlaceholder_StoresTheOriginal()
    {
        var analyst = await host.AsAsync("analyst");
        var created = await analyst.CreateAsync("Placeholders", Recording.Of("20").Body["model"]!["root"]!.ToJsonString());
        var activities = created["root"]!["activities"]!.AsArray();
        Assert.Equal(3, activities.Count);
        Assert.All(activities, activity => Assert.Equal("Elsa.NotFoundActivity", (string?)activity!["type"]));
        var greet = activities.Single(activity => (string?)activity!["id"] == "greet1")!;
        Assert.Equal(("Workflow1:flow1:greet1", "Acme.Greet", "Not Found: Acme.Greet"), ((string?)greet["nodeId"], (string?)greet["missingTypeName"], (string?)greet["metadata"]!["displayText"]));
        Assert.Equal(2, created["root"]!["connections"]!.AsArray().Count);

        greet["metadata"]!["designer"]!["position"]!["x"] = 777;
        Assert.Equal(200, (await analyst.SaveAsync(created)).Status);
        var stored = (await analyst.ReadAsync($"workflows/{created.Id()}/export")).Body!["root"]!["activities"]!.AsArray();
        var original = stored.Single(activity => (string?)activity!["id"] == "greet1")!;
        Assert.Equal(("Acme.Greet", 777, "Greet the user"), (
            (string?)original["type"], (int)original["metadata"]!["designer"]!["position"]!["x"]!, (string?)original["metadata"]!["displayText"]));
        Assert.Equal("Hello world", (string?)original["message"]!["expression"]!["value"]);
        Assert.Equal("Workflow1:flow1:box1:inner1:g2", (string?)stored.Single(activity => (string?)activity!["id"] == "box1")!["then"]!["activities"]![0]!["nodeId"]);
    }

    [Fact]
    public async Task Version_ThatIsUnknown_IsServedAsOneThatHasADescriptor()
    {
        var analyst = await host.AsAsync("analyst");
        var created = await analyst.CreateAsync("Versions of types", """{"id":"s","type":"Elsa.Sequence","version":9,"activities":[{"id":"w","type":"Elsa.WriteLine","version":7}]}""");
        Assert.Equal((1, 1), ((int)created["root"]!["version"]!, (int)created["root"]!["activities"]![0]!["version"]!));
    }

    [Fact]
    public async Task Connections_ThatWouldBlankTheCanvas_AreMended()
    {
        var analyst = await host.AsAsync("analyst");
        var created = await analyst.CreateAsync("Connections", """
            {"id":"f","type":"Elsa.Flowchart","version":1,"customProperties":null,"activities":[{"id":"a","type":"Elsa.WriteLine","version":1},{"id":"b","type":"Elsa.WriteLine","version":1}],
             "connections":[{"source":"a","sourcePort":"Done","target":"b","targetPort":"In"},{"source":{"activity":"a","port":"Done"},"target":{"activity":"gone","port":"In"}},
              {"source":{"activity":"b","port":"Done"},"target":{"activity":"a","port":"In"},"vertices":null}]}
            """);
        var connections = created["root"]!["connections"]!.AsArray();
        Assert.Equal(2, connections.Count);
        Assert.All(connections, connection => Assert.Empty(connection!["vertices"]!.AsArray()));
        Assert.Equal(("a", "Done", "b"), ((string?)connections[0]!["source"]!["activity"], (string?)connections[0]!["source"]!["port"], (string?)connections[0]!["target"]!["activity"]));
    }

    [Fact]
    public async Task Segments_OfANestedActivity_LeadToIt()
    {
        var analyst = await host.AsAsync("analyst");
        var created = await analyst.CreateAsync("Nested", Flow("""
            "type":"Elsa.If","name":"Check","then":{"id":"inner","type":"Elsa.Flowchart","version":1,"activities":[{"id":"deep","type":"Elsa.WriteLine","version":1}],"connections":[]}
            """, """
            "type":"Elsa.Switch","name":"Choose","cases":[{"label":"Red","condition":{"type":"JavaScript","value":"true"},"activity":{"id":"seq","type":"Elsa.Sequence","version":1,"activities":[{"id":"leaf","type":"Elsa.WriteLine","version":1}]}}]
            """));
        var segments = Recording.Of("86").Fits(await analyst.StudioAsync(
            $"workflow-definitions/subgraph/segments/{created.VersionId()}?childNodeId=Workflow1%3Aflow%3Aa0%3Ainner%3Adeep"));
        Assert.Equal(("deep", "a0", "Then"), (
            (string?)segments["childNode"]!["activity"]!["id"], (string?)segments["container"]!["activity"]!["id"], (string?)Assert.Single(segments["pathSegments"]!.AsArray())!["portName"]));
        var inCase = (await analyst.StudioAsync($"workflow-definitions/subgraph/segments/{created.VersionId()}?childNodeId=Workflow1:flow:a1:seq:leaf")).Body!["pathSegments"]!.AsArray();
        Assert.Equal([("a1", "Red"), ("seq", "Activities")], inCase.Select(segment => ((string)segment!["activityId"]!, (string)segment["portName"]!)));
        var top = (await analyst.StudioAsync($"workflow-definitions/subgraph/segments/{created.VersionId()}?childNodeId=Workflow1:flow:a0")).Body!;
        Assert.Equal("flow", (string?)top["container"]!["activity"]!["id"]);
        Assert.Empty(top["pathSegments"]!.AsArray());

        var part = (await analyst.StudioAsync($"workflow-definitions/subgraph/{created.VersionId()}?parentNodeId=Workflow1:flow:a0")).Body!;
        Assert.Equal(("activities", "Workflow1:flow:a0:inner"), ((string?)part["port"], (string?)part["activity"]!["then"]!["nodeId"]));
        Assert.NotEmpty((await analyst.StudioAsync($"workflow-definitions/subgraph/{created.VersionId()}?parentNodeId=Workflow1:x")).Messages());
        Assert.NotEmpty((await analyst.StudioAsync($"workflow-definitions/subgraph/segments/{created.VersionId()}")).Messages());
        Assert.Equal(404, (await analyst.StudioAsync("workflow-definitions/subgraph/nothing?parentNodeId=x")).Status);
    }
}
