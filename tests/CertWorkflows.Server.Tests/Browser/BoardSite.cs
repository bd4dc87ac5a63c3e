using CertWorkflows.Client;
using CertWorkflows.Server.Tests.Scenarios;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>A server with three open refund tasks, one that was approved, and a supervisor who looks at them.</summary>
public sealed class BoardSite : BrowserSite
{
    /// <summary>The open tasks; each test takes one, so that none meets another's.</summary>
    internal Queue<TaskSummaryDto> Tasks { get; } = [];

    private protected override async Task StockAsync()
    {
        var certificates = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            certificates.Add(await Desk.BuyAsync());
        }

        await Desk.AdvanceAsync("P6D");
        foreach (var certificate in certificates)
        {
            await Desk.RequestRefundAsync(certificate);
        }

        var tasks = await Desk.InboxAsync(Desk.Rita);
        await Desk.Rita.Tasks.CompleteAsync(tasks[0].Id, new CompleteTaskRequest { Outcome = "Approve" });
        await Desk.SettleAsync();
        foreach (var task in tasks.Skip(1))
        {
            Tasks.Enqueue(task);
        }
    }
}
