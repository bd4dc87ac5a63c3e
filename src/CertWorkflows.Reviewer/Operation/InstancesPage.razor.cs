using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;

namespace CertWorkflows.Reviewer.Operation;

public sealed partial class InstancesPage
{
    private IReadOnlyList<WorkflowDto> _definitions = [];
    private IReadOnlyList<InstanceCountDto> _counts = [];
    private InstancesAddress? _loaded;
    private PagedList<InstanceSummaryDto> _list = default!;

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "view")] private string? View { get; set; }

    [SupplyParameterFromQuery(Name = "definition")] private string? Definition { get; set; }

    [SupplyParameterFromQuery(Name = "version")] private string? Version { get; set; }

    [SupplyParameterFromQuery(Name = "state")] private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "correlation")] private string? Correlation { get; set; }

    [SupplyParameterFromQuery(Name = "key")] private string? Key { get; set; }

    [SupplyParameterFromQuery(Name = "case")] private string? Case { get; set; }

    [SupplyParameterFromQuery(Name = "parent")] private string? Parent { get; set; }

    private InstancesAddress Address { get; set; } = new();

    protected override void OnInitialized() => _list = new PagedList<InstanceSummaryDto>(Attempt);

    protected override async Task OnParametersSetAsync()
    {
        Address = new InstancesAddress
        {
            View = InstancesAddress.Known(View),
            Definition = Definition,
            Version = Version,
            State = State,
            Correlation = Correlation,
            Key = Key,
            Case = Case,
            Parent = Parent,
        };
        if (Address != _loaded)
        {
            _loaded = Address;
            await ReloadAsync();
        }
    }

    private static void Nothing()
    {
        // The fields filter by themselves; Enter must not load the page.
    }

    private static string? Text(ChangeEventArgs change) => string.IsNullOrWhiteSpace(change.Value?.ToString()) ? null : change.Value.ToString()!.Trim();

    private Task ReloadAsync()
    {
        var asked = Address;
        return Task.WhenAll(_list.ReloadAsync(cursor => Api.Instances.ListAsync(asked.ToRequest(cursor), Leaving)), CountAsync());
    }

    private Task MoreAsync() => _list.MoreAsync();

    private async Task CountAsync() =>
        _ = await Attempt.RunAsync(async () =>
        {
            // Extras: when they cannot be had, the list says why.
            _counts = await Api.Instances.CountAsync(cancellationToken: Leaving);
            _definitions = (await Api.Workflows.ListAsync(new WorkflowListRequest { Limit = 200 }, Leaving)).Items;
        });

    private IEnumerable<(string View, int? Count)> Views() =>
    [
        (InstancesAddress.All, null),
        (InstancesAddress.Running, _counts.Sum(count => count.Running)),
        (InstancesAddress.Repairable, _counts.Sum(count => count.Repairable)),
        (InstancesAddress.Finished, null),
    ];

    private void Go(InstancesAddress address) => Navigation.NavigateTo(address.Url);
}
