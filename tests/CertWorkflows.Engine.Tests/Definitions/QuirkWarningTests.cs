using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Definitions;

/// <summary>Quirks that run as on an Elsa server, but of which publishing warns, because they would hide a mistake.</summary>
public sealed class QuirkWarningTests
{
    [Theory]
    [InlineData("72:00:00", "72 days")]
    [InlineData("90", "90 days")]
    [InlineData("soon", "no time at all")]
    [Trait("Elsa", "E-25")]
    public void Literal_WhenATimeSpanMeansSomethingElse_SaysWhatItBecomes(string text, string becomes)
    {
        var problem = Assert.Single(Validate(Activity("Elsa.Delay", "D", ("timeSpan", Input("TimeSpan", "Literal", text)))));
        Assert.Equal(("surprising-literal", "Workflow1:D", true), (problem.Code, problem.NodeId, problem.IsWarning));
        Assert.Contains(becomes, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:05:00")]
    [InlineData("1.12:00:00")]
    [InlineData("00:00:00")]
    [InlineData("")]
    public void Literal_WhenATimeSpanIsPlain_IsNoProblem(string text)
        => Assert.Empty(Validate(Activity("Elsa.Delay", "D", ("timeSpan", Input("TimeSpan", "Literal", text)))));

    [Theory]
    [InlineData("Int32", "abc", "0")]
    [InlineData("Int32", "3.5", "0")]
    [InlineData("Decimal", "1,5", "15")]
    [InlineData("Boolean", "yes", "false")]
    [InlineData("Boolean", "1", "false")]
    [InlineData("Guid", "nobody", "an id of zeros")]
    [InlineData("DateTimeOffset", "tomorrow", "the year 1")]
    [Trait("Elsa", "E-25")]
    [Trait("Elsa", "D-17")]
    public void Variable_WhenItsValueMeansSomethingElse_SaysWhatItBecomes(string type, string text, string becomes)
    {
        var problem = Assert.Single(Validate(Print("a"), Variable("v", type, text)));
        Assert.Contains($"becomes {becomes} as {type}", problem.Message, StringComparison.Ordinal);
        Assert.True(problem.IsWarning);
    }

    [Theory]
    [InlineData("Int32", "0")]
    [InlineData("Int32", "-7")]
    [InlineData("Decimal", "0.00")]
    [InlineData("Boolean", "False")]
    [InlineData("String", "abc")]
    [InlineData("Object", "abc")]
    [InlineData("Guid", "00000000-0000-0000-0000-000000000000")]
    [InlineData("DateTimeOffset", "2024-03-01T10:00:00Z")]
    public void Variable_WhenItsValueIsPlain_IsNoProblem(string type, string text) => Assert.Empty(Validate(Print("a"), Variable("v", type, text)));

    [Theory]
    [InlineData("getOutputFrom('A')")]
    [InlineData("getResultFromA() + 1")]
    [Trait("Elsa", "E-20")]
    public void Output_WhenReadAfterAWait_Warns(string script)
    {
        AssertWarns("output-after-wait", Validate(Sequence("S", Event("A", "a"), Event("W", "w"), Reader("R", script))));
        AssertWarns("output-after-wait", Validate(Flowchart("F", "A>W W>R", Event("A", "a"), Event("W", "w"), Reader("R", script))));
        AssertWarns("output-after-wait", Validate(
            Sequence("S", Event("A", "a"), If("I", true, Event("W", "w")), Reader("R", script))));
    }

    [Theory]
    [InlineData("getOutputFrom('A')")]
    [InlineData("getResultFromA()")]
    public void Output_WhenReadBeforeAnyWait_IsNoProblem(string script)
    {
        Assert.Empty(Validate(Sequence("S", Event("A", "a"), Reader("R", script), Event("W", "w"))));
        Assert.Empty(Validate(Flowchart("F", "A>R R>W", Event("A", "a"), Event("W", "w"), Reader("R", script))));
    }

    [Fact]
    [Trait("Elsa", "E-20")]
    [Trait("Elsa", "X-15")]
    public void LastResult_WhenReadAfterAWaitThatWritesNone_Warns()
    {
        var reader = Reader("R", "getLastResult()");
        AssertWarns("output-after-wait", Validate(Sequence("S", Event("A", "a"), Wait("W"), Print("p"), reader.DeepClone().AsObject())));
        AssertWarns("output-after-wait", Validate(Flowchart("F", "A>W W>p p>R A>B B>R", Event("A", "a"), Wait("W"), Event("B", "b"), reader.DeepClone().AsObject())));
        Assert.Empty(Validate(Sequence("S", Wait("W"), Event("A", "a"), Print("p"), reader.DeepClone().AsObject())));
        Assert.Empty(Validate(Flowchart("F", "W>A A>p p>R", Wait("W"), Event("A", "a"), reader.DeepClone().AsObject())));
        Assert.Empty(Validate(Sequence("S", reader, Wait("W"))));

        static JsonObject Wait(string id) => Activity("Elsa.Delay", id, ("timeSpan", Input("TimeSpan", "Literal", "01:00:00")));
    }

    [Fact]
    [Trait("Elsa", "E-14")]
    [Trait("Elsa", "E-20")]
    public void Output_WhenTheActivityIsNotBesideIt_Warns()
        => AssertWarns("unknown-output", Validate(Sequence("S", Reader("R", "getOutputFrom('Nobody')"))));

    [Theory]
    [InlineData("WaitAll", true)]
    [InlineData("WaitAny", false)]
    [InlineData(null, false)]
    [Trait("Elsa", "F-13")]
    [Trait("Elsa", "F-17")]
    public void Join_WhenItWaitsForBothArmsOfADecision_Warns(string? mode, bool warns)
    {
        var join = Activity("Elsa.FlowJoin", "J", ("mode", mode is null ? null : Text(mode)));
        var problems = Validate(Flowchart("F", "D:True>a D:False>b a>J b>J J>end", Decision("D", true), join));
        Assert.Equal(warns, problems.Any(problem => problem.Code == "join-never-complete" && problem.NodeId == "Workflow1:F:J"));
        Assert.DoesNotContain(
            Validate(Flowchart("F", "S>a S>b a>J b>J", Activity("Elsa.FlowJoin", "J", ("mode", Text("WaitAll"))))),
            problem => problem.Code == "join-never-complete");
    }

    [Theory]
    [InlineData("Merge", true)]
    [InlineData("Converge", true)]
    [InlineData("Stream", false)]
    [Trait("Elsa", "F-23")]
    public void MergeMode_WhenItWaitsForBothArmsOfADecision_Warns(string mode, bool warns)
    {
        var target = Print("M");
        target["customProperties"] = new JsonObject { ["mergeMode"] = mode };
        var problems = Validate(Flowchart("F", "D:True>a D:False>b a>M b>M", Decision("D", true), target));
        Assert.Equal(warns, problems.Any(problem => problem.Code == "join-never-complete"));
    }

    [Fact]
    [Trait("Elsa", "A-19")]
    public void Script_OfRunJavaScript_MustParse()
        => Assert.Equal("invalid-expression", Assert.Single(Validate(Activity("Elsa.RunJavaScript", "J", ("script", Text("1 +"))))).Code);

    private static JsonObject Reader(string id, string script) => Activity("Elsa.WriteLine", id, ("text", Script(script)));

    private static void AssertWarns(string code, IReadOnlyList<DefinitionProblem> problems)
        => Assert.Contains(problems, problem => problem.Code == code && problem.IsWarning);

    private static IReadOnlyList<DefinitionProblem> Validate(JsonObject root, params IEnumerable<JsonObject> variables)
        => DefinitionValidator.Validate(
            DefinitionReader.Read(Definition(root, ("variables", new JsonArray([.. variables]))).ToJsonString()),
            new ActivityRegistry(BuiltInActivities.All),
            new ExpressionEvaluator(new ExpressionLimits()));
}
