using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Prepares the inputs and outputs of a node (D-12 to D-14), so that running it converts no constant twice.</summary>
internal static class InputCompiler
{
    // what every activity has, and what a workflow used as activity has beside it (D-6, D-10)
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "nodeId", "name", "type", "version", "customProperties", "metadata", "canStartWorkflow", "runAsynchronously", "root",
        "workflowDefinitionId", "workflowDefinitionVersionId", "latestAvailablePublishedVersion", "latestAvailablePublishedVersionId",
    };

    public static CompiledInput Compile(InputDescriptor input, JsonObject source)
    {
        var property = Property(input.Name, input.IsSynthetic);
        var absent = new CompiledInput(input, null, input.DefaultValue, false);
        var none = input.DefaultReplacesNull ? absent : absent with { Constant = null };
        if (!ActivityJson.Has(source, property))
            return absent;
        var given = ActivityJson.Member(source, property);
        if (given is null)
            return none;
        if (!input.IsWrapped)
            return Ready(input, new Expression("Literal", Value(given)));
        if (given is not JsonObject wrapped)
            return Ready(input, new Expression("Literal", Value(given)));
        return Expression(wrapped) is { } expression ? Ready(input, expression) : none;
    }

    public static CompiledOutput Compile(OutputDescriptor output, JsonObject source)
    {
        if (ActivityJson.Member(source, Property(output.Name, output.IsSynthetic)) is not JsonObject json
            || ActivityJson.Text(json, "typeName") is null
            || ActivityJson.Member(json, "memoryReference") is not JsonObject reference)
            return new CompiledOutput(output, null, null);
        var converter = ActivityJson.Member(json, "converter") as JsonObject;
        return new CompiledOutput(
            output, ActivityJson.Text(reference, "id"), converter is null ? null : ActivityJson.Text(converter, "id") ?? "");
    }

    /// <summary>The expression of a wrapped input; <see langword="null"/> where it counts as no input (D-12).</summary>
    public static Expression? Expression(JsonObject wrapped)
        => ActivityJson.Text(wrapped, "typeName") is not null && ActivityJson.Member(wrapped, "expression") is JsonObject expression
            ? Plain(expression)
            : null;

    /// <summary>An expression object <c>{type, value}</c>, as inputs and cases have them.</summary>
    public static Expression? Plain(JsonObject expression)
    {
        if (!ActivityJson.Has(expression, "type"))
            return null;
        var type = ActivityJson.Text(expression, "type") ?? "Literal";
        return new Expression(type, Value(ActivityJson.Member(expression, "value")));
    }

    public static string Property(string name, bool isSynthetic) => isSynthetic && Reserved.Contains(name) ? "_" + name : name;

    private static object? Value(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => null,
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(node.AsValue()),
        _ => node.ToJsonString(),
    };

    private static object Number(JsonValue value)
        => value.TryGetValue<decimal>(out var exact) ? exact : value.GetValue<double>();

    private static CompiledInput Ready(InputDescriptor input, Expression expression)
    {
        if (expression.Value is null && expression.Type is "Literal")
            return new CompiledInput(input, null, null, true);
        if (expression.Type is not "Literal" || !IsImmutable(input.Type.ClrType))
            return new CompiledInput(input, expression, null, true);
        try
        {
            return new CompiledInput(input, null, ValueConversion.Convert(expression.Value, input.Type), true);
        }
        catch (ConversionException)
        {
            // converted again when it runs, so that the fault is the activity's (E-4)
            return new CompiledInput(input, expression, null, true);
        }
    }

    // a literal for an Object input stays the text, number or truth that it is (E-7)
    private static bool IsImmutable(Type type) => type.IsValueType || type == typeof(string) || type == typeof(object);
}
