using CertWorkflows.Client;
using CertWorkflows.Server.Tests.Scenarios;
using StoredState = CertWorkflows.Application.Effects.EffectState;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>A server on which things have gone wrong, for the operator to see to and the admin to look at.</summary>
public sealed class OperationSite : BrowserSite
{
    private const string Broken = """
        {"id":"boom","type":"Elsa.SetVariable","version":1,"variable":{"id":"body","name":"Body","typeName":"Object"},
         "value":{"typeName":"Object","expression":{"type":"JavaScript","value":"boom()"}}},
        {"id":"wait","type":"Elsa.Delay","version":1,"timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"200.00:00:00"}}}
        """;

    /// <summary>Instances whose first activity fails.</summary>
    public const string Breaks = "breaks";

    /// <summary>Instances that wait for a very long time.</summary>
    public const string Waits = "waits";

    /// <summary>A refund under review.</summary>
    public RefundDto Refund { get; private set; } = null!;

    /// <summary>An instance of which an effect is parked.</summary>
    public string Waiting { get; private set; } = "";

    /// <summary>A new instance that has failed.</summary>
    internal async Task<string> BreakAsync() => (await Desk.Olga.Workflows.StartAsync(Breaks, new StartWorkflowRequest())).Id;

    private protected override async Task StockAsync()
    {
        Refund = await Desk.RefundUnderReviewAsync();
        await Desk.PublishAsync(Breaks, Broken);
        await Desk.PublishAsync(Waits, Broken[(Broken.IndexOf("}},", StringComparison.Ordinal) + 3)..]);
        Waiting = (await Desk.Olga.Workflows.StartAsync(Waits, new StartWorkflowRequest { BusinessKey = "The long wait" })).Id;
        await OperationListScenarios.AddEffectAsync(Desk, Waiting, "fax", StoredState.Parked, 6);
        await BreakAsync();
    }
}
