using CertWorkflows.Client;
using CertWorkflows.Server.Tests.Scenarios;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>
/// The real server with its pages and one browser, shared by a class of tests. Time stands still on Sunday 2026-03-08, and each test
/// asks for refunds of certificates that were bought six days before.
/// </summary>
public sealed class ReviewerSite : IAsyncLifetime
{
    /// <summary>Cheap enough for one reviewer.</summary>
    public const string Cheap = "geotrust-dv";

    /// <summary>Dear enough to need a second reviewer.</summary>
    public const string Dear = "geotrust-ev";

    private const int StockOfEach = 12;

    private readonly Dictionary<string, Queue<string>> _certificates = [];
    private Desk? _desk;
    private Chromium? _chromium;

    internal Desk Desk => _desk!;

    public async ValueTask InitializeAsync()
    {
        if (!Chromium.IsInstalled)
        {
            return;
        }

        _chromium = await Chromium.StartAsync();
        _desk = await Desk.ListenAsync();
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

    /// <summary>A browser window of its own, with no cookies; to be closed by who asked for it.</summary>
    internal Task<Visit> VisitAsync(Desk? desk = null, int width = 1280, string language = "en") =>
        Visit.StartAsync(_chromium!.Browser, (desk ?? Desk).Address, width, language);

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null)
        {
            await _desk.DisposeAsync();
        }

        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }
    }
}
