using System.Text.Json.Nodes;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Execution;

internal sealed partial class WorkflowRun
{
    private readonly Dictionary<string, JsonNode?> _output = new(instance.Output, StringComparer.Ordinal);

    /// <summary>A copy of the state's head that this turn may change.</summary>
    /// <param name="version">The version that it goes on with; <see langword="null"/> for its own.</param>
    public static InstanceState CopyHead(InstanceState state, Definitions.CompiledWorkflow? version = null) => new()
    {
        Id = state.Id,
        DefinitionId = state.DefinitionId,
        DefinitionVersionId = version?.Definition.Id ?? state.DefinitionVersionId,
        DefinitionVersion = version?.Definition.Version ?? state.DefinitionVersion,
        CreatedAt = state.CreatedAt,
        TriggerActivityId = state.TriggerActivityId,
        FlowchartMode = state.FlowchartMode,
        SubStatus = state.SubStatus,
        CorrelationId = state.CorrelationId,
        BusinessKey = state.BusinessKey,
        Name = state.Name,
        UpdatedAt = state.UpdatedAt,
        FinishedAt = state.FinishedAt,
        JournalSequence = state.JournalSequence,
        Contexts = state.Contexts,
        Queue = state.Queue,
        IsStarting = state.IsStarting,
        LastResult = state.LastResult,
        Bookmarks = state.Bookmarks,
        Incidents = state.Incidents,
        Input = state.Input,
        Output = state.Output,
    };

    public void SetInstanceOutput(string name, object? value) => _output[name] = StoredValue.Write(value);

    /// <summary>Rebuilds the contexts, queue and bookmarks of a stored state. What belongs to nodes that the definition no longer has is dropped (S-15).</summary>
    public IReadOnlyDictionary<string, ActivityContext> Restore()
    {
        foreach (var (name, node) in Instance.Input)
            Inputs[name] = StoredValue.Read(node);
        LastResult = StoredValue.Read(Instance.LastResult);
        var contexts = new Dictionary<string, ActivityContext>(StringComparer.Ordinal);
        foreach (var stored in Instance.Contexts)
        {
            ActivityContext? parent = null;
            if (!Workflow.Nodes.TryGetValue(stored.NodeId, out var node)
                || (stored.ParentId is not null && !contexts.TryGetValue(stored.ParentId, out parent)))
                continue;
            var context = new ActivityContext(this, stored.Id, node, parent, stored.Tag, stored.StartedAt);
            context.Attach();
            context.Restore(stored);
            contexts[stored.Id] = context;
            if (parent is null)
                Root = context;
        }

        foreach (var bookmark in Instance.Bookmarks)
        {
            if (!contexts.TryGetValue(bookmark.ContextId, out var context))
                continue;
            _bookmarks.Add((bookmark, context));
            _before.Add(bookmark.Id);
            context.BookmarkCount++;
        }

        RestoreQueue(contexts);
        return contexts;
    }

    /// <summary>Ends the turn and takes the new state.</summary>
    public TurnResult Conclude()
    {
        if (Instance.Status == WorkflowStatus.Running)
        {
            Move(_queue.Count > 0 ? WorkflowSubStatus.Executing
                : Live == 0 ? WorkflowSubStatus.Finished
                : WorkflowSubStatus.Suspended);
        }

        var isPaused = _queue.Count > 0;
        Instance.UpdatedAt = Now;
        // a completed container is kept for as long as work of it is queued
        foreach (var item in _queue)
            item.Owner?.Attach();
        var contexts = new List<ContextState>();
        if (Root is not null)
            Save(Root, contexts, isPaused);
        Instance.Contexts = contexts;
        Instance.Queue = _queue.Count == 0 ? [] : [.. _queue.Select(Save)];
        Instance.IsStarting = isPaused && IsStart;
        Instance.LastResult = isPaused ? StoredValue.Write(LastResult) : null;
        Instance.Bookmarks = [.. _bookmarks.Select(entry => entry.Bookmark)];
        Instance.Incidents = _incidents;
        Instance.Input = SaveInputs(isPaused);
        Instance.Output = _output;
        var added = _bookmarks.Where(entry => !_before.Contains(entry.Bookmark.Id)).Select(entry => entry.Bookmark);
        return new TurnResult(Instance, true, [.. added], _removed, _journal, Lines, _newIncidents) { Requests = Requests, Reply = Reply };
    }

    private void RestoreQueue(Dictionary<string, ActivityContext> contexts)
    {
        foreach (var item in Instance.Queue)
        {
            if (!Workflow.Nodes.TryGetValue(item.NodeId, out var node))
                continue;
            var bookmark = _bookmarks.FirstOrDefault(entry => entry.Bookmark.Id == item.BookmarkId).Bookmark;
            var variables = item.Variables.ToDictionary(pair => pair.Key, pair => StoredValue.Read(pair.Value));
            Enqueue(new WorkItem(
                node, Find(item.OwnerId), Find(item.ContextId), item.Tag, variables.Count > 0 ? variables : null, bookmark));
        }

        ActivityContext? Find(string? id) => id is not null && contexts.TryGetValue(id, out var found) ? found : null;
    }

    private static void Save(ActivityContext context, List<ContextState> contexts, bool isPaused)
    {
        contexts.Add(context.Save(isPaused));
        for (var child = context.FirstChild; child is not null; child = child.NextSibling)
            Save(child, contexts, isPaused);
    }

    private static WorkItemState Save(WorkItem item) => new(
        item.Node.NodeId,
        item.Owner?.Id,
        item.Existing?.Id,
        item.Tag,
        item.Bookmark?.Id,
        item.Variables?.ToDictionary(pair => pair.Key, pair => StoredValue.Write(pair.Value)) ?? []);

    private Dictionary<string, JsonNode?> SaveInputs(bool isPaused)
    {
        var stored = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var name in isPaused ? (IEnumerable<string>)Inputs.Keys : Workflow.StoredInputs)
        {
            if (Inputs.TryGetValue(name, out var value))
                stored[name] = StoredValue.Write(value);
        }

        return stored;
    }
}
