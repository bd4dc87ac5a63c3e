using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Activities;

public sealed class WorkflowAsActivityTests
{
    [Fact]
    [Trait("Elsa", "A-17")]
    [Trait("Elsa", "A-42")]
    [Trait("Elsa", "A-43")]
    public async Task Use_WhenInnerWorkflowSuspends_InputsAndOutputsComeBack()
    {
        var inner = Inner(Sequence(
            "S",
            Event("E", "go"),
            Activity("Elsa.SetOutput", "O", ("outputName", Text("Twice")), ("outputValue", Script("variables.Amount * 2")))));
        var use = Use(4);
        use["twice"] = BoundTo("n");
        var runner = Using(inner, Sequence("S", use, Activity("Elsa.WriteLine", "W", ("text", Script("variables.n")))));
        await runner.StartAsync();
        Assert.Equal("Running/Suspended", runner.Status);
        await runner.EventAsync("go");
        Assert.Equal(("8", "Finished/Finished"), (runner.Printed, runner.Status));
        Assert.Empty(runner.State!.Output);
    }

    [Fact]
    public void Compile_WhenWorkflowUsesItself_NamesTheActivity()
    {
        var exception = Assert.Throws<DefinitionException>(() => Using(Inner(Sequence("S", Use(1))), Sequence("S", Use(1))));
        var problem = Assert.Single(exception.Problems);
        Assert.Equal(
            ("recursive-workflow", "The workflow 'Check amount' uses itself as an activity: Check amount → Check amount."), (problem.Code, problem.Message));
    }

    [Fact]
    public void Compile_WhenTheOuterWorkflowComesBackThroughAnother_NamesTheCircle()
    {
        var self = new WorkflowAsActivity(DefinitionReader.Read(Definition(Print("a")).ToJsonString()));
        var inner = Inner(Sequence("S", Activity("Test", "T")));
        var exception = Assert.Throws<DefinitionException>(() => new Runner(Definition(Sequence("S", Use(1))), [inner, self]));
        Assert.Equal("The workflow 'Test' uses itself as an activity: Test → Check amount → Test.", Assert.Single(exception.Problems).Message);
    }

