namespace CertWorkflows.Client;

/// <summary>The open tasks of all groups as they stand, and what was completed in a period.</summary>
public sealed record TaskStatisticsDto
{
    /// <summary>When it was counted.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The first day of the period.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day of the period.</summary>
    public required DateOnly To { get; init; }

    /// <summary>All open tasks.</summary>
    public required TaskLoadDto Open { get; init; }

    /// <summary>How many were completed in the period.</summary>
    public required int Completed { get; init; }

    /// <summary>The open tasks by age, the youngest first.</summary>
    public required IReadOnlyList<AgeBucketDto> Ages { get; init; }

    /// <summary>The open tasks by the group that they belong to.</summary>
    public required IReadOnlyList<GroupLoadDto> Groups { get; init; }

    /// <summary>Everybody who may do tasks or did some in the period, the most loaded first.</summary>
    public required IReadOnlyList<PersonLoadDto> People { get; init; }
}

/// <summary>So many open tasks.</summary>
public sealed record TaskLoadDto
{
    /// <summary>All of them.</summary>
    public required int Total { get; init; }

    /// <summary>Those that nobody holds.</summary>
    public required int Unassigned { get; init; }

    /// <summary>Those past their limit.</summary>
    public required int Overdue { get; init; }

    /// <summary>Those due today in the business zone, those that are overdue by now among them.</summary>
    public required int DueToday { get; init; }

    /// <summary>Those that were escalated.</summary>
    public required int Escalated { get; init; }
}

/// <summary>Open tasks of an age.</summary>
public sealed record AgeBucketDto
{
    /// <summary>Raised so many business days ago, or more.</summary>
    public required int FromBusinessDays { get; init; }

    /// <summary>Raised less than so many business days ago; null for the oldest.</summary>
    public int? ToBusinessDays { get; init; }

    /// <summary>How many there are.</summary>
    public required int Count { get; init; }
}

/// <summary>What a group has to do.</summary>
public sealed record GroupLoadDto
{
    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>Its open tasks.</summary>
    public required TaskLoadDto Open { get; init; }
}

/// <summary>What a person has to do, and did.</summary>
public sealed record PersonLoadDto
{
    /// <summary>Who.</summary>
    public required PersonDto Person { get; init; }

    /// <summary>The open tasks that they hold.</summary>
    public required TaskLoadDto Open { get; init; }

    /// <summary>How many they completed in the period.</summary>
    public required int Completed { get; init; }
}
