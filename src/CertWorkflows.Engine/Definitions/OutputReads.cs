using System.Text.RegularExpressions;
using CertWorkflows.Engine.Activities;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Scripts that read the output of an activity which is unknown there, or is forgotten by then: outputs do not survive a
/// suspension (E-20).</summary>
internal static partial class OutputReads
{
    public static IEnumerable<DefinitionProblem> Check(ActivityNode node, IEnumerable<string> scripts)
    {
        var (container, child) = (node, node);
        while (!container.IsVariableContainer && container.Parent is not null)
            (child, container) = (container, container.Parent);
        var texts = scripts.ToList();
        if (texts.Exists(text => Last().IsMatch(text)) && IsLastForgotten(container, child))
        {
            yield return new DefinitionProblem(
                "output-after-wait", node.NodeId, $"A script of '{node.Id}' reads the last result after a wait, where it is forgotten; keep it in a variable.", true);
        }

        foreach (var name in texts.SelectMany(Names).Distinct())
        {
            var source = container.Children.FirstOrDefault(each => each.Id == name.Text || each.Name == name.Text)
                ?? (name.IsAccessor ? container.Children.FirstOrDefault(each => each.Name is { Length: > 0 } given && Pascal(given) == name.Text) : null);
            if (source is null && !name.IsAccessor)
            {
                yield return new DefinitionProblem(
                    "unknown-output", node.NodeId, $"A script of '{node.Id}' reads the output of '{name.Text}', which is not beside it in its container; it would fail.", true);
            }
            else if (source is not null && WaitsBetween(container, source, child))
            {
                yield return new DefinitionProblem(
                    "output-after-wait", node.NodeId, $"A script of '{node.Id}' reads the output of '{source.Id}' after a wait, where it is forgotten; keep it in a variable.", true);
            }
        }
    }

    private static IEnumerable<(string Text, bool IsAccessor)> Names(string script)
        => Read().Matches(script).Select(match => (match.Groups["name"].Value, false))
            .Concat(Accessor().Matches(script).Select(match => (match.Groups["name"].Value, true)));

    private static bool WaitsBetween(ActivityNode container, ActivityNode source, ActivityNode reader)
    {
        if (container.Plan is FlowchartPlan plan)
        {
            var (from, to) = (plan.IndexOf(source.Id), plan.IndexOf(reader.Id));
            if (from < 0 || to < 0)
                return false;
            var behind = After(plan, from);
            return plan.Children.Where((child, index) => index != from && index != to && behind.Contains(index)
                && FlowchartRules.CanWait(child) && After(plan, index).Contains(to)).Any();
        }

        var children = container.Children.ToList();
        var (first, last) = (children.IndexOf(source), children.IndexOf(reader));
        return container.Activity is SequenceActivity && first >= 0 && children.Skip(first + 1).Take(last - first - 1).Any(FlowchartRules.CanWait);
    }

    /// <summary>Whether, on some way back from the reader, a wait comes before anything that writes a result.</summary>
    private static bool IsLastForgotten(ActivityNode container, ActivityNode reader)
    {
        if (container.Plan is not FlowchartPlan plan)
        {
            var before = container.Activity is SequenceActivity
                ? container.Children.TakeWhile(each => each != reader).Reverse().FirstOrDefault(each => WritesResult(each) || FlowchartRules.CanWait(each))
                : null;
            return before is not null && !WritesResult(before);
        }

        var seen = new HashSet<int>();
        var open = new Stack<int>([plan.IndexOf(reader.Id)]);
        while (open.TryPop(out var next))
        {
            foreach (var source in plan.Edges.Where(edge => edge.Target == next).Select(edge => edge.Source).Where(seen.Add))
            {
                if (WritesResult(plan.Children[source]))
                    continue;
                if (FlowchartRules.CanWait(plan.Children[source]))
                    return true;
                open.Push(source);
            }
        }

        return false;
    }

    private static bool WritesResult(ActivityNode node)
        => node.Activity.Descriptor.Outputs.Any(output => output.Name == "Result") || node.Children.Any(WritesResult);

    private static HashSet<int> After(FlowchartPlan plan, int from)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>(plan.Outbound[from].Select(edge => edge.Target));
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next))
                continue;
            foreach (var edge in plan.Outbound[next])
                open.Push(edge.Target);
        }

        return seen;
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"\bgetLastResult\s*\(", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Last();

    [GeneratedRegex("""\bgetOutputFrom\s*\(\s*["'`](?<name>[^"'`]+)["'`]""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Read();

    [GeneratedRegex(@"\bget[\p{L}\p{Nd}]+From(?<name>[\p{L}\p{Nd}]+)\s*\(\s*\)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Accessor();
}
