using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Engine.Tests.Definitions;

public sealed class DesignerFormTests
{
    private static readonly WorkflowDefinition Greeting = DefinitionReader.Read("""
        {"id":"greeting:2","definitionId":"greeting","version":2,"name":"Say Hello","inputs":[{"name":"Who","type":"String"}],"isPublished":true,"options":{"usableAsActivity":true},
         "root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{"id":"w","type":"Elsa.WriteLine","version":1}]}}
        """);

    private static readonly ActivityRegistry Registry = new([.. BuiltInActivities.All, new WorkflowAsActivity(Greeting)]);

    [Fact]
    public void Restore_OfWhatWasPrepared_IsWhatItWas()
    {
        const string Source = """
            {"id":"f","type":"Elsa.Flowchart","version":1,"activities":[
              {"id":"x","type":"Acme.Gone","version":3,"name":"X","metadata":{"designer":{"position":{"x":1,"y":2}}},"inner":{"id":"y","type":"Elsa.WriteLine","version":1},"big":12345678901234567890},
              {"id":"i","type":"Elsa.If","version":1,"then":{"id":"z","type":"Acme.Other","version":1}}],
             "connections":[{"source":{"activity":"x","port":"Odd"},"target":{"activity":"i","port":"In"},"vertices":[]}]}
            """;
        var prepared = DesignerForm.Prepare(Read(Source), "Workflow1", Registry);
        var placeholder = prepared["activities"]![0]!;
        Assert.Equal(("Elsa.NotFoundActivity", "Workflow1:f:x", "Acme.Gone", 3), (
            (string?)placeholder["type"], (string?)placeholder["nodeId"], (string?)placeholder["missingTypeName"], (int)placeholder["missingTypeVersion"]!));
        Assert.Equal("Elsa.NotFoundActivity", (string?)prepared["activities"]![1]!["then"]!["type"]);
        Assert.Equal("Odd", (string?)prepared["connections"]![0]!["source"]!["port"]);

        var restored = DesignerForm.Restore(prepared.DeepClone().AsObject());
        Assert.Equal(
            Read(Source)["activities"]!.ToJsonString(), restored["activities"]!.ToJsonString().Replace("\"nodeId\":\"Workflow1:x", "\"nodeId\":\"Workflow1:f:x", StringComparison.Ordinal)
                .Replace("\"nodeId\":\"Workflow1:z", "\"nodeId\":\"Workflow1:f:i:z", StringComparison.Ordinal));
    }

    [Fact]
    public void Prepare_OfAPlaceholderWhoseTypeAppeared_Heals()
    {
        var prepared = DesignerForm.Prepare(
            Read("""{"id":"p","type":"Elsa.NotFoundActivity","version":1,"metadata":{"designer":{"position":{"x":5,"y":6}}},"originalActivityJson":"{\"id\":\"old\",\"type\":\"Elsa.WriteLine\"}"}"""),
            "Workflow1",
            Registry);
        Assert.Equal(("Elsa.WriteLine", "p", 5), ((string?)prepared["type"], (string?)prepared["id"], (int)prepared["metadata"]!["designer"]!["position"]!["x"]!));
    }

    [Fact]
    public void Restore_OfAPlaceholderWithoutAnOriginal_LeavesIt()
    {
        var broken = JsonNode.Parse("""{"id":"p","type":"Elsa.NotFoundActivity","version":1,"originalActivityJson":"no json"}""")!.AsObject();
        Assert.Equal("Elsa.NotFoundActivity", (string?)DesignerForm.Restore(broken)["type"]);
    }

    [Fact]
    [Trait("Elsa", "D-12")]
    public void Complete_OfInputsSetForTheFirstTime_NamesTheirTypeAndLeavesTheOthers()
    {
        var saved = JsonNode.Parse("""
            {"id":"s","type":"Elsa.Sequence","activities":[
              {"id":"w","type":"Elsa.WriteLine","text":{"typeName":null,"expression":{"type":"Literal","value":"hi"},"memoryReference":null}},
              {"id":"d","type":"Elsa.Delay","timeSpan":{"expression":{"type":"Literal","value":"00:01:00"}}},
              {"id":"x","type":"Elsa.WriteLine","text":{"typeName":"Object","expression":{"type":"Literal","value":"old"}}},
              {"id":"u","type":"Acme.Unknown","text":{"typeName":null,"expression":{"type":"Literal","value":"hi"}}}]}
            """)!.AsObject();
        DesignerForm.Complete(saved, Registry);
        Assert.Equal(
            ["String", "TimeSpan", "Object", null],
            saved["activities"]!.AsArray().Select(activity => (string?)(activity!["text"] ?? activity["timeSpan"])!["typeName"]));
    }

    [Fact]
    public void Prepare_OfAWorkflowAsActivity_NamesItsVersions()
    {
        var prepared = DesignerForm.Prepare(Read("""{"id":"u","type":"SayHello","version":2}"""), "Workflow1", Registry);
        Assert.Equal(
            ("greeting", "greeting:2", 2, "greeting:2"),
            ((string?)prepared["workflowDefinitionId"], (string?)prepared["workflowDefinitionVersionId"], (int)prepared["latestAvailablePublishedVersion"]!,
                (string?)prepared["latestAvailablePublishedVersionId"]));

        var path = ActivityTree.Path(prepared, "Workflow1:u:Workflow1:s:w", Registry);
        Assert.Equal(["root", "root", "root", "activities"], path.Select(step => step.Slot));
        Assert.Equal("Workflow1:u:Workflow1:s:w", (string?)path[^1].Activity["nodeId"]);
        Assert.Equal("Elsa.Workflow", (string?)prepared["root"]!["type"]);
        Assert.Empty(ActivityTree.Path(prepared, "Workflow1:other", Registry));
    }

    [Fact]
    public void Prepare_OfWrappedLists_MakesThemPlain()
    {
        var prepared = DesignerForm.Prepare(
            Read("""{"id":"f","type":"Elsa.Flowchart","version":1,"Activities":{"_type":"X","_items":[{"id":"a","type":"Elsa.WriteLine"}]}}"""), "Workflow1", Registry);
        Assert.Equal("Workflow1:f:a", (string?)prepared["activities"]![0]!["nodeId"]);
        Assert.False(prepared.ContainsKey("Activities"));
        Assert.Equal(["f", "a"], ActivityTree.All(prepared).Select(activity => (string?)activity["id"]));
    }

    private static JsonObject Read(string root) => DefinitionReader.Read($$"""{"root":{{root}}}""").Root.DeepClone().AsObject();
}
