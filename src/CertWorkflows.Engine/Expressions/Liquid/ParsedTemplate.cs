using System.Text.RegularExpressions;
using DotLiquid;
using DotLiquid.Exceptions;

namespace CertWorkflows.Engine.Expressions.Liquid;

/// <summary>A template, or why it does not parse.</summary>
internal sealed partial record ParsedTemplate(Template? Template, string? Problem)
{
    // the parser and the renderer recurse once a block, on whatever stack there is
    private const int MaxBlocks = 300;
    private const int MaxConditions = 300;

    public static ParsedTemplate Parse(string text)
    {
        if (BlockPattern().Count(text) > MaxBlocks)
            return new ParsedTemplate(null, $"The template has more than {MaxBlocks} blocks.");
        if (ConditionPattern().Count(text) > MaxConditions)
            return new ParsedTemplate(null, $"The template has more than {MaxConditions} 'and' and 'or'.");
        try
        {
            var template = DotLiquid.Template.Parse(text, SyntaxCompatibility.DotLiquid20);
            template.MakeThreadSafe();
            return new ParsedTemplate(template, null);
        }
        catch (Exception e) when (e is LiquidException or RegexMatchTimeoutException or System.ArgumentException)
        {
            return new ParsedTemplate(null, e.Message);
        }
    }

    [GeneratedRegex(
        @"\{%-?\s*(if|unless|for|case|capture|tablerow|ifchanged|block|extends|comment|raw|literal)\b",
        RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex BlockPattern();

    [GeneratedRegex(@"\b(and|or)\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex ConditionPattern();
}