    [Fact]
    [Trait("Elsa", "D-7")]
    public void Compile_WhenWorkflowsAreEmbedded_NumbersTheInnerOnesFirst()
    {
        var innermost = new WorkflowAsActivity(DefinitionReader.Read(
            Definition(Print("a"), ("definitionId", "innermost"), ("name", "Innermost")).ToJsonString()));
        var runner = new Runner(Definition(Sequence("S", Use(1), Activity("Innermost", "N"))), [Inner(Sequence("T", Activity("Innermost", "M"))), innermost]);
        Assert.Equal(
            [
                "Workflow3", "Workflow3:S", "Workflow3:S:K", "Workflow3:S:K:Workflow2", "Workflow3:S:K:Workflow2:T", "Workflow3:S:K:Workflow2:T:M",
                "Workflow3:S:K:Workflow2:T:M:Workflow1", "Workflow3:S:K:Workflow2:T:M:Workflow1:a",
                "Workflow3:S:N", "Workflow3:S:N:Workflow1", "Workflow3:S:N:Workflow1:a",
            ],
            runner.Workflow.All.Select(node => node.NodeId));
        Assert.Equal("Workflow3:S:K", runner.Workflow.ToJson()["root"]!["activities"]![0]!["nodeId"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(6, 10, "more than 50000 activities")]
    [InlineData(60, 1, "more than 50 levels deep")]
    public void Compile_WhenUsesMultiply_IsRefusedBeforeItIsTooLarge(int levels, int uses, string reason)
    {
        var types = Enumerable.Range(0, levels).Select(level => new WorkflowAsActivity(DefinitionReader.Read(Definition(
            Sequence("S", level == 0 ? [Print("a")] : Enumerable.Range(0, uses).Select(use => Activity($"L{level - 1}", $"u{use}"))),
            ("definitionId", $"l{level}"),
            ("name", $"L{level}")).ToJsonString())));
        var refused = Assert.Throws<DefinitionException>(() => new Runner(Definition(Activity($"L{levels - 1}", "K")), types));
        Assert.Contains(reason, Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Elsa", "D-10")]
    public async Task Use_WhenAnInputIsNamedLikeABuiltInProperty_ReadsItWithAnUnderscore()
    {
        var inner = new WorkflowAsActivity(DefinitionReader.Read(Definition(
            Activity("Elsa.WriteLine", "W", ("text", Script("getInput('Name')"))),
            ("definitionId", "inner"),
            ("name", "Says name"),
            ("inputs", new JsonArray(JsonNode.Parse("""{"name":"Name","type":"String"}""")))).ToJsonString()));
        var runner = new Runner(Definition(Activity("SaysName", "K", ("name", "not this"), ("_name", Text("this")))), [inner]);
        await runner.StartAsync();
        Assert.Equal("this", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "D-9")]
    [Trait("Elsa", "D-10")]
    public void Pin_OfAPlaceholder_MakesItTheActivityThatItStandsFor()
    {
        var definition = DefinitionReader.Read(Definition(Sequence(
            "S",
            Activity("Elsa.NotFoundActivity", "K", ("missingTypeName", "CheckAmount"), ("originalActivityJson", Use(3).ToJsonString())),
            Print("a"))).ToJsonString());
        var inner = Inner(Print("b"));
        var use = Assert.Single(WorkflowUse.In(definition, new ActivityRegistry(BuiltInActivities.All)));
        Assert.Equal(("CheckAmount", null), (use.Type, use.VersionId));
        use.Pin(inner);
        var compiled = CompiledWorkflow.Compile(definition, new ActivityRegistry(BuiltInActivities.All).With([inner]));
        Assert.Equal("Workflow2:S:K:Workflow1:b", compiled.All.Single(node => node.Id == "b").NodeId);
    }

    [Fact]
    [Trait("Elsa", "A-40")]
    public void Descriptor_OfDefinition_HasItsNamesAndOutcomes()
    {
        var descriptor = Inner(Print("a")).Descriptor;
        Assert.Equal(("CheckAmount", 1, "Check amount"), (descriptor.TypeName, descriptor.Version, descriptor.DisplayName));
        Assert.Equal(["Root", "Accept", "Refuse"], descriptor.Ports.Select(port => port.Name));
        Assert.Equal("WorkflowDefinitionActivity", descriptor.CustomProperties["RootType"]!.GetValue<string>());
        Assert.Equal(
            ("inner", "version-1", 1),
            (descriptor.ConstructionProperties["WorkflowDefinitionId"]!.GetValue<string>(), descriptor.ConstructionProperties["WorkflowDefinitionVersionId"]!.GetValue<string>(), descriptor.ConstructionProperties["Version"]!.GetValue<int>()));
        Assert.True(descriptor.Inputs[0].IsSynthetic);
        Assert.Equal("Amount", Assert.Single(descriptor.Inputs).Name);
        Assert.Equal("Twice", Assert.Single(descriptor.Outputs).Name);
    }

    private static WorkflowAsActivity Inner(JsonObject root) => new(DefinitionReader.Read(Definition(
        root,
        ("definitionId", "inner"),
        ("name", "Check amount"),
        ("outcomes", new JsonArray("Accept", "Refuse")),
        ("inputs", new JsonArray(JsonNode.Parse("""{"name":"Amount","type":"Int32","storageDriverType":"WorkflowInstanceStorageDriver"}"""))),
        ("outputs", new JsonArray(JsonNode.Parse("""{"name":"Twice","type":"Int32"}""")))).ToJsonString()));

    private static JsonObject Use(int amount) => Activity("CheckAmount", "K", ("amount", Input("Int32", "Literal", amount)));

    private static Runner Using(WorkflowAsActivity inner, JsonObject root)
        => new(Definition(root, ("variables", new JsonArray(Variable("n", "Int32", "0")))), [inner]) { IsStoredBetweenTurns = true };
}
