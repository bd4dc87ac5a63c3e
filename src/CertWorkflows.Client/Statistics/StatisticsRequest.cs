namespace CertWorkflows.Client;

/// <summary>The days to look at, in the business time zone; at most 366.</summary>
public sealed record StatisticsRequest
{
    /// <summary>The first day; 29 days before <see cref="To"/> when left out.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, which counts; today when left out.</summary>
    public DateOnly? To { get; init; }

    internal string Path(string path) => new Query(path).Add("from", Text(From)).Add("to", Text(To)).ToString();

    private static string? Text(DateOnly? date) => date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
