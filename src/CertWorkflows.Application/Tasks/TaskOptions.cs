namespace CertWorkflows.Application.Tasks;

/// <summary>How human tasks reach people.</summary>
public sealed class TaskOptions
{
    public const string Section = "Tasks";

    /// <summary>The groups that tasks can belong to.</summary>
    public static IReadOnlyList<string> KnownGroups { get; } =
        ["refunds", "certificates", "customer-care", TaskRules.SupervisorsGroup, "operators"];

    /// <summary>Where a group is told of escalations, by group; default: supervisors at supervisors@example.com.</summary>
    public Dictionary<string, string> GroupMail { get; } = new(StringComparer.Ordinal)
    {
        [TaskRules.SupervisorsGroup] = "supervisors@example.com",
    };
}
