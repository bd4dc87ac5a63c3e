using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Engine.Tests.Definitions;

/// <summary>Definitions as the genuine Studio 3.8.2 sent and got them: reading and printing loses and changes nothing.</summary>
public sealed class RecordedDefinitionTests
{
    public static TheoryData<string> Files { get; } =
        [.. Directory.EnumerateFiles(Folder, "studio-*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Definitions", "Fixtures");

    [Theory]
    [MemberData(nameof(Files))]
    [Trait("Elsa", "D-1")]
    [Trait("Elsa", "D-3")]
    [Trait("Elsa", "D-6")]
    public void Print_OfARecordedDefinition_IsTheSameDocument(string file)
    {
        var recorded = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsObject();
        recorded["futureMember"] = new JsonObject { ["kept"] = true };
        recorded["root"]!.AsObject()["futureMember"] = new JsonArray(1, "x", null);

        var printed = JsonNode.Parse(DefinitionWriter.Write(DefinitionReader.Read(recorded.ToJsonString())))!.AsObject();

        // an activity that was just made has no node id yet; it gets one on load (D-6)
        if (!recorded["root"]!.AsObject().ContainsKey("nodeId"))
            printed["root"]!.AsObject().Remove("nodeId");
        Assert.Equal(recorded.ToJsonString(), printed.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Files))]
    [Trait("Elsa", "D-9")]
    public void Compile_OfARecordedDefinition_KeepsEveryNode(string file)
    {
        var definition = DefinitionReader.Read(File.ReadAllText(Path.Combine(Folder, file)));
        var workflow = CompiledWorkflow.Compile(definition, new ActivityRegistry(BuiltInActivities.All));

        Assert.Equal(definition.Root["nodeId"]!.GetValue<string>(), workflow.All[1].NodeId);
        Assert.All(workflow.All, node => Assert.Same(node, workflow.Nodes[node.NodeId]));
    }

    [Theory]
    [InlineData("""{"_type":"System.Object[], System.Private.CoreLib","_items":[{"id":"a","type":"Elsa.WriteLine","text":"x"}]}""")]
    [InlineData("""{"$id":"1","$values":[{"$id":"2","id":"a","type":"Elsa.WriteLine","text":"x"}]}""")]
    [InlineData("""[{"Id":"a","Type":"Elsa.WriteLine","Text":"x"}]""")]
    [Trait("Elsa", "D-1")]
    [Trait("Elsa", "D-11")]
    public void Activities_InAnyWrapping_AreRead(string activities)
    {
        var source = """{"root":{"id":"S","type":"Elsa.Sequence","activities":""" + activities + "}}";
        var workflow = CompiledWorkflow.Compile(DefinitionReader.Read(source), new ActivityRegistry(BuiltInActivities.All));

        Assert.Equal(["Workflow1", "Workflow1:S", "Workflow1:S:a"], workflow.All.Select(node => node.NodeId));
        Assert.Equal("x", workflow.All[2].FindInput("Text")!.Constant);
    }
}
