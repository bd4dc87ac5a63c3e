using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Execution;

public sealed partial class ActivityContext
{
    private Dictionary<(ActivityNode Activity, string Output), object?>? _outputs;

    /// <inheritdoc/>
    public string DefinitionId => Instance.DefinitionId;

    /// <inheritdoc/>
    public string DefinitionVersionId => Instance.DefinitionVersionId;

    /// <inheritdoc/>
    public int DefinitionVersion => Instance.DefinitionVersion;

    /// <inheritdoc/>
    public string InstanceId => Instance.Id.ToString("D");

    /// <inheritdoc/>
    public string? CorrelationId
    {
        get => Instance.CorrelationId;
        set => Instance.CorrelationId = value;
    }

    /// <inheritdoc/>
    public string? InstanceName
    {
        get => Instance.Name;
        set => Instance.Name = value;
    }

    /// <inheritdoc/>
    public DateTimeOffset Now => _run.Now;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> InputNames => Workflow.InputNames;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?> Inputs => _run.Inputs;

    /// <inheritdoc/>
    public IEnumerable<(string Activity, string Output)> NamedOutputs => NearestContainer.Node.NamedOutputs;

    /// <inheritdoc/>
    public object? LastResult => _run.LastResult;

    private ActivityContext NearestContainer
    {
        get
        {
            var container = this;
            while (!container.Node.IsVariableContainer && container.Parent is not null)
                container = container.Parent;
            return container;
        }
    }

    /// <inheritdoc/>
    public bool TryGetInput(string name, out object? value)
    {
        // E-19: inside a workflow used as activity its own inputs come first
        for (var each = this; each is not null; each = each.Parent)
        {
            if (each.Node.Activity is WorkflowAsActivity used
                && used.Definition.Inputs.FirstOrDefault(input => string.Equals(input.Name, name, StringComparison.OrdinalIgnoreCase)) is { } input)
                return each.TryGetVariableById(input.Name, out value);
        }

        return _run.Inputs.TryGetValue(name, out value);
    }

    /// <inheritdoc/>
    public object? GetOutput(string activityIdOrName, string outputName)
    {
        var container = NearestContainer;
        var activity = container.Node.Children.FirstOrDefault(child => child.Id == activityIdOrName)
            ?? container.Node.Children.FirstOrDefault(child => child.Name == activityIdOrName)
            ?? throw new ExpressionException("Activity not found.");
        for (var each = container; each is not null; each = each.Parent)
        {
            if (each._outputs?.TryGetValue((activity, outputName), out var value) == true)
                return value;
        }

        return null;
    }

    /// <inheritdoc/>
    public Guid NewGuid() => Turn.NewId();

    /// <inheritdoc/>
    public double NextRandom() => Turn.NextRandom();

    private void WriteOutput(string name, object? value)
    {
        var container = Parent?.NearestContainer ?? this;
        (container._outputs ??= [])[(Node, name)] = value;
        if (name == "Result")
            _run.LastResult = value;
        foreach (var output in Node.Outputs)
        {
            if (output.Descriptor.Name == name && output.TargetId is not null)
                WriteBinding(output, value);
        }
    }

    // look-ups find direct children only (E-20)
    private Dictionary<string, JsonNode?> SaveOutputs() => _outputs is null
        ? []
        : _outputs.Where(pair => pair.Key.Activity.Parent == Node)
            .ToDictionary(pair => $"{pair.Key.Activity.Id}:{pair.Key.Output}", pair => StoredValue.Write(pair.Value), StringComparer.Ordinal);

    private void RestoreOutputs(ContextState stored)
    {
        foreach (var (key, value) in stored.Outputs)
        {
            var colon = key.LastIndexOf(':');
            if (Node.Children.FirstOrDefault(child => child.Id == key[..colon]) is { } activity)
                (_outputs ??= [])[(activity, key[(colon + 1)..])] = StoredValue.Read(value);
        }
    }

    private void WriteBinding(CompiledOutput output, object? value)
    {
        if (output.ConverterId is not null)
        {
            throw new WorkflowFaultException(
                $"Output converter '{output.ConverterId}' of output '{output.Descriptor.Name}' of activity '{Node.Id}', "
                + $"bound to '{output.TargetId}', could not be resolved: this engine has no output converters.");
        }

        TrySetVariableById(output.TargetId!, ValueConversion.Convert(value, output.Descriptor.Type));
        if (Workflow.OutputNames.Contains(output.TargetId!))
            _run.SetInstanceOutput(output.TargetId!, value);
    }
}
