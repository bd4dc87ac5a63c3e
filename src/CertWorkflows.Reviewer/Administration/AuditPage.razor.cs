using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;

namespace CertWorkflows.Reviewer.Administration;

public sealed partial class AuditPage
{
    private static readonly string[] Subjects =
    [
        "api-key", "certificate", "deadline", "effect", "instance", "package", "package-refund", "refund", "renewal", "revocation", "task", "user", "workflow",
    ];

    private PagedList<AuditRecordDto> _list = default!;
    private string? _loaded;

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    [Inject] private BusinessTime Time { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "actor")] private string? Actor { get; set; }

    [SupplyParameterFromQuery(Name = "subject")] private string? Subject { get; set; }

    [SupplyParameterFromQuery(Name = "subjectId")] private string? SubjectId { get; set; }

    [SupplyParameterFromQuery(Name = "action")] private string? Action { get; set; }

    [SupplyParameterFromQuery(Name = "from")] private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "until")] private string? Until { get; set; }

    [SupplyParameterFromQuery(Name = "instance")] private string? Instance { get; set; }

    private string Address => PageAddress.Of("audit", [.. TextFilters(), ("from", From), ("until", Until)]);

    private bool HasFilter => Address.Contains('?', StringComparison.Ordinal);

    protected override void OnInitialized() => _list = new PagedList<AuditRecordDto>(Attempt);

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded != Address)
        {
            _loaded = Address;
            await ReloadAsync();
        }
    }

    private static void Nothing()
    {
        // The fields filter by themselves; Enter must not load the page.
    }

    private (string Name, string? Value)[] TextFilters() =>
        [("actor", Actor), ("subject", Subject), ("subjectId", SubjectId), ("action", Action), ("instance", Instance)];

    private void Go(string name, ChangeEventArgs change)
    {
        (string Name, string? Value)[] all = [.. TextFilters(), ("from", From), ("until", Until)];
        Navigation.NavigateTo(PageAddress.Of("audit", [.. all.Select(filter => filter.Name == name ? (name, change.Value?.ToString()) : filter)]));
    }

    private Task ReloadAsync()
    {
        var request = new AuditListRequest
        {
            Actor = Said(Actor),
            Subject = Said(Subject),
            SubjectId = Said(SubjectId),
            Action = Said(Action),
            InstanceId = Said(Instance),
            From = Read(From),
            Until = Read(Until),
        };
        return _list.ReloadAsync(cursor => Api.Administration.ListAuditAsync(request with { Cursor = cursor }, Leaving));
    }

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private DateTimeOffset? Read(string? local) => Time.TryReadLocal(local ?? "", out var instant) ? instant : null;

    private bool Unreadable(string? local) => Said(local) is not null && Read(local) is null;
}
