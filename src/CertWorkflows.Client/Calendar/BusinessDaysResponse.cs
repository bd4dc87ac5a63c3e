namespace CertWorkflows.Client;

/// <summary>An instant some business days later (T-3).</summary>
public sealed record BusinessDaysResponse
{
    /// <summary>The instant reached, at the same local time of day as the start.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many business days were added.</summary>
    public required int BusinessDays { get; init; }

    /// <summary>The days on the way that did not count.</summary>
    public required IReadOnlyList<SkippedDayDto> Skipped { get; init; }

    /// <summary>False when the computation went past the years that the calendar knows (T-2).</summary>
    public required bool Complete { get; init; }
}

/// <summary>A day that is not a business day.</summary>
public sealed record SkippedDayDto
{
    /// <summary>The local date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The holiday's name, or <c>weekend</c>.</summary>
    public required string Why { get; init; }
}
