using System.Globalization;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;

namespace CertWorkflows.Reviewer.Operation;

/// <summary>The filter of the list of instances: what its address says, and what the API is asked.</summary>
internal sealed record InstancesAddress
{
    public const string All = "all";
    public const string Running = "running";
    public const string Repairable = "repairable";
    public const string Finished = "finished";

    private const int PageSize = 50;

    public string View { get; init; } = All;

    public string? Definition { get; init; }

    public string? Version { get; init; }

    public string? State { get; init; }

    public string? Correlation { get; init; }

    public string? Key { get; init; }

    public string? Case { get; init; }

    public string? Parent { get; init; }

    /// <summary>Relative to the site's root; what is as usual is left out.</summary>
    public string Url => PageAddress.Of(
        "instances",
        ("view", View == All ? null : View),
        ("definition", Definition),
        ("version", Version),
        ("state", State),
        ("correlation", Correlation),
        ("key", Key),
        ("case", Case),
        ("parent", Parent));

    public static string Known(string? view) => view is Running or Repairable or Finished ? view : All;

    public InstanceListRequest ToRequest(string? cursor) => new()
    {
        DefinitionId = Definition,
        Version = int.TryParse(Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null,
        Status = View switch { Running => InstanceStatus.Running, Finished => InstanceStatus.Finished, _ => null },
        SubStatus = Enum.TryParse<InstanceSubStatus>(State, ignoreCase: true, out var state) ? state : null,
        CorrelationId = Correlation,
        BusinessKey = Key,
        CaseId = Case,
        ParentId = Parent,
        Repairable = View == Repairable ? true : null,
        Limit = PageSize,
        Cursor = cursor,
    };
}
