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
        Assert.Contains(exception.Problems, problem => problem.Code == "recursive-workflow");
    }

    [Fact]
    [Trait("Elsa", "A-40")]
    public void Descriptor_OfDefinition_HasItsNamesAndOutcomes()
    {
        var descriptor = Inner(Print("a")).Descriptor;
        Assert.Equal(("CheckAmount", 1, "Check amount"), (descriptor.TypeName, descriptor.Version, descriptor.DisplayName));
        Assert.Equal(["Accept", "Refuse"], descriptor.Ports.Select(port => port.Name));
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
