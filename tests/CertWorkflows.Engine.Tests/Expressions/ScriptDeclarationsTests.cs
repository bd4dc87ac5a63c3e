using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Engine.Expressions.JavaScript;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Expressions;

public sealed class ScriptDeclarationsTests
{
    [Fact]
    [Trait("Elsa", "E-14")]
    public void Declarations_OfTheGlobalFunctions_AreThoseThatExist() => Assert.Equal(
        ScriptFunctions.All.Keys.Except(ScriptFunctions.Unavailable.Keys).Except(["setOutcome", "setOutcomes"]).Order(StringComparer.Ordinal),
        ScriptDeclarations.Functions.Order(StringComparer.Ordinal));

    [Fact]
    [Trait("Elsa", "E-17")]
    public void Declarations_OfADefinition_NameItsVariablesInputsAndOutputs()
    {
        var definition = Definition(
            Sequence("S", Event("Ask", "e"), Print("w")),
            ("variables", new JsonArray(Variable("days", "Int32"), Variable("my_var", "String"), Variable("names", "List<String>"))),
            ("inputs", new JsonArray(new JsonObject { ["name"] = "Reason", ["type"] = "String" })));
        var workflow = CompiledWorkflow.Compile(DefinitionReader.Read(definition.ToJsonString()), new ActivityRegistry(BuiltInActivities.All));

        var text = ScriptDeclarations.Of(workflow, "Elsa.RunJavaScript");

        Assert.All(
            [
                "    days: number;", "    names: string[];", "declare function getDays(): number;", "declare function setNames(value: string[]): void;",
                "declare function getReason(): string;", "declare function getResultFromAsk(): any;", "declare function setOutcome(name: string): void;",
            ],
            line => Assert.Contains(line + "\n", text, StringComparison.Ordinal));
        Assert.DoesNotContain("my_var", text, StringComparison.Ordinal);
        Assert.DoesNotContain("setOutcome", ScriptDeclarations.Of(workflow, "Elsa.WriteLine"), StringComparison.Ordinal);
    }
}
