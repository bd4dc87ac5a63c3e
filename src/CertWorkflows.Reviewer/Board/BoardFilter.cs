using System.Globalization;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;

namespace CertWorkflows.Reviewer.Board;

/// <summary>What the board's address says; the part about tasks counts in their view only.</summary>
public sealed record BoardFilter
{
    private const string Format = "yyyy-MM-dd";
    private const int PageSize = 50;

    /// <summary>What is shown.</summary>
    public BoardView View { get; init; }

    /// <summary>The first day of the period; null for the usual one.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day of the period; null for today.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Tasks of one group.</summary>
    public string? Group { get; init; }

    /// <summary>A user name, or <c>none</c>.</summary>
    public string? Assignee { get; init; }

    /// <summary>Tasks past their limit.</summary>
    public bool Overdue { get; init; }

    /// <summary>Tasks due today.</summary>
    public bool DueToday { get; init; }

    /// <summary>What the title has.</summary>
    public string? Search { get; init; }

    /// <summary>Reads a date as the address has it; what is none counts as left out.</summary>
    public static DateOnly? Date(string? text) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>A date as the address has it.</summary>
    public static string? Text(DateOnly? date) => date?.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The address, relative to the site's root; what is as usual is left out.</summary>
    public string ToUrl() => PageAddress.Of(
        "board",
        ("view", View == BoardView.Work ? null : View.ToString().ToLowerInvariant()),
        ("from", Text(From)),
        ("to", Text(To)),
        ("group", View == BoardView.Tasks ? Group : null),
        ("assignee", View == BoardView.Tasks ? Assignee : null),
        ("overdue", View == BoardView.Tasks && Overdue ? "true" : null),
        ("due", View == BoardView.Tasks && DueToday ? "today" : null),
        ("q", View == BoardView.Tasks ? Search : null));

    /// <summary>The period to ask for.</summary>
    public StatisticsRequest ToPeriod() => new() { From = From, To = To };

    /// <summary>The tasks to ask for.</summary>
    public TaskListRequest ToTasks(string? cursor) => new()
    {
        State = HumanTaskState.Open,
        Everyone = true,
        Group = Group,
        Assignee = Assignee,
        Overdue = Overdue ? true : null,
        DueToday = DueToday,
        Q = Search,
        Sort = TaskSort.Due,
        Limit = PageSize,
        Cursor = cursor,
    };
}
