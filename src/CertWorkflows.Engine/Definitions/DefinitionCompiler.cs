using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Builds the graph of nodes .</summary>
internal sealed class DefinitionCompiler(WorkflowDefinition definition, ActivityRegistry registry)
{
    private readonly List<ActivityNode> _all = [];
    private readonly List<DefinitionProblem> _warnings = [.. definition.Warnings];
    private readonly List<DefinitionProblem> _errors = [];
    private readonly Dictionary<string, ActivityNode> _byNodeId = new(StringComparer.Ordinal);

    public CompiledWorkflow Compile()
    {
        var workflow = new ActivityNode(ActivityIds.Workflow, ActivityIds.Workflow, WorkflowActivity.Instance, definition.Source, null)
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
        for (var each = user.Parent; each is not null; each = each.Parent)
        {
            if ((each.Activity as WorkflowAsActivity)?.Definition.DefinitionId != used.Definition.DefinitionId)
                continue;
            _errors.Add(new DefinitionProblem("recursive-workflow", user.NodeId, $"The workflow '{used.Definition.Name}' uses itself as an activity."));
            return null;
        }

        var inner = new ActivityNode(
            $"{user.NodeId}:{ActivityIds.Workflow}", ActivityIds.Workflow, WorkflowActivity.Instance, used.Definition.Source, user)
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

    /// <summary>The activity's type; a placeholder heals when the type it stands for has appeared (D-9).</summary>
    private (Activity Activity, JsonObject Source) Resolve(JsonObject source)
    {
        var type = ActivityJson.Text(source, "type")!;
        if (type == NotFound.TypeName && Original(source) is { } original)
        {
            ActivityIds.Assign(original);
            source = original;
            type = ActivityJson.Text(source, "type")!;
        }

        return registry.Find(type, ActivityJson.Number(source, "version") ?? 1) is { } activity and not NotFoundActivity
            ? (activity, source)
            : (NotFoundActivity.Instance, source);
    }

    private static JsonObject? Original(JsonObject placeholder)
    {
        try
        {
            return JsonNode.Parse(ActivityJson.Text(placeholder, NotFound.OriginalJson) ?? "null") is JsonObject original
                && ActivityJson.Text(original, "type") is not null ? original : null;
        }
        catch (JsonException)
        {
            // no JSON: stays a placeholder, which the validator reports
            return null;
        }
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
