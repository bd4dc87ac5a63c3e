using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Tests.Execution;
using FsCheck.Xunit;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Definitions;

public sealed class DefinitionReaderTests
{
    [Fact]
    [Trait("Elsa", "D-1")]
    [Trait("Elsa", "D-3")]
    public async Task Example_OfTheSpecification_RunsBothWays()
    {
        var text = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Definitions", "Fixtures", "leave-request.json"), TestContext.Current.CancellationToken);
        var definition = JsonNode.Parse(text)!.AsObject();

        var few = new Runner(definition);
        await few.StartAsync(("RequestedDays", 2));
        Assert.Equal(("Finished/Finished", "auto"), (few.Status, (string?)few.State!.Output["Decision"]));

        var many = new Runner(definition) { IsStoredBetweenTurns = true };
        await many.StartAsync(("RequestedDays", 9));
        await many.EventAsync("leave-9", "granted");
        Assert.Equal(("Finished/Finished", "granted"), (many.Status, (string?)many.State!.Output["Decision"]));
    }

    [Property(MaxTest = 100)]
    public void Print_OfWhatWasRead_ReadsTheSame(int seed)
    {
        var source = RandomProgram.Of(seed).Definition;
        source["futureMember"] = new JsonObject { ["kept"] = seed };
        source["root"]!.AsObject()["futureMember"] = true;
        var read = DefinitionReader.Read(source.ToJsonString());
        var printed = DefinitionWriter.Write(read);
        var again = DefinitionReader.Read(printed);

        Assert.Equal(printed, DefinitionWriter.Write(again));
        Assert.True(JsonNode.DeepEquals(read.Source, again.Source));
        Assert.Equal(seed, (int?)again.Source["futureMember"]!["kept"]);
        Assert.True((bool?)again.Root["futureMember"]);
        Assert.Equal(
            CompiledWorkflow.Compile(read, Registry).All.Select(node => node.NodeId),
            CompiledWorkflow.Compile(again, Registry).All.Select(node => node.NodeId));
    }

    [Fact]
    public void Print_WhenHeadWasChanged_ShowsTheChange()
    {
        var definition = DefinitionReader.Read(Definition(Print("a")).ToJsonString()) with { Version = 7, Id = "v7", IsPublished = false, Name = "Other" };
        var again = DefinitionReader.Read(DefinitionWriter.Write(definition));
        Assert.Equal((7, "v7", false, "Other"), (again.Version, again.Id, again.IsPublished, again.Name));
        Assert.Equal(definition.CreatedAt, again.CreatedAt);
    }

    [Fact]
    [Trait("Elsa", "D-6")]
    [Trait("Elsa", "D-7")]
    public void Read_WhenIdsAreMissingAndNodeIdsStale_GivesThemAnew()
    {
        var root = Sequence("S", Print("a"), Print("b"), Print("WriteLine1"));
        var activities = root["activities"]!.AsArray();
        activities[0]!.AsObject().Remove("id");
        activities[1]!.AsObject().Remove("id");
        activities[2]!["nodeId"] = "Workflow9:wrong";
        var definition = DefinitionReader.Read(Definition(root).ToJsonString());
        Assert.Equal(
            ["Workflow1:S:WriteLine2", "Workflow1:S:WriteLine3", "Workflow1:S:WriteLine1"],
            definition.Root["activities"]!.AsArray().Select(activity => (string?)activity!["nodeId"]));
    }

    [Fact]
    public void Read_WhenNothingButAnEmptyObject_GivesAnEmptySequence()
    {
        var definition = DefinitionReader.Read("{}");
        Assert.Equal("Elsa.Sequence", (string?)definition.Root["type"]);
        Assert.Equal((1, ""), (definition.Version, definition.Id));
    }

