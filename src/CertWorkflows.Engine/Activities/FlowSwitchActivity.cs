using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.FlowSwitch: the outcome is the label of the case that holds, or Default .</summary>
internal sealed class FlowSwitchActivity : Activity
{
    private const string Default = "Default";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.FlowSwitch", "Branching", "Switch (flow)", "Leaves by the cases that hold.")
            .Input("Cases", TypeRef.Object, "Labels and conditions, in order.", hint: UiHints.FlowSwitchEditor, wrapped: false)
            .Input(
                "Mode",
                TypeRef.String,
                "MatchFirst leaves by the first case that holds, MatchAny by all of them.",
                defaultValue: "MatchFirst",
                hint: UiHints.DropDown,
                options: UiHints.OneOf("MatchFirst", "MatchAny"))
            .Outcomes(Default)
            .Build();

    public override object Plan(ActivityNode node) => (ActivityJson.Items(node.Raw("cases")) ?? [])
        .OfType<JsonObject>()
        .Select(json => new Case(
            ActivityJson.Text(json, "label") ?? "",
            ActivityJson.Member(json, "condition") is JsonObject condition ? InputCompiler.Plain(condition) : null))
        .ToArray();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var matchesAny = string.Equals(context.Input<string>("Mode"), "MatchAny", StringComparison.OrdinalIgnoreCase);
        var labels = new List<string>();
        foreach (var (label, condition) in (Case[])context.Node.Plan!)
        {
            if (condition is null || context.Evaluate(condition, TypeRef.Boolean) is not true)
                continue;
            labels.Add(label);
            if (!matchesAny)
                break;
        }

        return new(ActivityResult.Outcomes(labels.Count > 0 ? labels : [Default]));
    }

    public override IEnumerable<string> Outcomes(ActivityNode node) => ((Case[])node.Plan!).Select(each => each.Label).Append(Default).Distinct();

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
        => ((Case[])node.Plan!).Where(each => each.Label.Length == 0 || each.Condition is null).Select(each => new DefinitionProblem(
            "invalid-case", node.NodeId, $"Case '{each.Label}' needs a label and a condition; it would never hold.", true));

    internal static IEnumerable<(string Where, Expression Expression)> Conditions(ActivityNode node)
        => node.Plan is Case[] cases
            ? cases.Where(each => each.Condition is not null).Select(each => ($"case '{each.Label}'", each.Condition!))
            : [];

    private sealed record Case(string Label, Expression? Condition);
}
