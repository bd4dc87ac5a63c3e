using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Reads variables of definitions and containers (D-17 to D-19).</summary>
internal static class VariableReader
{
    private static readonly string[] StoringDrivers = ["WorkflowInstanceStorageDriver", "WorkflowStorageDriver"];

    /// <summary>Whether the driver keeps values over a suspension (D-18, R-10).</summary>
    public static bool IsStored(string? driver)
        => driver is not null && StoringDrivers.Any(name => driver.Contains(name, StringComparison.OrdinalIgnoreCase));

    public static VariableDefinition Create(JsonObject json, string name, TypeRef type, string? value, string fallbackId)
    {
        var id = ActivityJson.Text(json, "id") is { Length: > 0 } given ? given : fallbackId;
        return new VariableDefinition(
            id, name, type, string.IsNullOrEmpty(value) ? null : value, IsStored(ActivityJson.Text(json, "storageDriverTypeName")));
    }

    /// <summary>The variables of a container (D-19): primitive values are turned into text first, unknown types become Object.</summary>
    public static IReadOnlyList<VariableDefinition> OfContainer(JsonObject container, string nodeId)
    {
        if (ActivityJson.Items(ActivityJson.Member(container, "variables")) is not { Count: > 0 } items)
            return [];
        var variables = new List<VariableDefinition>();
        foreach (var json in items.OfType<JsonObject>())
        {
            var name = ActivityJson.Text(json, "name") is { Length: > 0 } given ? given : Unused(variables);
            var type = TypeRef.TryParse(ActivityJson.Text(json, "typeName")) ?? TypeRef.Object;
            variables.Add(Create(json, name, type, DefaultText(ActivityJson.Member(json, "value")), $"{nodeId}:{name}"));
        }

        return variables;
    }

    private static string Unused(List<VariableDefinition> variables)
    {
        var number = 1;
        while (variables.Any(variable => variable.Name == $"Variable{number}"))
            number++;
        return $"Variable{number}";
    }

    private static string? DefaultText(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.String => Reformatted((JsonValue)value),
        null or JsonValueKind.Null => null,
        _ => value.ToJsonString(),
    };

    // D-19, quirk: a text that is an ISO date and time is written in another form, also for String variables
    private static string Reformatted(JsonValue value)
    {
        var text = value.GetValue<string>();
        return JsonSerializer.SerializeToElement(text).TryGetDateTimeOffset(out var time)
            ? time.ToString("MM/dd/yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture)
            : text;
    }
}
