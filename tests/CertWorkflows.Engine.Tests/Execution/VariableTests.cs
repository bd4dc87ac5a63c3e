using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Execution;

public sealed class VariableTests
{
    [Theory]
    [InlineData(true, "7")]
    [InlineData(false, "1")]
    [Trait("Elsa", "D-18")]
    [Trait("Elsa", "R-10")]
    public async Task Variable_AfterASuspension_IsBackOnlyIfItIsStored(bool isStored, string printed)
    {
        var runner = Runner.Of(
            Sequence("S", SetVariable("V", "n", Text("7")), Event("E", "go"), Show("variables.n")),
            ("variables", new JsonArray(Variable("n", "Int32", "1", isStored))));
        await runner.StartAsync();
        await runner.EventAsync("go");
        Assert.Equal(printed, runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "E-6")]
    public async Task Variable_WhenContainersNest_InnerHidesOuter()
    {
        var inner = Sequence("T", Show("variables.n"), SetVariable("V", "inner", Text("changed")), Show("variables.n", "W2"));
        var declared = Variable("inner", "String", "inner");
        declared["name"] = "n";
        inner["variables"] = new JsonArray(declared);
        var outer = Variable("outer", "String", "outer");
        outer["name"] = "n";
        var runner = Runner.Of(Sequence("S", inner, Show("variables.n", "W3")), ("variables", new JsonArray(outer)));
        await runner.StartAsync();
        Assert.Equal("inner | changed | outer", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "E-14")]
    public async Task Variable_WhenScriptMakesOne_LivesInTheContainerOverASuspension()
    {
        var runner = Runner.Of(Sequence("S", Show("setVariable('made', 3), 'ok'"), Event("E", "go"), Show("getVariable('made')", "W2")));
        await runner.StartAsync();
        await runner.EventAsync("go");
        Assert.Equal("ok | 3", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "X-12a")]
    public async Task Start_WhenVariablesArePassed_AssignsDeclaredOnesAndMakesOthers()
    {
        var runner = Runner.Of(
            Sequence(
                "S",
                Activity("Elsa.WriteLine", "W", ("text", Input("String", "Variable", new JsonObject { ["id"] = "n" }))),
                Event("E", "go"),
                Show("variables.n + ' ' + variables.extra", "W2")),
            ("variables", new JsonArray(Variable("n", "Int32", "1"))));
        await runner.GiveAsync(new Stimulus.Start(
            new Dictionary<string, object?>(), Variables: new Dictionary<string, object?> { ["n"] = "5", ["extra"] = "x" }));
        await runner.EventAsync("go");
        Assert.Equal("5 | 5 x", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "D-21")]
    [Trait("Elsa", "X-17")]
    public async Task Input_AfterASuspension_IsThereOnlyIfDeclaredWithADriver()
    {
        JsonObject Declared(string name, string? driver) => new() { ["name"] = name, ["type"] = "String", ["storageDriverType"] = driver };
        var runner = Runner.Of(
            Sequence("S", Show("getInput('KEPT') + getInput('lost')"), Event("E", "go"), Show("getInput('kept') + ' ' + getInput('lost')", "W2")),
            ("inputs", new JsonArray(Declared("kept", "WorkflowInstanceStorageDriver"), Declared("lost", null))));
        await runner.StartAsync(("kept", "k"), ("lost", "l"), ("undeclared", "u"));
        await runner.EventAsync("go");
        Assert.Equal("kl | k null", runner.Printed);
        Assert.Equal(["kept"], runner.State!.Input.Keys);
    }

    [Fact]
    [Trait("Elsa", "E-20")]
    [Trait("Elsa", "R-7")]
    public async Task Output_OfAnActivity_IsSeenInTheSameTurnOnly()
    {
        var choice = If("Choice", true, null);
        var runner = Runner.Of(Sequence("S", choice, Show("getOutputFrom('Choice')"), Event("E", "go"), Show("String(getOutputFrom('Choice'))", "W2")));
        await runner.StartAsync();
        await runner.EventAsync("go");
        Assert.Equal("True | null", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "D-14")]
    [Trait("Elsa", "X-21")]
    public async Task Output_WhenBoundToAWorkflowOutput_IsTheInstancesOutput()
    {
        var wait = Event("E", "go");
        wait["result"] = BoundTo("Answer");
        var runner = Runner.Of(wait, ("outputs", new JsonArray(new JsonObject { ["name"] = "Answer", ["type"] = "String" })));
        await runner.StartAsync();
        await runner.EventAsync("go", "yes");
        Assert.Equal("yes", (string?)runner.State!.Output["Answer"]);
    }

    [Fact]
    public async Task Output_WhenBoundNowhere_IsHarmless()
    {
        var wait = Event("E", "go");
        wait["result"] = BoundTo("gone");
        var runner = Runner.Of(wait);
        await runner.StartAsync();
        await runner.EventAsync("go", "yes");
        Assert.Equal("Finished/Finished", runner.Status);
    }

    [Fact]
    public async Task Output_WhenItHasAConverter_Faults()
    {
        var wait = Event("E", "go");
        wait["result"] = BoundTo("x");
        wait["result"]!["converter"] = new JsonObject { ["id"] = "acme" };
        var runner = Runner.Of(wait);
        await runner.StartAsync();
        await runner.EventAsync("go", "yes");
        Assert.Contains("acme", Assert.Single(runner.State!.Incidents).Message, StringComparison.Ordinal);
    }

    private static JsonObject Show(string script, string id = "W") => Activity("Elsa.WriteLine", id, ("text", Script(script)));
}
