using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Conformance.Blocks;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Conformance;

/// <summary>What definitions and containers declare, and values that carry their type.</summary>
public sealed class DeclarationTests
{
    [Theory]
    [Trait("Elsa", "D-19")]
    [InlineData("Int32", "42", "42")]
    [InlineData("Decimal", "12.50", "12.5")]
    [InlineData("String", "12.50", "12.50")]
    [InlineData("String", "true", "True")]
    [InlineData("Boolean", "false", "False")]
    [InlineData("String", "\"2024-03-01T10:00:00Z\"", "03/01/2024 10:00:00 +00:00")]
    [InlineData("String", "\"2024-03-01T10:00:00+08:00\"", "03/01/2024 10:00:00 +08:00")]
    [InlineData("String", "\"01.03.2024\"", "01.03.2024")]
    [InlineData("NoSuchType", "7", "7")]
    [InlineData("String", "null", "")]
    public async Task ContainerVariable_TakesPrimitiveValuesAsText(string type, string value, string printed)
    {
        var runner = await HolderAsync($$"""[{"id":"v","name":"v","typeName":"{{type}}","value":{{value}}}]""", Say("p", "variables.v"));
        Assert.Equal(printed, runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "D-19")]
    public async Task ContainerVariables_WithoutNames_AreNumbered()
    {
        var runner = await HolderAsync(
            """[{"typeName":"String","value":"a"},{"name":"Variable2","typeName":"String","value":"b"},{"typeName":"String","value":"c"}]""",
            Say("p", "variables.Variable1 + variables.Variable2 + variables.Variable3"));
        Assert.Equal("abc", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "D-19")]
    public void ContainerVariable_WithAnUnknownType_IsAnObject()
    {
        var root = Sequence("S");
        root["variables"] = JsonNode.Parse("""[{"name":"v","typeName":"NoSuchType"}]""");
        var variable = Assert.Single(Compile(Definition(root)).All.Single(node => node.Id == "S").Variables);
        Assert.Equal(TypeRef.Object, variable.Type);
    }

    [Theory]
    [Trait("Elsa", "D-20")]
    [InlineData("""{"name":"A","type":"Int32"}""", "Int32", false)]
    [InlineData("""{"name":"A","type":"Int32","isArray":true}""", "Int32[]", false)]
    [InlineData("""{"name":"A"}""", "Object", false)]
    [InlineData("""{"name":"A","type":"String","displayName":"a","description":"d","category":"c","uiHint":"singleline","storageDriverType":"WorkflowInstanceStorageDriver"}""", "String", true)]
    [InlineData("""{"name":"A","type":"String","storageDriverType":"Elsa.Workflows.Services.MemoryStorageDriver, Elsa.Workflows.Core"}""", "String", false)]
    public void Input_IsReadWithItsTypeAndDriver(string json, string type, bool isStored)
    {
        var input = Assert.Single(Read(("inputs", new JsonArray(JsonNode.Parse(json)))).Inputs);
        Assert.Equal((type, isStored), (input.Type, input.IsStored));
    }

    [Fact]
    [Trait("Elsa", "D-20")]
    public void Output_IsReadWithoutEditorAndDriver()
    {
        var output = Assert.Single(Read(("outputs", new JsonArray(JsonNode.Parse("""{"name":"R","type":"Decimal","displayName":"Result","isArray":true}""")))).Outputs);
        Assert.Equal(("R", "Decimal[]", "Result", false), (output.Name, output.Type, output.DisplayName, output.IsStored));
    }

    [Theory]
    [Trait("Elsa", "D-20")]
    [Trait("Elsa", "D-33")]
    [InlineData("inputs", "input")]
    [InlineData("outputs", "output")]
    public void Names_WhenTheyComeTwiceInOneList_AreAnErrorOfPublishing(string list, string kind)
    {
        var twice = new JsonArray(JsonNode.Parse("""{"name":"A","type":"String"}"""), JsonNode.Parse("""{"name":"a","type":"Int32"}"""));
        var problem = Assert.Single(DefinitionValidator.Validate(
            Read((list, twice)), new ActivityRegistry(BuiltInActivities.All), new ExpressionEvaluator(new ExpressionLimits())));
        Assert.Equal(("duplicate-name", false), (problem.Code, problem.IsWarning));
        Assert.Contains($"the {kind} 'A' 2 times", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Elsa", "D-20")]
    public void Argument_WithoutAName_IsRefusedByItsPlace()
    {
        var refused = Assert.Throws<DefinitionException>(() => Read(("inputs", new JsonArray(JsonNode.Parse("""{"type":"String"}""")))));
        Assert.Contains(refused.Problems, problem => problem.Code == "argument-name");
    }

    [Theory]
    [Trait("Elsa", "D-30")]
    [InlineData("""{"_type":"Int64","_value":"5"}""", typeof(long))]
    [InlineData("""{"_type":"System.Int64, System.Private.CoreLib","_value":"5"}""", typeof(long))]
    [InlineData("""{"_type":"Guid","_value":"00000001-0000-0000-0102-030405060708"}""", typeof(Guid))]
    [InlineData("""{"_type":"Int32[]","_items":[1,2]}""", typeof(int[]))]
    [InlineData("""{"_type":"List<String>","_items":["a"]}""", typeof(List<string>))]
    [InlineData("""{"_type":"JsonObject","_island":"{\"a\":1}"}""", typeof(JsonObject))]
    [InlineData("""{"_type":"JsonArray","_island":"[1,{}]"}""", typeof(JsonArray))]
    [InlineData("""{"a":{"b":1}}""", typeof(Dictionary<string, object?>))]
    [InlineData("""[1,"x"]""", typeof(List<object?>))]
    public void StoredValue_HasTheTypeItCarries(string json, Type type)
    {
        var value = StoredValue.Read(JsonNode.Parse(json));
        Assert.IsType(type, value);
        Assert.IsType(type, StoredValue.Read(JsonNode.Parse(StoredValue.Write(value)!.ToJsonString())));
    }

    [Fact]
    [Trait("Elsa", "D-30")]
    public async Task Variable_WithATypedValue_ComesBackAfterASuspension()
    {
        var runner = new Runner(Definition(
            Sequence(
                "S",
                SetVariable("V", "v", Script("({ at: new Date(0), span: new TimeSpan(1, 2, 3), list: [1, { n: 2 }] })")),
                Event("E", "go"),
                Say("p", "variables.v.at.getTime() + ' ' + variables.v.span + ' ' + variables.v.list[1].n")),
            ("variables", new JsonArray(Variable("v", "Object")))))
        {
            IsStoredBetweenTurns = true,
        };
        await runner.StartAsync();
        await runner.EventAsync("go");
        Assert.Equal("0 01:02:03 2", runner.Printed);
    }

    private static async Task<Runner> HolderAsync(string variables, JsonObject child)
    {
        var root = Sequence("S", child);
        root["variables"] = JsonNode.Parse(variables);
        var runner = Runner.Of(root);
        await runner.StartAsync();
        return runner;
    }

    private static WorkflowDefinition Read(params IEnumerable<(string Name, JsonNode? Value)> members)
        => DefinitionReader.Read(Definition(Print("a"), members).ToJsonString());

    private static CompiledWorkflow Compile(JsonObject definition)
        => CompiledWorkflow.Compile(DefinitionReader.Read(definition.ToJsonString()), new ActivityRegistry(BuiltInActivities.All));
}
