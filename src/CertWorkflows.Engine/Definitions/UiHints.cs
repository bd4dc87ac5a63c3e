using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Names of the designer's editors, and the options they read.</summary>
public static class UiHints
{
    /// <summary>One line of text.</summary>
    public const string SingleLine = "singleline";

    /// <summary>Several lines of text.</summary>
    public const string MultiLine = "multiline";

    /// <summary>True or false.</summary>
    public const string CheckBox = "checkbox";

    /// <summary>One of a list; give the list by <see cref="OneOf"/>.</summary>
    public const string DropDown = "dropdown";

    /// <summary>A list of texts.</summary>
    public const string MultiText = "multitext";

    /// <summary>Script or template.</summary>
    public const string CodeEditor = "code-editor";

    /// <summary>JSON text.</summary>
    public const string JsonEditor = "json-editor";

    /// <summary>Names and expressions.</summary>
    public const string Dictionary = "dictionary";

    /// <summary>Date and time.</summary>
    public const string DateTimePicker = "datetime-picker";

    /// <summary>A list of texts that become outcomes.</summary>
    public const string DynamicOutcomes = "dynamic-outcomes";

    /// <summary>Cases of a FlowSwitch (unwrapped).</summary>
    public const string FlowSwitchEditor = "flow-switch-editor";

    /// <summary>Cases of a Switch (unwrapped).</summary>
    public const string SwitchEditor = "switch-editor";

    /// <summary>A variable (unwrapped: the variable object).</summary>
    public const string VariablePicker = "variable-picker";

    /// <summary>The name of a workflow output.</summary>
    public const string OutputPicker = "output-picker";

    /// <summary>One of the definition's outcomes.</summary>
    public const string OutcomePicker = "outcome-picker";

    /// <summary>The id of a workflow definition.</summary>
    public const string WorkflowPicker = "workflow-definition-picker";

    /// <summary>The specification of a <see cref="DropDown"/>.</summary>
    public static JsonObject OneOf(params IEnumerable<string> values) => new()
    {
        [DropDown] = new JsonObject
        {
            ["selectList"] = new JsonObject
            {
                ["items"] = new JsonArray([.. values.Select(Item)]),
                ["isFlagsEnum"] = false,
            },
        },
    };

    /// <summary>The specification of <see cref="DynamicOutcomes"/> with outcomes that are always there.</summary>
    public static JsonObject FixedOutcomes(params IEnumerable<string> fixedOutcomes) => new()
    {
        ["DynamicOutcomesOptions"] = new JsonObject
        {
            ["fixedOutcomes"] = new JsonArray([.. fixedOutcomes.Select(name => (JsonNode)name)]),
        },
    };

    private static JsonNode Item(string value) => new JsonObject { ["text"] = InWords(value), ["value"] = value };

    /// <summary><c>businessDays</c> is shown as "Business days"; what is no camelCase, as it is.</summary>
    private static string InWords(string value) => char.IsLower(value.FirstOrDefault()) && value.Any(char.IsUpper)
        ? string.Concat(value.Select((letter, at) => at == 0 ? $"{char.ToUpperInvariant(letter)}" : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"))
        : value;
}
