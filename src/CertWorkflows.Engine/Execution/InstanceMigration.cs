using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Engine.Execution;

/// <summary>Moves a waiting instance to another version of its definition (S-15). Pure: it says what would happen, and makes the
/// new state; the state given is never changed. Activities are the same where their ids and types are, inside the same container.</summary>
public static class InstanceMigration
{
    private const string SequenceIndex = "CurrentIndex";

    // what runs its children once; in any other container a child may come again
    private static readonly HashSet<string> RunsChildrenOnce = ["Elsa.If", "Elsa.Switch", "Elsa.Parallel", "Elsa.Fork"];

    /// <summary>Works out where everything under way goes, and what stands against it.</summary>
    /// <param name="from">The version that the instance runs on.</param>
    /// <param name="to">The version it is to run on.</param>
    /// <param name="state">The instance.</param>
    /// <param name="map">Node ids of activities that have got another id, and their node ids in the other version.</param>
    public static MigrationPlan Plan(CompiledWorkflow from, CompiledWorkflow to, InstanceState state, IReadOnlyDictionary<string, string>? map = null)
    {
        var renamed = new MigrationMap(from, to, map ?? new Dictionary<string, string>());
        var work = new Work(from, to, state, renamed);
        work.Problems.AddRange(renamed.Problems);
        if (state.SubStatus is not (WorkflowSubStatus.Suspended or WorkflowSubStatus.Faulted) || state.Queue.Count > 0)
            work.Refuse(from.Root, $"The instance is {state.SubStatus}; only one that waits, or stopped at a fault, can be moved.");
        else if (work.Problems.Count == 0)
            TryRun(work, from);
        return new MigrationPlan(work.Steps, work.Problems, work.Contexts);
    }

    private static void TryRun(Work work, CompiledWorkflow from)
    {
        try
        {
            work.Run();
        }
        catch (Exception damage) when (damage is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException)
        {
            // what it says of itself does not fit together: better left where it is than moved to a place that is guessed
            work.Refuse(from.Root, $"The stored state is damaged: {damage.Message}");
        }
    }

    /// <summary>The instance on the other version, with one journal entry. Its bookmarks keep their ids, so whatever resumes them still does.</summary>
    /// <param name="plan">From <see cref="Plan"/>, for the same arguments.</param>
    /// <param name="to">The version it is to run on.</param>
    /// <param name="state">The instance.</param>
    /// <param name="now">The turn's time.</param>
    /// <exception cref="InvalidOperationException">The plan has problems.</exception>
    public static TurnResult Apply(MigrationPlan plan, CompiledWorkflow to, InstanceState state, DateTimeOffset now)
    {
        if (!plan.IsPossible)
            throw new InvalidOperationException($"The instance cannot be moved: {plan.Problems[0].Message}");
        var nodeIds = plan.Steps.DistinctBy(step => step.From).ToDictionary(step => step.From, step => step.To!, StringComparer.Ordinal);
        var entry = new JournalEntry(
            state.JournalSequence, now, JournalEvents.Migrated, to.Root, state.Id.ToString("D"), null,
            $"Version {state.DefinitionVersion} → {to.Definition.Version}");
        var moved = WorkflowRun.CopyHead(state, to);
        moved.UpdatedAt = now;
        moved.JournalSequence++;
        moved.Contexts = plan.Contexts;
        moved.Bookmarks = [.. state.Bookmarks.Select(bookmark => bookmark with
        {
            NodeId = nodeIds[bookmark.NodeId],
            ActivityId = to.Nodes[nodeIds[bookmark.NodeId]].Id,
        })];
        moved.Incidents = [.. state.Incidents.Select(incident => nodeIds.TryGetValue(incident.ActivityNodeId, out var nodeId)
            ? incident with { ActivityNodeId = nodeId, ActivityId = to.Nodes[nodeId].Id }
            : incident)];
        return new TurnResult(moved, true, [], [], [entry], [], []);
    }

    /// <summary>One attempt, context by context, parents first.</summary>
    private sealed class Work(CompiledWorkflow from, CompiledWorkflow to, InstanceState state, MigrationMap map)
    {
        private readonly Dictionary<string, ActivityNode> _targets = new(StringComparer.Ordinal);
        private readonly HashSet<string> _finished = new(StringComparer.Ordinal);
        private readonly HashSet<string> _aheadThen = new(StringComparer.Ordinal);
        private readonly HashSet<string> _aheadNow = new(StringComparer.Ordinal);

