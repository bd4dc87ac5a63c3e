using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Literals that the lenient conversion (E-25) turns into something their author did not mean. Such a definition runs as it
/// does on an Elsa server; publishing says what will come out.</summary>
internal static class LiteralRules
{
    public static IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        foreach (var input in node.Activity.Descriptor.Inputs)
        {
            if (Text(node, input) is { } text && Surprise(text, input.Type) is { } becomes)
                yield return Problem(node, $"The literal '{Excerpt(text)}' of input '{input.Name}' of '{node.Id}'", input.Type, becomes);
        }

        foreach (var variable in node.Variables)
        {
            if (variable.Default is { } text && Surprise(text, variable.Type) is { } becomes)
                yield return Problem(node, $"The value '{Excerpt(text)}' of variable '{variable.Name}'", variable.Type, becomes);
        }
    }

    private static DefinitionProblem Problem(ActivityNode node, string what, TypeRef type, string becomes)
        => new("surprising-literal", node.NodeId, $"{what} becomes {becomes} as {type.Alias}.", true);

    private static string? Text(ActivityNode node, InputDescriptor input) => node.Raw(input.Name) switch
    {
        JsonValue value => ActivityJson.AsText(value),
        JsonObject wrapped when input.IsWrapped => InputCompiler.Expression(wrapped) is { Type: "Literal", Value: string text } ? text : null,
        _ => null,
    };

    /// <summary>What the text becomes, where that is not what it says; null where all is well.</summary>
    private static string? Surprise(string text, TypeRef type)
    {
        var target = Nullable.GetUnderlyingType(type.ClrType) ?? type.ClrType;
        if (string.IsNullOrWhiteSpace(text) || !target.IsValueType || target.IsEnum)
            return null;
        return ValueConversion.Convert(text, target) switch
        {
            false when !text.Trim().Equals("false", StringComparison.OrdinalIgnoreCase) => "false",
            TimeSpan span when span == TimeSpan.Zero && !IsZero(text) => "no time at all",
            TimeSpan span when span.Duration() >= TimeSpan.FromDays(1) && !text.Contains('.', StringComparison.Ordinal)
                => $"{span.TotalDays.ToString("0.##", CultureInfo.InvariantCulture)} days",
            Guid id when id == Guid.Empty && !text.All(letter => letter is '0' or '-' or '{' or '}') => "an id of zeros",
            DateTime date when date == default => "the year 1",
            DateTimeOffset date when date == default => "the year 1",
            IConvertible number and not (bool or DateTime or char) when Number(number) is var value
                && (value == 0 ? !IsZero(text) : text.Contains(',', StringComparison.Ordinal)) => value.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    private static double Number(IConvertible number) => number.ToDouble(CultureInfo.InvariantCulture);

    private static bool IsZero(string text) => text.Contains('0', StringComparison.Ordinal) && text.All(letter => "+-0.,:eE ".Contains(letter, StringComparison.Ordinal));

    private static string Excerpt(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
