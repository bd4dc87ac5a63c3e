using System.Text.Json;
using CertWorkflows.Application.Access;

namespace CertWorkflows.Application.Tasks;

/// <summary>Who may do what with a task, and when.</summary>
public static class TaskRules
{
    public const string SupervisorsGroup = "supervisors";

    /// <summary>Members of the task's group, and of the group that it was escalated to.</summary>
    public static bool IsCandidate(HumanTask task, Caller caller) =>
        caller.IsIn(task.Group) || (task.EscalatedTo is { } group && caller.IsIn(group));

    /// <summary>The candidates, and every supervisor.</summary>
    public static bool IsSeenBy(HumanTask task, Caller caller) => IsCandidate(task, caller) || caller.IsIn(SupervisorsGroup);

    internal static void MaySee(HumanTask task, Caller caller)
    {
        if (!IsSeenBy(task, caller))
        {
            throw new ForbiddenException("not-in-group", $"The task belongs to the group '{task.Group}', and you are not in it.");
        }
    }

    internal static void MayDo(HumanTask task, Caller caller)
    {
        if (!IsCandidate(task, caller))
        {
            throw new ForbiddenException("not-in-group", $"The task belongs to the group '{task.Group}', and '{caller.Name}' is not in it.");
        }

        if (JsonSerializer.Deserialize<string[]>(task.Excluded)!.Contains(caller.Name, StringComparer.OrdinalIgnoreCase))
        {
            throw new ForbiddenException(
                "separation-of-duties", $"'{caller.Name}' asked for this or decided an earlier step of it; somebody else must do this task.");
        }
    }

    internal static void MayReassign(HumanTask task, Caller caller)
    {
        if (task.Assignee is { } holder && holder != caller.Name && task.DelegatedBy != caller.Name && !caller.IsIn(SupervisorsGroup))
        {
            throw AlreadyClaimed(holder);
        }
    }

    internal static void MayComplete(HumanTask task, Caller caller)
    {
        MaySee(task, caller);
        IsOpen(task);
        MayDo(task, caller);
        if (task.Assignee is { } holder && holder != caller.Name)
        {
            throw AlreadyClaimed(holder);
        }
    }

    internal static void IsOpen(HumanTask task)
    {
        switch (task.State)
        {
            case HumanTaskState.Open:
                return;
            case HumanTaskState.Completed:
                throw new ConflictException(
                    "already-completed",
                    $"The task was completed by {task.CompletedBy} with '{task.Outcome}'.",
                    "completed",
                    [],
                    new Dictionary<string, object?> { ["completedBy"] = task.CompletedBy, ["outcome"] = task.Outcome });
            case HumanTaskState.Cancelled:
                throw new ConflictException("task-cancelled", "The task was withdrawn: its workflow went on without it.", "cancelled", []);
            default:
                throw new System.Diagnostics.UnreachableException(task.State.ToString());
        }
    }

    internal static void IsVersion(HumanTask task, long? expected)
    {
        if (expected is { } version && version != task.Version)
        {
            throw new StaleException("task", version, task.Version);
        }
    }

    internal static ConflictException AlreadyClaimed(string holder) => new(
        "already-claimed",
        $"The task is claimed by {holder}.",
        "claimed",
        ["release", "delegate"],
        new Dictionary<string, object?> { ["assignee"] = holder });
}
