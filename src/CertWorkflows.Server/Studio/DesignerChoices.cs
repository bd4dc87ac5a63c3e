namespace CertWorkflows.Server.Studio;

/// <summary>The choices that Studio offers beside activities, by the names that Elsa's files hold, so that files fit both ways.</summary>
internal static class DesignerChoices
{
    private const string Primitives = "Primitives";
    private const string Lookups = "Lookups";
    private const string Dynamic = "Dynamic";
    private const string Data = "Data";

    public static IReadOnlyList<ExpressionChoice> Expressions { get; } =
    [
        new("Literal", false),
        new("Object", false),
        new("Variable", true),
        new("Input", true),
        new("JavaScript", true) { Properties = new Dictionary<string, string> { ["MonacoLanguage"] = "javascript" } },
        new("Liquid", true) { Properties = new Dictionary<string, string> { ["MonacoLanguage"] = "liquid" } },
    ];

    public static IReadOnlyList<StorageDriverChoice> StorageDrivers { get; } =
    [
        new("Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", "Workflow Instance", 5, false),
        new("Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", "Memory", 0, false),
    ];

    public static IReadOnlyList<VariableTypeChoice> VariableTypes { get; } =
    [
        new("Object", "Object", Primitives), new("String", "String", Primitives), new("Boolean", "Boolean", Primitives),
        new("Int32", "Int32", Primitives), new("Long", "Int64", Primitives), new("Single", "Single", Primitives),
        new("Double", "Double", Primitives), new("Decimal", "Decimal", Primitives), new("Guid", "Guid", Primitives),
        new("DateTime", "DateTime", Primitives), new("DateTimeOffset", "DateTimeOffset", Primitives), new("TimeSpan", "TimeSpan", Primitives),
        new("StringDictionary", "String dictionary", Lookups), new("ObjectDictionary", "Object dictionary", Lookups),
        new("JSON", "Dynamic object", Dynamic), new("JsonElement", "JsonElement", Dynamic),
        new("JsonNode", "JsonNode", Dynamic), new("JsonObject", "JsonObject", Dynamic),
        new("ByteArray", "Bytes", Data),
    ];

    public static IReadOnlyList<StrategyChoice> ActivationStrategies { get; } =
    [
        new(
            "Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core",
            "Always",
            "Any number of instances at the same time."),
        new(
            "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime",
            "Singleton",
            "One running instance of this workflow."),
        new(
            "Elsa.Workflows.Runtime.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Runtime",
            "Correlation",
            "One running instance of any workflow per correlation id."),
        new(
            "Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy, Elsa.Workflows.Runtime",
            "Correlated singleton",
            "One running instance of this workflow per correlation id."),
    ];

    public static IReadOnlyList<StrategyChoice> IncidentStrategies { get; } =
    [
        new(
            "Elsa.Workflows.IncidentStrategies.FaultStrategy, Elsa.Workflows.Core",
            "Fault",
            "A failure ends the instance; an operator can retry it."),
        new(
            "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core",
            "Continue with incidents",
            "A failure is recorded, and the other branches go on."),
    ];
}

internal sealed record ExpressionChoice(string Type, bool IsBrowsable)
{
    public string DisplayName { get; } = Type;

    public bool IsSerializable { get; } = true;

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}

internal sealed record StorageDriverChoice(string TypeName, string DisplayName, double Priority, bool Deprecated);

internal sealed record VariableTypeChoice(string TypeName, string DisplayName, string Category)
{
    public string? Description { get; init; }
}

internal sealed record StrategyChoice(string TypeName, string DisplayName, string? Description);
