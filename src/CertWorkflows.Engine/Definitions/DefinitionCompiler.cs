using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Builds the graph of nodes .</summary>
internal sealed class DefinitionCompiler(WorkflowDefinition definition, ActivityRegistry registry)
{
    // a few small workflows that use each other often make a huge one
    private const int MaxNodes = 50_000;
    private const int MaxLevels = 50;

    private readonly List<ActivityNode> _all = [];
    private readonly List<DefinitionProblem> _warnings = [.. definition.Warnings];
    private readonly List<DefinitionProblem> _errors = [];
    private readonly Dictionary<string, ActivityNode> _byNodeId = new(StringComparer.Ordinal);
    private readonly Dictionary<WorkflowDefinition, int> _numbers = new(ReferenceEqualityComparer.Instance);

    public CompiledWorkflow Compile()
    {
        var id = WorkflowId(definition);
        var workflow = new ActivityNode(id, id, WorkflowActivity.Instance, definition.Source, null)
        {
            Variables = definition.Variables,
            Name = definition.Name,
        };
        Register(workflow);
        var root = Node(definition.Root, workflow);
        if (root is not null)
        {
            workflow.AddToSlot(WorkflowActivity.RootSlot, root);
            workflow.Children = [root];
        }

        if (_errors.Count > 0)
            throw new DefinitionException(_errors);
        foreach (var node in Enumerable.Reverse(_all))
        {
            node.Plan = node.Activity.Plan(node);
            if (node.IsVariableContainer)
                node.NamedOutputs = NamedOutputs(node);
        }

        return new CompiledWorkflow(definition, workflow, _all, _warnings);
    }

    private void Register(ActivityNode node)
    {
        if (_all.Count == MaxNodes)
            throw TooLarge($"With the workflows that it uses the definition has more than {MaxNodes} activities, which is as many as can be run.");
        node.Index = _all.Count;
        _all.Add(node);
        _byNodeId[node.NodeId] = node;
    }

    /// <summary>The node of an activity's JSON; <see langword="null"/> for one that is there already.</summary>
    private ActivityNode? Node(JsonObject source, ActivityNode parent)
    {
        var id = ActivityJson.Text(source, "id") ?? "";
        var nodeId = $"{parent.NodeId}:{id}";
        if (_byNodeId.TryGetValue(nodeId, out var same))
        {
            // older exports write an activity that is reachable twice in full both times (D-11, X-1)
            if (!JsonNode.DeepEquals(same.Source, source))
                _errors.Add(new DefinitionProblem("duplicate-id", nodeId, $"Two different activities have the id '{id}' in one container."));
            return null;
        }

        var (activity, original) = Resolve(source);
        var node = new ActivityNode(nodeId, id, activity, original, parent);
        Register(node);
        Describe(node);
        var children = new List<ActivityNode>();
        if (activity is WorkflowAsActivity used)
        {
            node.Variables = used.Variables;
            if (Inner(used, node) is { } inner)
                children.Add(inner);
        }
        else if (activity != NotFoundActivity.Instance)
        {
            foreach (var (slot, _, json) in ActivityJson.Children(original))
            {
                if (Node(json, node) is not { } child)
                    continue;
                node.AddToSlot(slot, child);
                children.Add(child);
            }
        }

        node.Children = children;
        return node;
    }

    /// <summary>The workflow node inside an activity that is a workflow .</summary>
    private ActivityNode? Inner(WorkflowAsActivity used, ActivityNode user)
    {
        if (Cycle(used.Definition, user) is { } cycle)
        {
            _errors.Add(new DefinitionProblem("recursive-workflow", user.NodeId, $"The workflow '{Name(used.Definition)}' uses itself as an activity: {cycle}."));
            return null;
        }

        var id = WorkflowId(used.Definition);
        var inner = new ActivityNode($"{user.NodeId}:{id}", id, WorkflowActivity.Instance, used.Definition.Source, user)
        {
            Variables = used.Definition.Variables,
            Name = used.Definition.Name,
        };
        Register(inner);
        if (Node(used.Definition.Root, inner) is { } root)
        {
            inner.AddToSlot(WorkflowActivity.RootSlot, root);
            inner.Children = [root];
        }

        return inner;
    }

