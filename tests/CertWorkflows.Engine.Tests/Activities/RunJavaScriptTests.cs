using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Engine.Tests.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Activities;

public sealed class RunJavaScriptTests
{
    [Theory]
    [InlineData("setOutcome('Big')", "big")]
    [InlineData("setOutcomes(['Big', 'Small'])", "big | small")]
    [InlineData("1 + 1", "done")]
    [InlineData("  ", "done")]
    [Trait("Elsa", "A-19")]
    [Trait("Elsa", "E-14")]
    public async Task Script_WhenItChoosesOutcomes_FollowsThem(string script, string printed)
    {
        var runner = Runner.Of(Flowchart("F", "J:Big>big J:Small>small J>done", Run("J", script)));

        await runner.StartAsync();

        Assert.Equal(printed, runner.Printed);
    }

    [Theory]
    [InlineData("({ a: variables.n + 1 }).a", 6)]
    [InlineData("null", 5)]
    [InlineData("", 5)]
    [Trait("Elsa", "A-19")]
    public async Task Result_WhenItIsNothing_LeavesTheVariableAlone(string script, int expected)
    {
        var run = Run("J", script);
        run["result"] = BoundTo("n");
        var runner = Runner.Of(
            Sequence("S", run, Activity("Elsa.SetOutput", "O", ("outputName", Text("n")), ("outputValue", Script("variables.n")))),
            ("variables", new JsonArray(Variable("n", "Int32", "5"))));

        await runner.StartAsync();

        Assert.Equal(expected, StoredValue.Read(runner.State!.Output["n"], TypeRef.Int32));
    }

    [Fact]
    [Trait("Elsa", "A-19")]
    [Trait("Elsa", "E-18")]
    public async Task Script_WhenItFails_FaultsTheActivityWithItsOwnError()
    {
        var runner = Runner.Of(Sequence("S", Run("J", "throw new TypeError('no')")));

        await runner.StartAsync();

        Assert.Equal("Finished/Faulted", runner.Status);
        Assert.Equal("TypeError: no", Assert.Single(runner.State!.Incidents).Message);
    }

    [Theory]
    [InlineData("J:A>a", "[\"A\"]", false)]
    [InlineData("J:B>a", "[\"A\"]", true)]
    [InlineData("J:B>a", null, false)]
    [Trait("Elsa", "A-19")]
    public void Outcomes_WhenTheDesignerListsThem_AreThoseAndDone(string connection, string? listed, bool isUnknown)
    {
        var run = Run("J", "setOutcome('A')");
        if (listed is not null)
            run["possibleOutcomes"] = Input("List<String>", "Object", listed);
        var problems = DefinitionValidator.Validate(
            DefinitionReader.Read(Definition(Flowchart("F", connection, run)).ToJsonString()),
            new ActivityRegistry(CertWorkflows.Engine.Activities.BuiltInActivities.All),
            new ExpressionEvaluator(new ExpressionLimits()));

        Assert.Equal(isUnknown, problems.Any(problem => problem.Code == "unknown-outcome"));
    }

    private static JsonObject Run(string id, string script) => Activity("Elsa.RunJavaScript", id, ("script", Text(script)));
}
