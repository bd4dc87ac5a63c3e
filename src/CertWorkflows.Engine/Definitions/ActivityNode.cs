using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Definitions;

/// <summary>One activity of a compiled definition. Immutable once compiled.</summary>
public sealed class ActivityNode
{
    private readonly Dictionary<string, List<ActivityNode>> _slots = new(StringComparer.OrdinalIgnoreCase);

    internal ActivityNode(string nodeId, string id, Activity activity, JsonObject source, ActivityNode? parent)
    {
        NodeId = nodeId;
        Id = id;
        Activity = activity;
        Source = source;
        Parent = parent;
        Type = activity.Descriptor.TypeName;
        Version = activity.Descriptor.Version;
    }

    /// <summary>Ids from the workflow down, joined with colons (D-7).</summary>
    public string NodeId { get; }

    /// <summary>Id of the activity, generated where the file has none.</summary>
    public string Id { get; }

    /// <summary>The author's name, or <see langword="null"/>.</summary>
    public string? Name { get; internal set; }

    /// <summary>Type name; <c>Elsa.NotFoundActivity</c> where the type is unknown (D-9).</summary>
    public string Type { get; }

    /// <summary>Version of the type.</summary>
    public int Version { get; }

    /// <summary>The type.</summary>
    public Activity Activity { get; }

    /// <summary>The node around it; <see langword="null"/> for the workflow node.</summary>
    public ActivityNode? Parent { get; }

    /// <summary>Number of the node in its workflow, from 0.</summary>
    public int Index { get; internal set; }

    /// <summary>The activity's JSON.</summary>
    public JsonObject Source { get; }

    /// <summary>Inputs in evaluation order.</summary>
    public IReadOnlyList<CompiledInput> Inputs { get; internal set; } = [];

    /// <summary>Outputs with their bindings.</summary>
    public IReadOnlyList<CompiledOutput> Outputs { get; internal set; } = [];

    /// <summary>Variables it declares.</summary>
    public IReadOnlyList<VariableDefinition> Variables { get; internal set; } = [];

    /// <summary>All direct children.</summary>
    public IReadOnlyList<ActivityNode> Children { get; internal set; } = [];

    /// <summary>What the type worked out once for this node, see <see cref="Activity.Plan"/>.</summary>
    public object? Plan { get; internal set; }

    /// <summary>Whether it may start the workflow (D-8).</summary>
    public bool CanStartWorkflow { get; internal set; }

    /// <summary>Where it was written (D-8), or <see langword="null"/>.</summary>
    public string? SourceLocation { get; internal set; }

    /// <summary>Whether scripts that create a variable create it here (E-14).</summary>
    public bool IsVariableContainer => Parent is null || Activity.Descriptor.IsContainer;

    /// <summary>Generated script accessors, activity and output (E-17).</summary>
    internal IReadOnlyList<(string Activity, string Output)> NamedOutputs { get; set; } = [];

    /// <summary>The child in that slot, e.g. <c>Then</c>; <see langword="null"/> where it is empty.</summary>
    public ActivityNode? Slot(string name) => _slots.TryGetValue(name, out var children) ? children[0] : null;

    /// <summary>The children in that slot in order, e.g. <c>Activities</c>.</summary>
    public IReadOnlyList<ActivityNode> SlotList(string name) => _slots.TryGetValue(name, out var children) ? children : [];

    /// <summary>The compiled input of that Pascal-cased name, or <see langword="null"/>.</summary>
    public CompiledInput? FindInput(string name)
    {
        foreach (var input in Inputs)
        {
            if (input.Descriptor.Name == name)
                return input;
        }

        return null;
    }

    /// <summary>The raw JSON value of a property, name compared ignoring case; <see langword="null"/> where absent.</summary>
    public JsonNode? Raw(string property) => ActivityJson.Member(Source, property);

    internal void AddToSlot(string slot, ActivityNode child)
    {
        if (!_slots.TryGetValue(slot, out var children))
            _slots[slot] = children = [];
        children.Add(child);
    }
}

/// <summary>An input of a node, ready to evaluate.</summary>
/// <param name="Descriptor">The input.</param>
/// <param name="Expression">What to evaluate; <see langword="null"/> where <paramref name="Constant"/> holds the value.</param>
/// <param name="Constant">The value where no evaluation is needed.</param>
/// <param name="IsGiven">Whether the definition gives the input a value.</param>
public sealed record CompiledInput(InputDescriptor Descriptor, Expression? Expression, object? Constant, bool IsGiven);

/// <summary>An output of a node with its binding (D-14).</summary>
/// <param name="Descriptor">The output.</param>
/// <param name="TargetId">Variable id or workflow output name; <see langword="null"/> where unbound.</param>
/// <param name="ConverterId">Output converter, none of which exist here (D-16); setting such an output faults.</param>
public sealed record CompiledOutput(OutputDescriptor Descriptor, string? TargetId, string? ConverterId);
