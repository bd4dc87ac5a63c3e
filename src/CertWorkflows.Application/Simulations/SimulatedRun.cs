using System.Text.Json.Nodes;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Simulations;

/// <summary>One instance of a simulation as far as it has been looked at: the simulated one, a child, or one that an event started.</summary>
internal sealed class SimulatedRun
{
    private readonly Dictionary<string, string?> _names = [];
    private readonly Dictionary<string, string> _variableNames = [];
    private readonly Dictionary<string, JsonNode?> _variables = new(StringComparer.Ordinal);
    private long _read;

    /// <param name="number">1 for the simulated instance; the others count on in the order in which they start.</param>
    public SimulatedRun(int number, Guid instanceId, int? parent, CompiledWorkflow workflow)
    {
        (Number, InstanceId, Parent, Definition) = (number, instanceId, parent, workflow.Definition);
        foreach (var node in workflow.All)
        {
            _names.TryAdd(node.Id, node.Name);
            foreach (var variable in node.Variables)
            {
                _variableNames.TryAdd(variable.Id, variable.Name);
            }
        }
    }

    public int Number { get; }

    public Guid InstanceId { get; }

    public int? Parent { get; }

    public WorkflowDefinition Definition { get; }

    /// <summary>The instance's version when it was looked at last.</summary>
    public long Version { get; set; }

    /// <summary>Whether an answer is for that activity: by its id, or its name.</summary>
    public bool IsFor(string given, string activityId) => given == activityId || given == _names.GetValueOrDefault(activityId);

    /// <summary>What it did since the last look.</summary>
    public async Task<IReadOnlyList<JournalRecord>> ReadOnAsync(WorkflowDb db, CancellationToken cancellationToken)
    {
        var pages = await db.Journal.AsNoTracking()
            .Where(p => p.InstanceId == InstanceId && p.FirstSequence >= _read).OrderBy(p => p.FirstSequence).ToListAsync(cancellationToken);
        var path = pages.SelectMany(p => JournalRecord.Read(p.Entries)).ToList();
        _read += path.Count;
        return path;
    }

    /// <summary>The variables that have changed since the last look, by name.</summary>
    public Dictionary<string, JsonNode?> Changed(InstanceState state)
    {
        var changed = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (id, value) in state.Contexts.SelectMany(c => c.Variables))
        {
            if (!_variables.TryGetValue(id, out var before) || !JsonNode.DeepEquals(before, value))
            {
                _variables[id] = value;
                changed[_variableNames.GetValueOrDefault(id, id)] = value;
            }
        }

        return changed;
    }
}
