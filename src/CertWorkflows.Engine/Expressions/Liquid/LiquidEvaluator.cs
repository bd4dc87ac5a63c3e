using System.Globalization;
using System.Runtime.CompilerServices;
using DotLiquid;

namespace CertWorkflows.Engine.Expressions.Liquid;

/// <summary>Renders Liquid templates within the limits (E-21 to E-23).</summary>
internal sealed class LiquidEvaluator
{
    public const string Language = "Liquid";
    private readonly ExpressionLimits _limits;
    private readonly BoundedCache<ParsedTemplate> _templates;

    /// <summary>The library keeps tags, filters and texts of values in tables of the process; they are set once.</summary>
    static LiquidEvaluator()
    {
        // the library registers its own at some later point, over ours, unless it is made to do so now
        RuntimeHelpers.RunClassConstructor(typeof(DotLiquid.Liquid).TypeHandle);
        Template.RegisterTag<BoundedCapture>("capture");
        Template.RegisterFilter(typeof(LiquidFilters));
        Template.RegisterFilter(typeof(LiquidTextFilters));
        Template.RegisterFilter(typeof(LiquidListFilters));
        Template.RegisterFilter(typeof(LiquidArithmetic));
        Template.RegisterValueTypeTransformer(
            typeof(DateTimeOffset), date => LiquidFilters.Moment((DateTimeOffset)date));
    }

    public LiquidEvaluator(ExpressionLimits limits)
    {
        _limits = limits;
        _templates = new BoundedCache<ParsedTemplate>(limits.CacheSize);
    }

    /// <summary>Renders a template; one that does not parse renders its error message (a quirk that is kept).</summary>
    public string? Evaluate(string text, IExpressionScope scope)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var parsed = Prepare(text);
        if (parsed.Template is null)
            return parsed.Problem;
        using var timeout = new CancellationTokenSource(_limits.Timeout);
        using var writer = new BoundedTextWriter(_limits.MaxOutputCharacters);
        try
        {
            parsed.Template.Render(writer, new RenderParameters(CultureInfo.InvariantCulture)
            {
                Context = CreateContext(scope, timeout.Token),
            });
        }
        catch (Exception e) when (e is ApplicationException or TimeoutException or OperationCanceledException
            or InvalidOperationException or ArgumentException or FormatException or ArithmeticException
            or InvalidCastException or OutOfMemoryException or InsufficientExecutionStackException)
        {
            var message = timeout.IsCancellationRequested
                ? $"The template ran longer than {_limits.Timeout.TotalMilliseconds} ms."
                : $"The template failed: {e.Message}";
            throw new ExpressionException(Language, message, null, null, e);
        }

        return writer.ToString();
    }

    public ParsedTemplate Prepare(string text) => _templates.GetOrAdd(text, Parse);

    private ParsedTemplate Parse(string text)
    {
        if (text.Length > _limits.MaxExpressionCharacters)
        {
            throw new ExpressionException(
                Language,
                $"The template has {text.Length} characters; allowed are {_limits.MaxExpressionCharacters}.",
                null,
                null);
        }

        return ParsedTemplate.Parse(text);
    }

    private Context CreateContext(IExpressionScope scope, CancellationToken cancellationToken)
    {
        var registers = new Hash { [LiquidFilters.LimitsKey] = _limits, [LiquidFilters.NowKey] = scope.Now };
        // level 20 is the one where an unknown filter passes its input through (E-23)
        return new Context(
            [], LiquidValues.Scope(scope), registers, ErrorsOutputMode.Rethrow, _limits.MaxLiquidIterations,
            CultureInfo.InvariantCulture, cancellationToken)
        {
            SyntaxCompatibilityLevel = SyntaxCompatibility.DotLiquid20,
            UseRubyDateFormat = true,
        };
    }
}
