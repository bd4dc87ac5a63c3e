using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Finds what is wrong with a definition before it is published.</summary>
public static class DefinitionValidator
{
    /// <summary>All problems, each naming its node; publishing is refused if one of them is no warning.</summary>
    public static IReadOnlyList<DefinitionProblem> Validate(
        WorkflowDefinition definition, ActivityRegistry registry, ExpressionEvaluator evaluator)
    {
        CompiledWorkflow workflow;
        try
        {
            workflow = CompiledWorkflow.Compile(definition, registry);
        }
        catch (DefinitionException exception)
        {
            return exception.Problems;
        }

        return
        [
            .. workflow.Warnings,
            .. Names(definition.Inputs, "input"),
            .. Names(definition.Outputs, "output"),
            .. Ids(workflow),
            .. workflow.All.Where(node => !IsInside(node)).SelectMany(node => Check(node, workflow, registry, evaluator)),
        ];
    }

    private static IEnumerable<DefinitionProblem> Names(IReadOnlyList<ArgumentDefinition> arguments, string kind)
        => arguments.GroupBy(argument => argument.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group =>
            new DefinitionProblem("duplicate-name", null, $"The workflow declares the {kind} '{group.Key}' {group.Count()} times."));

    // scripts and triggers name activities by id alone, so one id in two containers is asking for trouble
    private static IEnumerable<DefinitionProblem> Ids(CompiledWorkflow workflow)
        => workflow.All.Where(node => !IsInside(node)).GroupBy(node => node.Id).Where(group => group.Count() > 1).Select(group => new DefinitionProblem(
            "duplicate-id", group.Last().NodeId, $"The id '{group.Key}' is used by {group.Count()} activities of this workflow."));

    // what is inside a workflow used as activity was checked when that was published
    private static bool IsInside(ActivityNode node)
    {
        for (var each = node.Parent; each is not null; each = each.Parent)
        {
            if (each.Activity is WorkflowAsActivity)
                return true;
        }

        return false;
    }

    private static IEnumerable<DefinitionProblem> Check(
        ActivityNode node, CompiledWorkflow workflow, ActivityRegistry registry, ExpressionEvaluator evaluator)
        =>
        [
            .. Type(node, registry),
            .. node.Inputs.SelectMany(input => Input(node, input)),
            .. Expressions(node).SelectMany(each => Expression(node, each.Where, each.Expression, evaluator)),
            .. LiteralRules.Check(node),
            .. OutputReads.Check(node, Expressions(node).Select(each => each.Expression).Where(each => each.Type == "JavaScript").Select(each => each.Value as string ?? "")),
            .. Outputs(node, workflow),
            .. Trigger(node),
            .. node.Activity.Check(node),
        ];

    private static IEnumerable<DefinitionProblem> Type(ActivityNode node, ActivityRegistry registry)
    {
        var asked = node.Parent is null || node.Activity is NotFoundActivity ? null : ActivityJson.Number(node.Source, "version");
        if (asked is { } version && version != node.Version && registry.Find(node.Type, version) is not null)
        {
            yield return new DefinitionProblem(
                "unknown-activity-version", node.NodeId, $"Activity type '{node.Type}' has no version {version}; version {node.Version} is taken.", true);
        }
    }

    private static IEnumerable<DefinitionProblem> Input(ActivityNode node, CompiledInput input)
    {
        var isEmpty = !input.IsGiven || (input.Expression is null && input.Constant is null or "");
        if (input.Descriptor.IsRequired && isEmpty && input.Descriptor.DefaultValue is null)
        {
            yield return new DefinitionProblem(
                "missing-input", node.NodeId, $"Activity '{node.Id}' ({node.Type}) needs the input '{input.Descriptor.Name}'.");
        }
    }

    private static IEnumerable<(string Where, Expression Expression)> Expressions(ActivityNode node)
        => node.Inputs.Where(input => input.Expression is not null)
            .Select(input => ($"input '{input.Descriptor.Name}'", input.Expression!))
            .Concat(FlowSwitchActivity.Conditions(node))
            .Concat(SwitchActivity.Conditions(node))
            .Concat(StateMachineActivity.Conditions(node))
            .Concat(node.Activity is RunJavaScriptActivity && node.FindInput("Script")?.Constant is string script
                ? [("script", new Expression("JavaScript", script))]
                : []);

    private static IEnumerable<DefinitionProblem> Expression(
        ActivityNode node, string where, Expression expression, ExpressionEvaluator evaluator)
    {
        if (evaluator.Refusal(expression.Type) is { } refusal)
        {
            yield return new DefinitionProblem(
                "unsupported-expression-type", node.NodeId, $"The {where} of '{node.Id}' is written in {expression.Type}: {refusal}.");
            yield break;
        }

        if (!evaluator.Knows(expression.Type))
        {
            yield return new DefinitionProblem(
                "unknown-expression-type", node.NodeId, $"The {where} of '{node.Id}' is written in '{expression.Type}', which is not known; it would be empty.", true);
            yield break;
        }

        foreach (var problem in evaluator.Check(expression))
            yield return new DefinitionProblem("invalid-expression", node.NodeId, $"The {where} of '{node.Id}' does not parse: {problem}");
        if (expression is { Type: "Variable", Value: string text } && VariableId(text) is { } id && !IsInScope(node, id))
            yield return UnknownVariable(node, $"The {where} of '{node.Id}' reads", id);
    }

    private static IEnumerable<DefinitionProblem> Outputs(ActivityNode node, CompiledWorkflow workflow)
    {
        if (node.Activity is SetVariableActivity && node.Plan is string assigned && !IsInScope(node, assigned))
            yield return UnknownVariable(node, $"Activity '{node.Id}' assigns", assigned);
        foreach (var output in node.Outputs.Where(output => output.TargetId is not null))
        {
            if (output.ConverterId is not null)
            {
                yield return new DefinitionProblem(
                    "unknown-converter", node.NodeId, $"Output '{output.Descriptor.Name}' of '{node.Id}' uses the converter '{output.ConverterId}'; there are none here.");
            }

            if (!IsInScope(node, output.TargetId!) && !workflow.OutputNames.Contains(output.TargetId!))
                yield return UnknownVariable(node, $"Output '{output.Descriptor.Name}' of '{node.Id}' is bound to", output.TargetId!);
        }
    }

    /// <summary>D-33: a trigger that can start the workflow says what starts it.</summary>
    private static IEnumerable<DefinitionProblem> Trigger(ActivityNode node)
    {
        if (node.CanStartWorkflow && node.Activity is EventActivity && node.FindInput("EventName") is { Expression: null, Constant: null })
            yield return new DefinitionProblem("trigger-payload", node.NodeId, "Trigger should have a payload");
    }

    private static DefinitionProblem UnknownVariable(ActivityNode node, string what, string id)
        => new("unknown-variable", node.NodeId, $"{what} the variable with id '{id}', which does not exist there.", true);

    private static bool IsInScope(ActivityNode node, string variableId)
    {
        for (var each = node; each is not null; each = each.Parent)
        {
            if (each.Variables.Any(variable => variable.Id == variableId))
                return true;
        }

        return false;
    }

    private static string? VariableId(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject variable ? ActivityJson.Text(variable, "id") : null;
        }
        catch (JsonException)
        {
            // E-9: a malformed value is null, which the expression check may name
            return null;
        }
    }
}
