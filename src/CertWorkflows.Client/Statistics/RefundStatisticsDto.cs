namespace CertWorkflows.Client;

/// <summary>How refunds were asked for, decided and paid in a period.</summary>
public sealed record RefundStatisticsDto
{
    /// <summary>The first day of the period.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day of the period.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Refunds asked for in the period, by reason; the most frequent first, reasons that nobody gave left out.</summary>
    public required IReadOnlyList<RefundReasonCountDto> Reasons { get; init; }

    /// <summary>Manual reviews that were decided in the period.</summary>
    public required RefundDecisionsDto Decisions { get; init; }

    /// <summary>Refunds approved in the period without a review (RF-7).</summary>
    public required int Automatic { get; init; }

    /// <summary>The money that went back in the period.</summary>
    public required MoneyDto Refunded { get; init; }

    /// <summary>The same by day; days without a payment are left out.</summary>
    public required IReadOnlyList<RefundedDayDto> Days { get; init; }

    /// <summary>Refunds under review now.</summary>
    public required int UnderReview { get; init; }

    /// <summary>Those of them that are past the limit of RF-22.</summary>
    public required int Overdue { get; init; }
}

/// <summary>Manual reviews, decided.</summary>
public sealed record RefundDecisionsDto
{
    /// <summary>All of them.</summary>
    public required int Total { get; init; }

    /// <summary>Those that were approved.</summary>
    public required int Approved { get; init; }

    /// <summary>Those that were refused.</summary>
    public required int Rejected { get; init; }

    /// <summary>Those decided within 5 business days of the submission, which RF-22 promises on average.</summary>
    public required int WithinFiveDays { get; init; }

    /// <summary>Those decided within the 15 business days that RF-22 allows.</summary>
    public required int WithinFifteenDays { get; init; }

    /// <summary>How many business days they took on average, with one decimal; null when none was decided.</summary>
    public double? AverageBusinessDays { get; init; }
}

/// <summary>How often a reason was given.</summary>
public sealed record RefundReasonCountDto
{
    /// <summary>The reason (RF-26).</summary>
    public required RefundReason Reason { get; init; }

    /// <summary>How many refunds.</summary>
    public required int Count { get; init; }
}

/// <summary>What went back on a day.</summary>
public sealed record RefundedDayDto
{
    /// <summary>The day in the business zone.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>How many refunds were paid.</summary>
    public required int Count { get; init; }

    /// <summary>How much.</summary>
    public required MoneyDto Amount { get; init; }
}
