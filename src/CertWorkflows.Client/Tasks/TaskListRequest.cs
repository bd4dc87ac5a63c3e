namespace CertWorkflows.Client;

/// <summary>Which tasks are wanted; a member left out does not filter. Only tasks of the caller's groups are seen.</summary>
public sealed record TaskListRequest : PageRequest
{
    /// <summary>Tasks in one state.</summary>
    public HumanTaskState? State { get; init; }

    /// <summary>Tasks of one group.</summary>
    public string? Group { get; init; }

    /// <summary>Tasks that <c>me</c>, <c>none</c>, or the user with this name holds.</summary>
    public string? Assignee { get; init; }

    /// <summary>Tasks past (true) or within (false) their limit.</summary>
    public bool? Overdue { get; init; }

    /// <summary>Tasks due today in the business zone.</summary>
    public bool DueToday { get; init; }

    /// <summary>Tasks in whose comments the caller is named.</summary>
    public bool Mentioned { get; init; }

    /// <summary>Tasks that <c>me</c> or the user with this name completed.</summary>
    public string? CompletedBy { get; init; }

    /// <summary>Tasks of one kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Tasks of all groups; only supervisors may ask for them.</summary>
    public bool Everyone { get; init; }

    /// <summary>A word in the title or the case's id.</summary>
    public string? Q { get; init; }

    /// <summary>The order; <see cref="TaskSort.Due"/> when left out.</summary>
    public TaskSort? Sort { get; init; }

    internal string Path() => Query("tasks")
        .Add("state", State)
        .Add("group", Group)
        .Add("assignee", Assignee)
        .Add("overdue", Overdue)
        .Add("due", DueToday ? "today" : null)
        .Add("mentioned", Mentioned ? true : null)
        .Add("completedBy", CompletedBy)
        .Add("kind", Kind)
        .Add("everyone", Everyone ? true : null)
        .Add("q", Q)
        .Add("sort", Sort)
        .ToString();
}

/// <summary>How many open tasks the caller sees.</summary>
public sealed record TaskCountsDto
{
    /// <summary>All open tasks of the caller's groups.</summary>
    public required int Open { get; init; }

    /// <summary>Those that the caller holds.</summary>
    public required int Mine { get; init; }

    /// <summary>Those that nobody holds.</summary>
    public required int Unassigned { get; init; }

    /// <summary>Those past their limit.</summary>
    public required int Overdue { get; init; }

    /// <summary>Those due today in the business zone.</summary>
    public required int DueToday { get; init; }

    /// <summary>Those in whose comments the caller is named.</summary>
    public required int Mentioned { get; init; }
}