        public List<MigrationStep> Steps { get; } = [];

        public List<MigrationProblem> Problems { get; } = [];

        public List<ContextState> Contexts { get; } = [];

        public void Refuse(ActivityNode node, string message) => Problems.Add(new MigrationProblem(node.NodeId, message));

        public void Run()
        {
            foreach (var context in state.Contexts)
            {
                var node = from.Nodes[context.NodeId];
                var target = Find(context, node);
                Steps.Add(new MigrationStep(node.NodeId, target?.NodeId, node.Type));
                if (target is null)
                    continue;
                _targets[context.Id] = target;
                CheckOutcomes(context, node, target);
                var live = state.Contexts.Where(child => child.ParentId == context.Id).Select(child => from.Nodes[child.NodeId].Id).ToHashSet(StringComparer.Ordinal);
                Contexts.Add(context with { NodeId = target.NodeId, Properties = Move(context, node, target, live) });
            }

            var moved = Steps.Select(step => step.From).ToHashSet(StringComparer.Ordinal);
            if (state.Bookmarks.Any(bookmark => !moved.Contains(bookmark.NodeId)) || state.Incidents.Any(incident => incident.ActivityNodeId is null))
                Refuse(from.Root, "The stored state is damaged: a bookmark or an incident belongs to no activity under way.");
            else if (Problems.Count == 0 && Steps.Exists(step => step.To is null))
                Refuse(from.Root, "The stored state is damaged: an activity under way stands in none that is.");

            // never repeat a finished step: what lies ahead in the new version and did not in the old one must be new work (new ids)
            foreach (var key in _aheadNow.Where(key => _finished.Contains(key) && !_aheadThen.Contains(key)).Order(StringComparer.Ordinal))
            {
                var node = from.All.First(node => Key(node, map.NewId) == key);
                Refuse(node, $"'{map.NewId(node)}' has run or been passed already and would run again.");
            }
        }

        private ActivityNode? Find(ContextState context, ActivityNode node)
        {
            if (context.ParentId is null)
                return to.Root;
            if (!_targets.TryGetValue(context.ParentId, out var parent))
                return null; // the container's own problem says why
            var found = parent.Children.FirstOrDefault(child => IsSame(child, node));
            if (found is null)
            {
                Refuse(node, to.All.Any(other => other.Id == map.NewId(node))
                    ? $"'{node.Id}' is under way and has moved into another container."
                    : $"'{node.Id}' is under way and no longer exists.");
                return null;
            }

            if (IsSameType(found, node))
                return found;
            Refuse(node, $"'{node.Id}' is under way and has become a {found.Type} (it is a {node.Type}).");
            return null;
        }

        private void CheckOutcomes(ContextState context, ActivityNode node, ActivityNode target)
        {
            if (!state.Bookmarks.Any(bookmark => bookmark.ContextId == context.Id))
                return;
            var lost = node.Activity.Outcomes(node).Except(target.Activity.Outcomes(target), StringComparer.Ordinal).ToList();
            if (lost.Count > 0)
                Refuse(node, $"'{node.Id}' waits and may end with {string.Join(", ", lost)}, which it no longer has.");
        }

        private JsonObject? Move(ContextState context, ActivityNode node, ActivityNode target, HashSet<string> live)
        {
            if (node.Children.Count == 0 || node.Parent is null)
                return context.Properties;
            if (node.Type == "Elsa.Sequence")
                return MoveSequence(context, node, target, live);
            if (node.Plan is FlowchartPlan then && target.Plan is FlowchartPlan now)
            {
                var flow = new FlowMigration(then, now, live, context.Properties, map);
                Problems.AddRange(flow.Problems.Select(problem => new MigrationProblem(node.NodeId, problem)));
                AddThen(_finished, flow.Finished);
                AddThen(_aheadThen, flow.AheadThen);
                AddNow(flow.AheadNow);
                return flow.Properties;
            }

            if (node.Children.Count != target.Children.Count || !node.Children.Zip(target.Children).All(pair => IsSameType(pair.First, pair.Second) && IsSame(pair.Second, pair.First)))
                Refuse(node, $"'{node.Id}' is under way and its direct children are no longer the same; a {node.Type} counts them.");
            if (RunsChildrenOnce.Contains(node.Type) || node.Activity is WorkflowAsActivity or WorkflowActivity)
            {
                AddThen(_finished, node.Children.Where(child => !live.Contains(child.Id)));
            }
            else
            {
                AddThen(_aheadThen, node.Children);
                AddNow(target.Children);
            }

            return context.Properties;
        }

