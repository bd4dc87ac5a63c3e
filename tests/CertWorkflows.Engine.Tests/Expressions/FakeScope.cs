using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Tests.Expressions;

/// <summary>A scope with a fixed time, counted ids and a seeded generator.</summary>
internal sealed class FakeScope : IExpressionScope
{
    private readonly Random _random = new(42);
    private int _ids;

    public Dictionary<string, object?> Variables { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, TypeRef> Types { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, object?> GivenInputs { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<(string Activity, string Output), object?> Outputs { get; } = [];

    public bool FailsOnGuid { get; set; }

    public List<string> Writes { get; } = [];

    public string DefinitionId => "def";

    public string DefinitionVersionId => "def-3";

    public int DefinitionVersion => 3;

    public string InstanceId => "inst";

    public string? CorrelationId { get; set; } = "corr";

    public string? InstanceName { get; set; } = "name";

    public IEnumerable<string> VariableNames => Variables.Keys;

    public IReadOnlyCollection<string> InputNames => GivenInputs.Keys;

    public IReadOnlyDictionary<string, object?> Inputs => GivenInputs;

    public IEnumerable<(string Activity, string Output)> NamedOutputs => Outputs.Keys;

    public object? LastResult { get; set; }

    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 10, 5, 7, TimeSpan.Zero);

    public bool TryGetVariable(string name, out object? value) => Variables.TryGetValue(name, out value);

    public bool TryGetVariableById(string id, out object? value)
    {
        value = null;
        return Ids.TryGetValue(id, out var name) && Variables.TryGetValue(name, out value);
    }

    public void SetVariable(string name, object? value)
    {
        Writes.Add(name);
        Variables[name] = Types.TryGetValue(name, out var type) ? ValueConversion.Convert(value, type) : value;
    }

    public bool TryGetInput(string name, out object? value) => GivenInputs.TryGetValue(name, out value);

    public object? GetOutput(string activityIdOrName, string outputName) =>
        Outputs.Keys.Any(k => k.Activity == activityIdOrName)
            ? Outputs.GetValueOrDefault((activityIdOrName, outputName))
            : throw new ExpressionException("Activity not found.");

    public Guid NewGuid() => FailsOnGuid ? throw new InvalidTimeZoneException("the scope failed") : new(++_ids, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]);

    public double NextRandom() => _random.NextDouble();
}
