using CertWorkflows.Application.Access;
using CertWorkflows.Application.Routes;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Triggers;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Definitions;

/// <summary>The one list of everything that is wrong with a definition: what the engine sees in it, and what only this house knows.</summary>
public sealed class DefinitionChecks(
    IWorkflowStore store, DefinitionCatalog catalog, ActivityRegistry activities, ExpressionEvaluator evaluator, TimeProvider clock)
{
    private const string NameCode = "activity-type-name";
    private const string TakenCode = "activity-type-taken";

    /// <summary>All problems, errors first, each naming its node.</summary>
    public async Task<IReadOnlyList<DefinitionProblem>> FindAsync(WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        return await FindAsync(db, definition, cancellationToken);
    }

    /// <summary>The same inside a session, whose unsaved versions count.</summary>
    /// <param name="db">The session.</param>
    /// <param name="definition">Freshly read; what it uses is pinned in it.</param>
    public async Task<IReadOnlyList<DefinitionProblem>> FindAsync(WorkflowDb db, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        var (problems, workflow) = await FormAsync(db, definition, cancellationToken);
        if (workflow is not null)
        {
            problems.AddRange(await TasksAsync(db, workflow, cancellationToken));
            problems.AddRange(await EndpointsAsync(db, workflow, cancellationToken));
        }

        return [.. problems.OrderBy(problem => problem.IsWarning)];
    }

    /// <summary>What forbids to publish a definition, whoever works here.</summary>
    internal async Task<List<DefinitionProblem>> ErrorsAsync(WorkflowDb db, WorkflowDefinition definition, CancellationToken cancellationToken) =>
        (await FormAsync(db, definition, cancellationToken)).Problems.FindAll(problem => !problem.IsWarning);

    /// <summary>What forbids to run a definition: all but what only counts among other published ones.</summary>
    internal async Task<List<DefinitionProblem>> RunErrorsAsync(WorkflowDb db, WorkflowDefinition definition, CancellationToken cancellationToken) =>
        (await ErrorsAsync(db, definition, cancellationToken)).FindAll(problem => problem.Code is not (TakenCode or NameCode));

    private async Task<(List<DefinitionProblem> Problems, CompiledWorkflow? Workflow)> FormAsync(
        WorkflowDb db, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        var types = activities.With(await catalog.UsesAsync(db, definition, cancellationToken));
        var problems = DefinitionValidator.Validate(definition, types, evaluator).ToList();
        var workflow = Compiled(definition, types);
        var named = problems.Where(problem => !problem.IsWarning).Select(problem => problem.NodeId).ToHashSet();
        problems.AddRange(workflow is null ? [] : TriggerIndex.Problems(workflow, evaluator, clock.GetUtcNow()).Where(problem => !named.Contains(problem.NodeId)));
        if (definition.Options.UsableAsActivity && await ActivityTypeAsync(db, definition, cancellationToken) is { } problem)
        {
            problems.Add(problem);
        }

        return (problems, workflow);
    }

    /// <summary>A name under which other definitions cannot use this one (A-40).</summary>
    private async Task<DefinitionProblem?> ActivityTypeAsync(WorkflowDb db, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        var (type, id) = (WorkflowAsActivity.TypeName(definition), definition.DefinitionId);
        if (type.Length == 0)
        {
            return new DefinitionProblem(
                NameCode, null, $"The name '{definition.Name}' has no letter and no digit, so no activity type can be named after it; the workflow is to be usable as one.");
        }

        if (activities.Find(type, 1) is not null)
        {
            return new DefinitionProblem(
                TakenCode, null, $"The workflow is to be usable as an activity, but '{type}' is an activity type of this server; another name is needed.");
        }

        var other = await db.Definitions.Where(d => d.ActivityType == type && d.DefinitionId != id).Select(d => d.DefinitionId).FirstOrDefaultAsync(cancellationToken);
        return other is null ? null : new DefinitionProblem(
            TakenCode, null, $"The workflow is to be usable as an activity, but '{type}' is the activity type of the workflow '{other}'; another name is needed.");
    }

    private static CompiledWorkflow? Compiled(WorkflowDefinition definition, ActivityRegistry types)
    {
        try
        {
            return CompiledWorkflow.Compile(definition, types);
        }
        catch (DefinitionException)
        {
            // its problems are the validator's answer
            return null;
        }
    }

    /// <summary>Human tasks that would fault, or that nobody could do. A group or person worked out at run time is not known here.</summary>
    private static async Task<List<DefinitionProblem>> TasksAsync(WorkflowDb db, CompiledWorkflow workflow, CancellationToken cancellationToken)
    {
        var tasks = workflow.All.Where(node => node.Activity is HumanTaskActivity).ToList();
        if (tasks.Count == 0)
        {
            return [];
        }

        var people = await db.Users.AsNoTracking().Where(user => !user.Disabled).ToListAsync(cancellationToken);
        return
        [
            .. tasks.SelectMany(task => HumanTaskActivity.LiteralMistakes(task).Select(
                mistake => new DefinitionProblem("invalid-task-input", task.NodeId, $"Human task '{task.Id}': {mistake}"))),
            .. tasks.Select(task => Problem(task, people)).OfType<DefinitionProblem>(),
        ];
    }

    /// <summary>Endpoints that cannot start the workflow, whose route is not free, or that ask for a role which nobody has.</summary>
    private async Task<List<DefinitionProblem>> EndpointsAsync(WorkflowDb db, CompiledWorkflow workflow, CancellationToken cancellationToken)
    {
        var endpoints = workflow.All.Where(node => node.Type == HttpRoute.BookmarkName).ToList();
        var problems = endpoints
            .Where(node => node.FindInput("Policy")?.Constant is string { Length: > 0 } policy && !Roles.All.Contains(policy, StringComparer.Ordinal))
            .Select(node => new DefinitionProblem(
                "unknown-policy",
                node.NodeId,
                $"Endpoint '{node.Id}' asks for the policy '{node.FindInput("Policy")!.Constant}', which does not exist; there are {string.Join(", ", Roles.All)}."))
            .ToList();
        var routes = new Dictionary<string, (ActivityNode Node, string Text)>(StringComparer.Ordinal);
        var scope = new IndexingScope(workflow.Definition, clock.GetUtcNow());
        foreach (var node in endpoints.Where(node => node.CanStartWorkflow && node.Activity.Check(node).All(problem => problem.IsWarning)))
        {
            try
            {
                foreach (var (payload, hash) in TriggerPayload.Of(node, evaluator, scope))
                {
                    var route = $"{payload["Method"]!.ToString().ToUpperInvariant()} {payload["Path"]}";
                    if (!routes.TryAdd(hash, (node, route)))
                    {
                        problems.Add(new DefinitionProblem(
                            "route-taken", node.NodeId, $"Endpoints '{routes[hash].Node.Id}' and '{node.Id}' both start this workflow by {route}; a request could start it by one of them only."));
                    }
                }
            }
            catch (DefinitionException)
            {
                // the trigger's own problem has been named
            }
        }

        if (routes.Count == 0)
        {
            return problems;
        }

        if (await RouteTable.TakenAsync(db, workflow.Definition.DefinitionId, routes.Keys, cancellationToken) is { } taken)
        {
            var (node, route) = routes[taken.Hash];
            problems.Add(new DefinitionProblem("route-taken", node.NodeId, $"{route} starts the published workflow '{taken.DefinitionId}' already; a route starts one workflow."));
        }

        return problems;
    }

    private static DefinitionProblem? Problem(ActivityNode task, List<User> people)
    {
        if (task.FindInput("Group")?.Constant is not string { Length: > 0 } group)
        {
            return null;
        }

        if (!TaskOptions.KnownGroups.Contains(group, StringComparer.Ordinal))
        {
            return new DefinitionProblem(
                "task-without-people",
                task.NodeId,
                $"Human task '{task.Id}' is for the group '{group}', which does not exist; there are {string.Join(", ", TaskOptions.KnownGroups)}.");
        }

        var members = people.Where(person => person.Groups.Contains(group) && person.Roles.Contains(Roles.Reviewer)).ToList();
        if (members.Count == 0)
        {
            // people may be added after the workflow, so this does not forbid it
            return new DefinitionProblem(
                "task-without-people", task.NodeId, $"Human task '{task.Id}' is for the group '{group}', in which there is nobody at present.", true);
        }

        var excluded = HumanTaskActivity.LiteralTexts(task, "ExcludedPersons") ?? [];
        return members.TrueForAll(person => excluded.Contains(person.Username, StringComparer.OrdinalIgnoreCase))
            ? new DefinitionProblem("task-without-people", task.NodeId, $"Human task '{task.Id}' excludes everybody in the group '{group}'; nobody could do it.")
            : null;
    }
}
