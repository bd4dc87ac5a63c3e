using DotLiquid;
using DotLiquid.Tags;

namespace CertWorkflows.Engine.Expressions.Liquid;

/// <summary>The <c>capture</c> block, with the limit of the output on what it captures.</summary>
internal sealed class BoundedCapture : Capture
{
    private string _target = "";

    public override void Initialize(string tagName, string markup, List<string> tokens)
    {
        _target = markup.Trim().Trim('\'', '"');
        base.Initialize(tagName, markup, tokens);
    }

    public override void Render(Context context, TextWriter result)
    {
        using var writer = new BoundedTextWriter(LiquidFilters.Limits(context).MaxOutputCharacters);
        RenderAll(NodeList, context, writer);
        context.Scopes[^1][_target] = writer.ToString();
    }
}