        private JsonObject? MoveSequence(ContextState context, ActivityNode node, ActivityNode target, HashSet<string> live)
        {
            var next = (int?)context.Properties?[SequenceIndex] ?? 0;
            var (then, now) = (node.SlotList("activities"), target.SlotList("activities"));
            AddThen(_finished, then.Take(next).Where(child => !live.Contains(child.Id)));
            AddThen(_aheadThen, then.Skip(next));
            var current = next == 0 ? null : map.NewId(then[next - 1]);
            var place = now.ToList().FindIndex(child => child.Id == current) + 1;
            if (place == 0 && next > 0)
                return context.Properties; // where it stands is gone: that is the problem, and nothing lies ahead of it
            AddNow(now.Skip(place));
            var moved = context.Properties?.DeepClone().AsObject() ?? [];
            moved[SequenceIndex] = place;
            return moved;
        }

        private void AddThen(HashSet<string> ids, IEnumerable<ActivityNode> nodes)
        {
            foreach (var node in nodes)
            {
                ids.Add(Key(node, map.NewId));
                AddThen(ids, node.Children);
            }
        }

        private void AddNow(IEnumerable<ActivityNode> nodes)
        {
            foreach (var node in nodes)
            {
                _aheadNow.Add(Key(node, now => now.Id));
                AddNow(node.Children);
            }
        }

        // an embedded workflow's own id counts what it embeds in turn (D-7), which may differ from version to version
        private bool IsSame(ActivityNode now, ActivityNode then)
            => now.Id == map.NewId(then) || (now.Activity == WorkflowActivity.Instance && then.Activity == WorkflowActivity.Instance);

        // a workflow used as activity may have been renamed
        private static bool IsSameType(ActivityNode one, ActivityNode other)
            => one.Type == other.Type
                || (one.Activity is WorkflowAsActivity then && other.Activity is WorkflowAsActivity now && then.Definition.DefinitionId == now.Definition.DefinitionId);

        /// <summary>The id, unique inside its workflow; in front of it the activities that embed that workflow.</summary>
        private static string Key(ActivityNode node, Func<ActivityNode, string> idOf)
        {
            var key = idOf(node);
            for (var each = node.Parent; each is not null; each = each.Parent)
            {
                if (each.Activity is WorkflowAsActivity)
                    key = $"{idOf(each)}:{key}";
            }

            return key;
        }
    }
}

/// <summary>What moving an instance to another version would do.</summary>
/// <param name="Steps">Everything under way, and where it goes.</param>
/// <param name="Problems">What stands against it; empty if it can be done.</param>
public sealed record MigrationPlan(IReadOnlyList<MigrationStep> Steps, IReadOnlyList<MigrationProblem> Problems)
{
    internal MigrationPlan(IReadOnlyList<MigrationStep> steps, IReadOnlyList<MigrationProblem> problems, IReadOnlyList<ContextState> contexts)
        : this(steps, problems) => Contexts = contexts;

    /// <summary>Whether nothing stands against it.</summary>
    public bool IsPossible => Problems.Count == 0;

    internal IReadOnlyList<ContextState> Contexts { get; } = [];
}

/// <summary>Why an instance cannot be moved.</summary>
/// <param name="NodeId">The node, in the version that the instance runs on.</param>
/// <param name="Message">What was found, and what would go wrong.</param>
public sealed record MigrationProblem(string NodeId, string Message);

/// <summary>An activity under way.</summary>
/// <param name="From">Its node id now.</param>
/// <param name="To">Its node id in the other version; <see langword="null"/> where it has no place.</param>
/// <param name="ActivityType">Type name.</param>
public sealed record MigrationStep(string From, string? To, string ActivityType);
