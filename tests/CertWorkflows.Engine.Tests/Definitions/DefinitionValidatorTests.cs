using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Definitions;

public sealed class DefinitionValidatorTests
{
    [Fact]
    public void Validate_WhenDefinitionIsSound_FindsNothing()
        => Assert.Empty(Validate(Flowchart("F", "S>E E>D D:True>a D:False>b", Event("E", "go"), Decision("D", true))));

    [Fact]
    [Trait("Elsa", "D-9")]
    public void Validate_WhenTypeIsUnknown_NamesTheNode()
        => AssertProblem(Validate(Sequence("S", Activity("Acme.Gone", "X"))), "unknown-activity-type", "Workflow1:S:X", isWarning: false);

    [Theory]
    [InlineData(3, "Activity type 'Acme.Gone' version 3 is not known; the instance would fault here.")]
    [InlineData(null, "Activity type 'Acme.Gone' is not known; the instance would fault here.")]
    [Trait("Elsa", "D-9")]
    public void Validate_WhenTypeIsUnknown_SaysTheVersionThatWasAsked(int? version, string message)
    {
        var activity = Activity("Acme.Gone", "X");
        activity["version"] = version;
        Assert.Equal(message, Assert.Single(Validate(activity)).Message);
    }

    [Theory]
    [Trait("Elsa", "A-46")]
    [Trait("Elsa", "A-48")]
    [Trait("Elsa", "A-49")]
    [Trait("Elsa", "A-50")]
    [InlineData("Elsa.UserTask", "3.9")]
    [InlineData("Elsa.ReadLine", "standard input")]
    [InlineData("Elsa.BpmnProcess", "BPMN")]
    [InlineData("Elsa.Alterations.SubmitAlterationPlan", "alteration")]
    [InlineData("Elsa.Inline", "program code")]
    [InlineData("Elsa.Workflow", "only the root")]
    public void Validate_WhenTypeIsLeftOut_SaysWhy(string type, string reason)
    {
        var problem = Assert.Single(Validate(Sequence("S", Activity(type, "X"))));
        Assert.Equal(("refused-activity-type", "Workflow1:S:X", false), (problem.Code, problem.NodeId, problem.IsWarning));
        Assert.Contains(type, problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_WhenVersionIsUnknown_Warns()
    {
        var activity = Print("a");
        activity["version"] = 7;
        AssertProblem(Validate(activity), "unknown-activity-version", "Workflow1:a", isWarning: true);
    }

    [Fact]
    public void Validate_WhenRequiredInputIsMissing_NamesTheNode()
        => AssertProblem(Validate(Activity("Elsa.SetOutput", "O")), "missing-input", "Workflow1:O", isWarning: false);

    [Fact]
    [Trait("Elsa", "D-25")]
    public void Validate_WhenConnectionIsDanglingOrDouble_NamesTheFlowchart()
    {
        var root = Flowchart("F", "a>b a>b");
        root["connections"]!.AsArray().Add(JsonNode.Parse("""{"source":{"activity":"a","port":"Done"},"target":{"activity":"gone","port":"In"}}"""));
        var problems = Validate(root);
        AssertProblem(problems, "dangling-connection", "Workflow1:F", isWarning: false);
        AssertProblem(problems, "duplicate-connection", "Workflow1:F", isWarning: true);
    }

    [Fact]
    public void Validate_WhenOutcomeIsUnknownOrUnconnected_NamesTheActivity()
    {
        var problems = Validate(Flowchart("F", "D:True>a D:Maybe>b", Decision("D", true)));
        AssertProblem(problems, "unknown-outcome", "Workflow1:F:D", isWarning: false);
        AssertProblem(problems, "unconnected-outcome", "Workflow1:F:D", isWarning: true);
    }

    [Fact]
    public void Validate_WhenActivityIsUnreachable_Warns()
        => AssertProblem(Validate(Flowchart("F", "S>a b>c c>b")), "unreachable-activity", "Workflow1:F:b", isWarning: true);

    [Fact]
    public void Validate_WhenLoopNeverWaits_Warns()
    {
        var problems = Validate(Flowchart("F", "S>a a>D D:True>a D:False>end", Decision("D", true)));
        AssertProblem(problems, "cycle-without-wait", "Workflow1:F:D", isWarning: true);
        Assert.Empty(Validate(Flowchart("F", "S>E E>D D:True>E D:False>end", Event("E", "go"), Decision("D", true))));
    }

    [Fact]
    public void Validate_WhenWayBackIsInvalid_NamesItsSource()
        => AssertProblem(Validate(Flowchart("F", "S>A S>B A>C B>C C>A")), "invalid-backward-connection", "Workflow1:F:C", isWarning: false);

    [Fact]
    public void Validate_WhenExpressionDoesNotParse_NamesTheNode()
        => AssertProblem(Validate(Activity("Elsa.WriteLine", "W", ("text", Script("1 +")))), "invalid-expression", "Workflow1:W", isWarning: false);

    [Fact]
    public void Validate_WhenExpressionTypeIsUnknown_Warns()
        => AssertProblem(
            Validate(Activity("Elsa.WriteLine", "W", ("text", Input("String", "Klingon", "x")))), "unknown-expression-type", "Workflow1:W", isWarning: true);

    [Theory]
    [InlineData("CSharp")]
    [InlineData("Python")]
    [Trait("Elsa", "E-1")]
    [Trait("Elsa", "E-24")]
    public void Validate_WhenLanguageIsRefused_SaysWhy(string language)
    {
        var problems = Validate(Activity("Elsa.WriteLine", "W", ("text", Input("String", language, "x"))));
        AssertProblem(problems, "unsupported-expression-type", "Workflow1:W", isWarning: false);
        Assert.Contains("write it in JavaScript or Liquid", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("getConfig('a')")]
    [InlineData("getSecret('a')")]
    [InlineData("createEventTriggerUrl('a')")]
    [Trait("Elsa", "E-14")]
    public void Validate_WhenScriptCallsAMissingModule_SaysWhy(string script)
        => Assert.Contains("not available", Assert.Single(Validate(Activity("Elsa.WriteLine", "W", ("text", Script(script))))).Message, StringComparison.Ordinal);

    [Fact]
    public void Validate_WhenVariableDoesNotExist_Warns()
    {
        AssertProblem(Validate(SetVariable("V", "gone", Text("x"))), "unknown-variable", "Workflow1:V", isWarning: true);
        var bound = Event("E", "go");
        bound["result"] = BoundTo("gone");
        AssertProblem(Validate(bound), "unknown-variable", "Workflow1:E", isWarning: true);
        var read = Activity("Elsa.WriteLine", "W", ("text", Input("String", "Variable", new JsonObject { ["id"] = "gone" })));
        AssertProblem(Validate(read), "unknown-variable", "Workflow1:W", isWarning: true);
    }

    [Fact]
    public void Validate_WhenIdsAreDouble_NamesTheNode()
    {
        AssertProblem(Validate(Sequence("S", Print("a"), Event("a", "x"))), "duplicate-id", "Workflow1:S:a", isWarning: false);
        AssertProblem(Validate(Sequence("S", Print("a"), Sequence("T", Print("a")))), "duplicate-id", "Workflow1:S:T:a", isWarning: false);
    }

    [Fact]
    [Trait("Elsa", "D-33")]
    public void Validate_WhenNamesAreDouble_NamesThem()
    {
        var input = """{"name":"Days","type":"Int32"}""";
        var problems = Validate(Print("a"), ("inputs", new JsonArray(JsonNode.Parse(input), JsonNode.Parse(input))));
        Assert.Contains(problems, problem => problem.Code == "duplicate-name" && problem.Message.Contains("Days", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Elsa", "D-33")]
    public void Validate_WhenTriggerSaysNotWhatStartsIt_RefusesIt()
    {
        var trigger = Activity("Elsa.Event", "E");
        trigger["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        AssertProblem(Validate(trigger), "trigger-payload", "Workflow1:E", isWarning: false);
    }

    private static IReadOnlyList<DefinitionProblem> Validate(JsonObject root, params IEnumerable<(string Name, JsonNode? Value)> members)
        => DefinitionValidator.Validate(
            DefinitionReader.Read(Definition(root, members).ToJsonString()),
            new ActivityRegistry(BuiltInActivities.All),
            new ExpressionEvaluator(new ExpressionLimits()));

    private static void AssertProblem(IReadOnlyList<DefinitionProblem> problems, string code, string nodeId, bool isWarning)
        => Assert.Contains(problems, problem => (problem.Code, problem.NodeId, problem.IsWarning) == (code, nodeId, isWarning));
}
