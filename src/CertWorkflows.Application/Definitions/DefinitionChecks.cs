using CertWorkflows.Application.Access;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
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

    /// <summary>Human tasks that would fault, or that nobody could do. A group or person worked out at run time is not known here.</summary>
    private async Task<List<DefinitionProblem>> TasksAsync(CompiledWorkflow workflow, CancellationToken cancellationToken)
    {
        var tasks = workflow.All.Where(node => node.Activity is HumanTaskActivity).ToList();
        if (tasks.Count == 0)
        {
            return [];
        }

        await using var db = store.Open();
        var people = await db.Users.AsNoTracking().Where(user => !user.Disabled).ToListAsync(cancellationToken);
        return
        [
            .. tasks.SelectMany(task => HumanTaskActivity.LiteralMistakes(task).Select(
                mistake => new DefinitionProblem("invalid-task-input", task.NodeId, $"Human task '{task.Id}': {mistake}"))),
            .. tasks.Select(task => Problem(task, people)).OfType<DefinitionProblem>(),
        ];
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
