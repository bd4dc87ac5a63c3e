using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>A definition ready to run: types resolved, inputs prepared, flowcharts analysed. Immutable and safe to share
/// between turns; compile once per version.</summary>
public sealed class CompiledWorkflow
{
    internal CompiledWorkflow(WorkflowDefinition definition, ActivityNode root, IReadOnlyList<ActivityNode> all, IReadOnlyList<DefinitionProblem> warnings)
    {
        Definition = definition;
        Root = root;
        All = all;
        Warnings = warnings;
        Nodes = all.ToFrozenDictionary(node => node.NodeId, StringComparer.Ordinal);
        StoredInputs = definition.Inputs.Where(input => input.IsStored).Select(input => input.Name).ToArray();
        OutputNames = definition.Outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        InputNames = [.. definition.Inputs.Select(input => input.Name)];
    }

    /// <summary>The definition.</summary>
    public WorkflowDefinition Definition { get; }

    /// <summary>The workflow node (D-7).</summary>
    public ActivityNode Root { get; }

    /// <summary>All nodes, parents before children, in document order.</summary>
    public IReadOnlyList<ActivityNode> All { get; }

    /// <summary>Nodes by node id.</summary>
    public IReadOnlyDictionary<string, ActivityNode> Nodes { get; }

    /// <summary>What was dropped or replaced while compiling.</summary>
    public IReadOnlyList<DefinitionProblem> Warnings { get; }

    /// <summary>The definition as JSON with the node ids that its instances use: where other workflows are embedded, those of the
    /// text alone would differ (D-7).</summary>
    public JsonObject ToJson()
    {
        var json = DefinitionWriter.ToJson(Definition);
        if (ActivityJson.Member(json, "root") is JsonObject root)
            ActivityIds.Assign(root, Root.Id);
        return json;
    }

    internal IReadOnlyList<string> StoredInputs { get; }

    internal IReadOnlySet<string> OutputNames { get; }

    internal IReadOnlyCollection<string> InputNames { get; }

    /// <summary>Compiles a definition.</summary>
    /// <exception cref="DefinitionException">Node ids are not unique or an activity has no type; all such problems are listed.</exception>
    public static CompiledWorkflow Compile(WorkflowDefinition definition, ActivityRegistry registry)
        => new DefinitionCompiler(definition, registry).Compile();
}
