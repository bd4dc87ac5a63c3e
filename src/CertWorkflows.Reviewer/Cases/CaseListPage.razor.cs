using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace CertWorkflows.Reviewer.Cases;

/// <summary>The lists of all kinds of things; the address says which, and how it is narrowed.</summary>
public sealed partial class CaseListPage
{
    private PagedList<CaseRow> _list = default!;
    private CaseKind _kind = default!;
    private CaseFilter _filter = default!;
    private string? _loaded;

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    [Inject] private BusinessTime Time { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _list = new PagedList<CaseRow>(Attempt);
        // The page has no parameters, so nothing else tells it of another list or other filters.
        Navigation.LocationChanged += OnLocationChanged;
        return ReadAddressAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= OnLocationChanged;
        base.Dispose(disposing);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(async () =>
    {
        var reading = ReadAddressAsync();
        StateHasChanged();
        await reading;
        StateHasChanged();
    });

    private async Task ReadAddressAsync()
    {
        var address = Address;
        // On the way to another page this one is still there for a moment.
        if (address == _loaded || !CaseKind.All.Any(kind => kind.Name == address.Split('?')[0]))
        {
            return;
        }

        _loaded = address;
        _kind = CaseKind.OfAddress(address);
        _filter = FilterOf(address);
        await ReloadAsync();
    }

    private CaseFilter FilterOf(string address)
    {
        var query = QueryHelpers.ParseQuery(address.Contains('?', StringComparison.Ordinal) ? address[address.IndexOf('?', StringComparison.Ordinal)..] : "");
        return new CaseFilter(_kind.Filters
            .Select(name => (Name: name, Value: query.TryGetValue(name, out var values) ? values.ToString().Trim() : ""))
            .Where(filter => filter.Value.Length > 0)
            .ToDictionary(filter => filter.Name, filter => filter.Value, StringComparer.Ordinal));
    }

    private Task ReloadAsync()
    {
        var (kind, filter) = (_kind, _filter);
        return _list.ReloadAsync(cursor => kind.ListAsync(Api, filter, Time, cursor, Leaving));
    }

    private Task MoreAsync() => _list.MoreAsync();

    /// <summary>From the address, which a quick second change finds ahead of what the page shows yet.</summary>
    private void Change(string name, ChangeEventArgs change) =>
        Navigation.NavigateTo(FilterOf(Address).With(_kind.Name, name, change.Value?.ToString()));

    private string Address => Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0];

    private string Selected => _kind.States.FirstOrDefault(state => string.Equals(state, _filter[CaseFilter.State], StringComparison.OrdinalIgnoreCase)) is { } state
        ? Camel(state)
        : "";

    private static string Camel(string state) => JsonNamingPolicy.CamelCase.ConvertName(state);
}
