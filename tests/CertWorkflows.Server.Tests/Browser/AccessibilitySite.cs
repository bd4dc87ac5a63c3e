using CertWorkflows.Server.Tests.Scenarios;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>A server that has something to show on each page, and one window for each person and language that stays open between tests.</summary>
public sealed class AccessibilitySite : BrowserSite
{
    private readonly Dictionary<(string User, string Language), Visit> _windows = [];
    private readonly Dictionary<string, string> _ids = [];

    /// <summary>The window of a person who is logged in.</summary>
    internal async Task<Visit> WindowAsync(string user, string language)
    {
        if (!_windows.TryGetValue((user, language), out var window))
        {
            window = await VisitAsync(language: language);
            _windows[(user, language)] = window;
            await window.LogInAsync(user);
            await window.Expect("user-name").ToBeVisibleAsync();
        }

        return window;
    }

    /// <summary>A page's address: names in braces stand for what is there.</summary>
    internal string Address(string path) => _ids.Aggregate(path, (address, known) => address.Replace($"{{{known.Key}}}", known.Value, StringComparison.Ordinal));

    private protected override async Task StockAsync()
    {
        var refund = await Desk.RefundUnderReviewAsync();
        var decided = await Desk.RefundUnderReviewAsync();
        var tasks = await Desk.InboxAsync(Desk.Rita);
        _ids["refund"] = refund.Id;
        _ids["certificate"] = refund.CertificateId;
        _ids["task"] = tasks.Single(task => task.CaseId == refund.Id).Id;
        _ids["decided-task"] = tasks.Single(task => task.CaseId == decided.Id).Id;
        await Desk.Rita.Tasks.AddCommentAsync(_ids["task"], new Client.AddTaskCommentRequest { Text = "The customer called." }, Desk.Key());
        await Desk.Rita.Tasks.CompleteAsync(_ids["decided-task"], new Client.CompleteTaskRequest { Outcome = "Approve" });
        await Desk.SettleAsync();
    }

    private protected override async Task LeaveAsync()
    {
        foreach (var window in _windows.Values)
        {
            await window.DisposeAsync();
        }
    }
}
