using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace CertWorkflows.Reviewer.Cases;

public sealed partial class CaseListPage
{
    private CaseKind _kind = CaseKinds.All[0];
    private CaseFilter _filter = default!;
    private PagedList<JsonElement> _list = default!;
    private string? _unreadable;

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    [Inject] private BusinessTime Time { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private string ExportAddress => _filter.With("openedAfter", _filter.OpenedAfter(Time) is { } after ? InstantConverter.Format(after) : null)
        .Address($"session/export/{_kind.Path}");

    protected override async Task OnInitializedAsync()
    {
        _list = new PagedList<JsonElement>(Attempt);
        Navigation.LocationChanged += OnLocationChanged;
        await ReloadAsync();
    }

    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= OnLocationChanged;
        base.Dispose(disposing);
    }

    private static JsonElement? Of(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value : null;

    private static string InputType(string name) => name switch
    {
        "q" => "search",
        "openedAfter" => "date",
        "expiringWithin" => "number",
        _ => "text",
    };

    // One component shows all lists: going from one to the other, or back to other filters, changes the address only.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs moved) => InvokeAsync(async () =>
    {
        if (IsHere(moved.Location))
        {
            await ReloadAsync();
            StateHasChanged();
        }
    });

    private bool IsHere(string uri) => Navigation.ToBaseRelativePath(uri).Split('?', '#')[0] is var path && CaseKinds.All.Any(kind => kind.Path == path);

    private async Task ReloadAsync()
    {
        var kind = CaseKind.At(Navigation.ToBaseRelativePath(Navigation.Uri))!;
        if (kind != _kind)
        {
            _list = new PagedList<JsonElement>(Attempt);
        }

        var filter = CaseFilter.Parse(Navigation.Uri, kind);
        (_kind, _filter, _unreadable) = (kind, filter, filter.Unreadable(kind, Time));
        if (_unreadable is null)
        {
            var asked = _list.ReloadAsync(cursor => kind.ListAsync(Api, filter, Time, cursor, Leaving));
            StateHasChanged();
            await asked;
        }
    }

    private IReadOnlyList<string>? Choices(string name) => name switch
    {
        "state" => _kind.States,
        "overdue" or "expiringSoon" => ["true", "false"],
        _ => null,
    };

    private string ChoiceText(string name, string choice) => name == "state"
        ? CaseTexts.State(L, _kind.Name, choice)
        : L[choice == "true" ? "Value.yes" : "Value.no"];

    private string? InputValue(string name) => name == "expiringWithin" ? _filter[name]?.TrimEnd('d') : _filter[name];

    private void Narrow(string name, ChangeEventArgs change)
    {
        var value = change.Value?.ToString();
        Navigation.NavigateTo(_filter.With(name, name == "expiringWithin" && !string.IsNullOrEmpty(value) ? $"{value}d" : value).Address(_kind.Path));
    }
}
