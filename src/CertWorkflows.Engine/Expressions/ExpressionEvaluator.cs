using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Expressions.JavaScript;
using CertWorkflows.Engine.Expressions.Liquid;

namespace CertWorkflows.Engine.Expressions;

/// <summary>
/// Evaluates expressions of every known language (E-1). Thread-safe; one instance serves the process and keeps a
/// bounded cache of prepared scripts and parsed templates. Results depend on nothing but the expression and the
/// scope: scripts have the turn's clock, ids and random numbers, UTC and the invariant culture.
/// </summary>
public sealed class ExpressionEvaluator
{
    private static readonly FrozenSet<string> Languages = FrozenSet.Create(
        StringComparer.Ordinal, "Literal", "Object", "Json", "Variable", "Input", "JavaScript", "Liquid", "Delegate");

    private static readonly FrozenDictionary<string, string> Refused = new Dictionary<string, string>
    {
        ["CSharp"] = "C# expressions run with all rights of the host and cannot be bounded in time or memory; write it in JavaScript or Liquid",
        ["C#"] = "C# expressions run with all rights of the host and cannot be bounded in time or memory; write it in JavaScript or Liquid",
        ["Python"] = "Python expressions need an interpreter that cannot be kept from files and network; write it in JavaScript or Liquid",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly ScriptEvaluator _scripts;
    private readonly LiquidEvaluator _templates;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="limits">What one evaluation may use.</param>
    /// <exception cref="ArgumentException">A limit is out of its range; the message lists all that are.</exception>
    public ExpressionEvaluator(ExpressionLimits limits)
    {
        if (limits.Validate() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(" ", problems), nameof(limits));
        Limits = limits;
        _scripts = new ScriptEvaluator(limits);
        _templates = new LiquidEvaluator(limits);
    }

    /// <summary>The limits in force.</summary>
    public ExpressionLimits Limits { get; }

    /// <summary>Whether a language is known, its name compared exactly; others evaluate to null (D-12).</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Performance", "CA1822", Justification = "Which languages exist is a question to this evaluator.")]
    public bool Knows(string expressionType) => Languages.Contains(expressionType);

    /// <summary>Why definitions with this language are not published (E-24); null where they are. At run time such an
    /// expression is null as any unknown one (D-12).</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Performance", "CA1822", Justification = "Which languages exist is a question to this evaluator.")]
    public string? Refusal(string expressionType) => Refused.GetValueOrDefault(expressionType);

    /// <summary>Evaluates an expression and converts the result (2.6).</summary>
    /// <param name="expression">The expression; an unknown language gives null.</param>
    /// <param name="target">The type wanted; <see cref="TypeRef.Object"/> leaves the result as it is.</param>
    /// <param name="scope">What the expression sees and may change.</param>
    /// <param name="arguments">Additions of the asking activity; usually none.</param>
    /// <returns>The value, or null; a null for a value type reads as <see cref="TypeRef.DefaultValue"/>.</returns>
    /// <exception cref="ExpressionException">The expression failed, broke a limit or its result does not convert.</exception>
    public object? Evaluate(
        Expression expression, TypeRef target, IExpressionScope scope, ScriptArguments? arguments = null)
    {
        try
        {
            return ValueConversion.Convert(Raw(expression, target, scope, arguments), target);
        }
        catch (ConversionException e)
        {
            throw new ExpressionException(expression.Type, e.Message, null, null, e);
        }
    }

    /// <summary>Finds what can be known to be wrong without running the expression; empty when nothing is.</summary>
    public IReadOnlyList<string> Check(Expression expression)
    {
        try
        {
            switch (expression.Type)
            {
                case "JavaScript" when !string.IsNullOrWhiteSpace(Text(expression)):
                    return [.. _scripts.Prepare(Text(expression)).Unavailable.Select(ScriptFunctions.Refusal)];
                case "Liquid":
                    return _templates.Prepare(Text(expression)).Problem is { } problem ? [problem] : [];
                case "Object" or "Json" when JsonValues.LooksLikeJson(Text(expression)):
                    JsonValues.Parse(Text(expression), typeof(object), isText: true);
                    return [];
                default:
                    return Knows(expression.Type)
                        ? []
                        : [$"'{expression.Type}' is no expression language; it would silently be null."];
            }
        }
        catch (ExpressionException e)
        {
            return [e.Line is null ? e.Message : $"{e.Message} (line {e.Line}, column {e.Column})"];
        }
        catch (ConversionException e)
        {
            return [e.Message];
        }
    }

    private object? Raw(Expression expression, TypeRef target, IExpressionScope scope, ScriptArguments? arguments) =>
        expression.Type switch
        {
            "Literal" => expression.Value,
            "Object" or "Json" => string.IsNullOrWhiteSpace(Text(expression)) ? null
                : expression.Value is string ? expression.Value
                : target == TypeRef.Object ? Text(expression) : expression.Value,
            "Variable" => Variable(expression, scope),
            "Input" => Member(expression, "name") is { } name && scope.TryGetInput(name, out var input) ? input : null,
            "JavaScript" => _scripts.Evaluate(Text(expression), scope, arguments),
            "Liquid" => _templates.Evaluate(Text(expression), scope),
            _ => null,
        };

    private static object? Variable(Expression expression, IExpressionScope scope)
    {
        if (!TryObject(expression, out var reference))
            return null;
        var id = reference["id"] is JsonValue text && text.TryGetValue(out string? found) ? found : "";
        return scope.TryGetVariableById(id, out var value)
            ? value
            : throw new ExpressionException(
                "Variable", $"Failed to retrieve memory block with reference {id}", null, null);
    }

    private static string? Member(Expression expression, string name) =>
        TryObject(expression, out var entries) && entries[name] is JsonValue value
            && value.TryGetValue(out string? text)
            ? text
            : null;

    private static bool TryObject(Expression expression, out JsonObject entries)
    {
        entries = [];
        try
        {
            if (!JsonValues.LooksLikeJson(Text(expression)) || JsonNode.Parse(Text(expression)) is not JsonObject parsed)
                return false;
            entries = parsed;
            return true;
        }
        catch (JsonException)
        {
            // a malformed reference reads as null (E-9), and so it is recorded by its activity's input
            return false;
        }
    }

    private static string Text(Expression expression) => expression.Value is { } value ? ValueText.Of(value) : "";
}
