using CertWorkflows.Client;
using CertWorkflows.Server.Tests.Scenarios;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>
/// The real server with certificates to refund. Time stands still on Sunday 2026-03-08, and each test
/// asks for refunds of certificates that were bought six days before.
/// </summary>
public sealed class ReviewerSite : BrowserSite
{
    /// <summary>Cheap enough for one reviewer.</summary>
    public const string Cheap = "geotrust-dv";

    /// <summary>Dear enough to need a second reviewer.</summary>
    public const string Dear = "geotrust-ev";

    private const int StockOfEach = 12;

    private readonly Dictionary<string, Queue<string>> _certificates = [];

    private protected override async Task StockAsync()
    {
        foreach (var product in (string[])[Cheap, Dear])
        {
            _certificates[product] = [];
            for (var i = 0; i < StockOfEach; i++)
            {
                _certificates[product].Enqueue(await Desk.BuyAsync(product));
            }
        }

        await Desk.AdvanceAsync("P6D");
    }

    /// <summary>A refund under review, and its open task.</summary>
    internal async Task<(RefundDto Refund, TaskSummaryDto Task)> RefundUnderReviewAsync(string product = Cheap)
    {
        var refund = await Desk.RequestRefundAsync(_certificates[product].Dequeue());
        return (refund, await OpenTaskAsync(refund));
    }

    internal async Task<TaskSummaryDto> OpenTaskAsync(RefundDto refund) =>
        Assert.Single(await Desk.InboxAsync(Desk.Rita), task => task.CaseId == refund.Id);
}
