using System.Globalization;
using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;

namespace CertWorkflows.Reviewer.Cases;

/// <summary>The filters of a list of cases, as the page's address has them: the API's names, with values in the API's words.</summary>
/// <param name="Values">What is set, by name.</param>
internal sealed record CaseFilter(IReadOnlyDictionary<string, string> Values)
{
    public const string State = "state";
    public const string CustomerId = "customerId";
    public const string CertificateId = "certificateId";
    public const string PackageId = "packageId";
    public const string OpenedAfter = "openedAfter";
    public const string Overdue = "overdue";
    public const string ExpiringWithin = "expiringWithin";
    public const string ExpiringSoon = "expiringSoon";
    public const string Brand = "brand";
    public const string Q = "q";

    /// <summary>A filter that is set; null when it is not.</summary>
    public string? this[string name] => Values.GetValueOrDefault(name);

    /// <summary>A yes or no; what is neither counts as left out.</summary>
    public bool? Flag(string name) => bool.TryParse(this[name], out var value) ? value : null;

    /// <summary>A state; a name that the kind does not have counts as left out.</summary>
    public TState? StateOf<TState>()
        where TState : struct, Enum =>
        Enum.TryParse<TState>(this[State], ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null;

    /// <summary>The beginning of the day from which cases are wanted.</summary>
    public DateTimeOffset? After(BusinessTime time) => time.TryReadLocal($"{this[OpenedAfter]}T00:00", out var instant) ? instant : null;

    /// <summary>A number of days, with or without the <c>d</c> of the API.</summary>
    public int? Days(string name) =>
        int.TryParse(this[name]?.TrimEnd('d'), NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : null;

    /// <summary>The page's address with one filter changed.</summary>
    public string With(string page, string name, string? value) =>
        PageAddress.Of(page, [.. Values.Where(pair => pair.Key != name).Append(KeyValuePair.Create(name, value ?? "")).Select(pair => (pair.Key, (string?)pair.Value))]);

    /// <summary>The address of all that it finds as a file, as the API has it.</summary>
    public string Export(CaseKind kind, BusinessTime time) => PageAddress.Of(
        kind.Name, [("format", "csv"), .. kind.Filters.Select(name => (name, InApi(kind, name, time)))]);

    // A value that the list leaves out is left out here as well: the file has what the page shows.
    private string? InApi(CaseKind kind, string name, BusinessTime time) => name switch
    {
        State => kind.States.FirstOrDefault(state => string.Equals(state, this[State], StringComparison.OrdinalIgnoreCase)) is { } state
            ? JsonNamingPolicy.CamelCase.ConvertName(state)
            : null,
        Overdue or ExpiringSoon => Flag(name) switch { true => "true", false => "false", null => null },
        OpenedAfter => After(time) is { } instant ? InstantConverter.Format(instant) : null,
        ExpiringWithin => Days(name) is { } days ? string.Create(CultureInfo.InvariantCulture, $"{days}d") : null,
        _ => this[name],
    };
}