    /// <summary>The names from a workflow down to its own use inside itself; <see langword="null"/> where that is none.</summary>
    private string? Cycle(WorkflowDefinition used, ActivityNode user)
    {
        var names = new Stack<string>([Name(used)]);
        for (var each = user.Parent; each is not null; each = each.Parent)
        {
            var outer = each.Parent is null ? definition : (each.Activity as WorkflowAsActivity)?.Definition;
            if (outer is null)
                continue;
            names.Push(Name(outer));
            if (outer.DefinitionId == used.DefinitionId)
                return string.Join(" → ", names);
        }

        return null;
    }

    private static string Name(WorkflowDefinition workflow) => workflow.Name ?? workflow.DefinitionId;

    /// <summary>Id of a definition's workflow node where it is compiled by itself.</summary>
    public static string WorkflowIdOf(WorkflowDefinition workflow, ActivityRegistry registry) => new DefinitionCompiler(workflow, registry).WorkflowId(workflow);

    private string WorkflowId(WorkflowDefinition workflow) => ActivityIds.WorkflowId(Number(workflow, 1));

    /// <summary>D-7: a workflow is numbered after those that it embeds.</summary>
    private int Number(WorkflowDefinition workflow, int level)
    {
        if (_numbers.TryGetValue(workflow, out var known))
            return known;
        _numbers[workflow] = 0; // a cycle ends here; it is refused where it is met
        var inner = ActivityJson.WithDescendants(workflow.Root).Select(activity => Resolve(activity).Activity).OfType<WorkflowAsActivity>();
        var number = level > MaxLevels ? level : inner.Select(used => Number(used.Definition, level + 1)).DefaultIfEmpty().Max() + 1;
        return number <= MaxLevels
            ? _numbers[workflow] = number
            : throw TooLarge($"The workflows that '{Name(definition)}' uses, use others in turn more than {MaxLevels} levels deep.");
    }

    private static DefinitionException TooLarge(string message) => new([new DefinitionProblem("too-large", null, message)]);

    /// <summary>The activity's type; a placeholder heals when the type it stands for has appeared (D-9).</summary>
    private (Activity Activity, JsonObject Source) Resolve(JsonObject source)
    {
        if (NotFound.Original(source) is { } original)
        {
            ActivityIds.Assign(original, ActivityIds.Workflow);
            source = original;
        }

        return registry.Find(source) is { } activity and not NotFoundActivity
            ? (activity, source)
            : (NotFoundActivity.Instance, source);
    }

    private static void Describe(ActivityNode node)
    {
        var descriptor = node.Activity.Descriptor;
        var custom = node.Raw("customProperties") as JsonObject ?? [];
        node.Name = ActivityJson.Text(node.Source, "name");
        node.Inputs = [.. descriptor.Inputs.Select(input => InputCompiler.Compile(input, node.Source))];
        node.Outputs = [.. descriptor.Outputs.Select(output => InputCompiler.Compile(output, node.Source))];
        node.CanStartWorkflow = ActivityJson.Flag(custom, "canStartWorkflow") ?? ActivityJson.Flag(node.Source, "canStartWorkflow") ?? false;
        node.SourceLocation = ActivityJson.Text(custom, "source");
        if (descriptor.IsContainer)
            node.Variables = VariableReader.OfContainer(node.Source, node.NodeId);
    }

    /// <summary>Outputs that scripts in this container may read by accessors: of named activities, or by id for tools before 3.0 (E-17).</summary>
    private List<(string Activity, string Output)> NamedOutputs(ActivityNode container)
    {
        var names = new List<(string, string)>();
        foreach (var child in container.Children)
        {
            var name = definition.IsModern ? child.Name : child.Id;
            if (!string.IsNullOrEmpty(name))
                names.AddRange(child.Outputs.Select(output => (name, output.Descriptor.Name)));
        }

        return names;
    }
}
