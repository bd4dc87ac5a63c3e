namespace CertWorkflows.Client;

/// <summary>What the host's clock shows.</summary>
public sealed record ClockDto
{
    /// <summary>The present instant.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The business time zone, such as <c>Asia/Shanghai</c> (T-1).</summary>
    public required string TimeZone { get; init; }
}

/// <summary>How far to move the virtual clock; exactly one member.</summary>
public sealed record AdvanceClockRequest
{
    /// <summary>An ISO 8601 duration, such as <c>P3D</c> or <c>PT90M</c>.</summary>
    public string? By { get; init; }

    /// <summary>An instant that is not before the present.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>What moving the clock did.</summary>
public sealed record AdvanceClockResponse
{
    /// <summary>The instant reached.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How many deadlines fired on the way.</summary>
    public required int Fired { get; init; }
}
