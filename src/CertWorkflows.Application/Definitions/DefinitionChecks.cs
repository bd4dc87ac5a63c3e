using CertWorkflows.Application.Access;
using CertWorkflows.Application.Routes;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Triggers;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Definitions;

/// <summary>The one list of everything that is wrong with a definition: what the engine sees in it, and what only this house knows.</summary>
public sealed class DefinitionChecks(IWorkflowStore store, ActivityRegistry activities, ExpressionEvaluator evaluator)
{
    /// <summary>All problems, errors first, each naming its node.</summary>
    public async Task<IReadOnlyList<DefinitionProblem>> FindAsync(WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        var problems = DefinitionValidator.Validate(definition, activities, evaluator).ToList();
        if (Compiled(definition) is { } workflow)
        {
            problems.AddRange(await TasksAsync(workflow, cancellationToken));
            problems.AddRange(await EndpointsAsync(workflow, cancellationToken));
        }

        return [.. problems.OrderBy(problem => problem.IsWarning)];
    }

    private CompiledWorkflow? Compiled(WorkflowDefinition definition)
    {
        try
        {
            return CompiledWorkflow.Compile(definition, activities);
        }
        catch (DefinitionException)
        {
            // its problems are the validator's answer
            return null;
        }
    }

    /// <summary>Human tasks that nobody could do. A group or person worked out at run time is not known here.</summary>
    private async Task<List<DefinitionProblem>> TasksAsync(CompiledWorkflow workflow, CancellationToken cancellationToken)
    {
        var tasks = workflow.All.Where(node => node.Activity is HumanTaskActivity).ToList();
        if (tasks.Count == 0)
        {
            return [];
        }

        await using var db = store.Open();
        var people = await db.Users.AsNoTracking().Where(user => !user.Disabled).ToListAsync(cancellationToken);
        return [.. tasks.Select(task => Problem(task, people)).OfType<DefinitionProblem>()];
    }

    /// <summary>Endpoints that cannot start the workflow, whose route is not free, or that ask for a role which nobody has.</summary>
    private async Task<List<DefinitionProblem>> EndpointsAsync(CompiledWorkflow workflow, CancellationToken cancellationToken)
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
        foreach (var node in endpoints.Where(node => node.CanStartWorkflow && node.Activity.Check(node).All(problem => problem.IsWarning)))
        {
            try
            {
                foreach (var (payload, hash) in TriggerPayload.Of(node, DateTimeOffset.UnixEpoch))
                {
                    var route = $"{payload["Method"]!.ToString().ToUpperInvariant()} {payload["Path"]}";
                    if (!routes.TryAdd(hash, (node, route)))
                    {
                        problems.Add(new DefinitionProblem(
                            "route-taken", node.NodeId, $"Endpoints '{routes[hash].Node.Id}' and '{node.Id}' both start this workflow by {route}; a request could start it by one of them only."));
                    }
                }
            }
            catch (DefinitionException refused)
            {
                problems.AddRange(refused.Problems);
            }
        }

        if (routes.Count == 0)
        {
            return problems;
        }

        await using var db = store.Open();
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