    [Fact]
    public void Read_WhenSeveralThingsAreWrong_ListsAllWithTheirPaths()
    {
        var definition = Definition(
            Sequence("S", new JsonObject { ["id"] = "x" }, Activity("Elsa.NotFoundActivity", "n")),
            ("name", 5),
            ("variables", new JsonArray(new JsonObject { ["name"] = "v", ["typeName"] = "Int32", ["value"] = 3 })),
            ("inputs", "none"));
        var exception = Assert.Throws<DefinitionException>(() => DefinitionReader.Read(definition.ToJsonString()));
        Assert.Equal(
            ["$.inputs", "$.name", "$.root.activities[0].type", "$.root.activities[1]", "$.variables[0].value"],
            exception.Problems.Select(problem => problem.NodeId).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"name":"a","name":"b"}""")]
    public void Read_WhenTextIsNoDefinition_SaysSo(string text) => Assert.Throws<DefinitionException>(() => DefinitionReader.Read(text));

    [Fact]
    public void Read_WhenTextIsTooDeep_SaysSo()
        => Assert.Throws<DefinitionException>(() => DefinitionReader.Read(
            string.Concat(Enumerable.Repeat("""{"root":""", 500)) + "1" + new string('}', 500)));

    [Fact]
    [Trait("Elsa", "D-17")]
    public void Read_WhenVariableTypeIsUnknown_LeavesItOutWithAWarning()
    {
        var definition = DefinitionReader.Read(
            Definition(Print("a"), ("variables", new JsonArray(Variable("v", "Acme.Gone")))).ToJsonString());
        Assert.Empty(definition.Variables);
        Assert.Equal("variable-type", Assert.Single(definition.Warnings).Code);
    }

    [Theory]
    [Trait("Elsa", "D-5")]
    [InlineData("FaultStrategy", "Fault")]
    [InlineData("Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core", "ContinueWithIncidents")]
    [InlineData(null, null)]
    public void Strategy_InAnySpelling_IsItsLastPart(string? written, string? read)
        => Assert.Equal(read, DefinitionReader.Read(
            Definition(Print("a"), ("options", new JsonObject { ["incidentStrategyType"] = written })).ToJsonString()).Options.IncidentStrategy);

    [Theory]
    [Trait("Elsa", "D-18")]
    [InlineData("WorkflowInstanceStorageDriver", true)]
    [InlineData("Elsa.Workflows.Services.WorkflowStorageDriver, Elsa.Workflows.Core", true)]
    [InlineData("MemoryStorageDriver", false)]
    [InlineData(null, false)]
    public void StorageDriver_InAnySpelling_DecidesWhetherAVariableIsStored(string? driver, bool isStored)
    {
        var variable = Variable("v", "String");
        variable["storageDriverTypeName"] = driver;
        var definition = DefinitionReader.Read(Definition(Print("a"), ("variables", new JsonArray(variable))).ToJsonString());
        Assert.Equal(isStored, Assert.Single(definition.Variables).IsStored);
    }

    [Theory]
    [Trait("Elsa", "D-24")]
    [Trait("Elsa", "D-25")]
    [InlineData("""{"$values":[{"source":{"activity":"a","port":"Done"},"target":{"activity":"b"}}]}""")]
    [InlineData("""{"source":{"activity":"a","port":"Done"},"target":{"activity":"b"}}""")]
    [InlineData("""[{"source":"a","target":"b","sourcePort":"Done","targetPort":"In"}]""")]
    [InlineData("""[{"Source":{"Activity":"a","Port":"Done"},"Target":{"Activity":"b","Port":"In"}}]""")]
    [InlineData("""[{"source":{"activity":"a","port":"Done"},"target":{"activity":"b"}},{"source":{"activity":"a","port":"Done"},"target":{"activity":"b"}}]""")]
    public async Task Connections_InAnyForm_AreFollowedOnce(string connections)
    {
        var root = Flowchart("F", "a b");
        root["connections"] = JsonNode.Parse(connections);
        var runner = Runner.Of(root);
        await runner.StartAsync();
        Assert.Equal("a | b", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "D-24")]
    public async Task Connection_WithoutSourcePort_IsNeverFollowed()
    {
        var root = Flowchart("F", "a b");
        root["connections"] = JsonNode.Parse("""[{"source":{"activity":"a"},"target":{"activity":"b"}}]""");
        var runner = Runner.Of(root);
        await runner.StartAsync();
        Assert.Equal("a", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "D-9")]
    public async Task Placeholder_WhenTheMissingTypeAppeared_Heals()
    {
        var placeholder = Activity(
            "Elsa.NotFoundActivity", "P", ("missingTypeName", "Elsa.WriteLine"), ("originalActivityJson", Print("P").ToJsonString()));
        var runner = Runner.Of(Sequence("S", placeholder));
        await runner.StartAsync();
        Assert.Equal("P", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "D-6")]
    [Trait("Elsa", "D-9")]
    public void Compile_WhenVersionIsUnknown_TakesTheHighest()
        => Assert.Equal(1, Registry.Find("Elsa.WriteLine", 99)!.Descriptor.Version);

    private static ActivityRegistry Registry { get; } = new([.. BuiltInActivities.All, .. RandomProgram.Activities]);
}
