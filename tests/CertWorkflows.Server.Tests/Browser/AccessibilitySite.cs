using CertWorkflows.Client;
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
        var renewed = await IssuedAsync("www.renewed.example");
        await Desk.AdvanceAsync("P340D");
        _ids["renewal"] = (await Desk.Caller.Renewals.CreateAsync(new CreateRenewalRequest { CertificateId = renewed, TermYears = 1 }, Desk.Key())).Id;
        var refund = await Desk.RefundUnderReviewAsync();
        var decided = await Desk.RefundUnderReviewAsync();
        var tasks = await Desk.InboxAsync(Desk.Rita);
        _ids["refund"] = refund.Id;
        _ids["certificate"] = refund.CertificateId;
        _ids["task"] = tasks.Single(task => task.CaseId == refund.Id).Id;
        _ids["decided-task"] = tasks.Single(task => task.CaseId == decided.Id).Id;
        await Desk.Rita.Tasks.AddCommentAsync(_ids["task"], new AddTaskCommentRequest { Text = "The customer called." }, Desk.Key());
        await Desk.Rita.Tasks.CompleteAsync(_ids["decided-task"], new CompleteTaskRequest { Outcome = "Approve" });
        await Desk.SettleAsync();
        await StockOtherCasesAsync();
    }

    private async Task StockOtherCasesAsync()
    {
        var revoked = await IssuedAsync("www.revoked.example");
        _ids["revocation"] = (await Desk.Caller.Revocations.CreateAsync(
            new CreateRevocationRequest { CertificateId = revoked, Reason = RevocationReason.Superseded }, Desk.Key())).Id;
        var ordered = await Desk.OrderAsync(new OrderItemDto { Product = "one-click-https", Edition = "basic" });
        _ids["package"] = ordered.Packages[0].Id;
        _ids["package-refund"] = (await Desk.Caller.PackageRefunds.CreateAsync(
            new CreatePackageRefundRequest { PackageId = ordered.Packages[0].Id, Ticket = "T-7" }, Desk.Key())).Id;
        await Desk.SettleAsync();
        _ids["customers-page"] = (await Desk.Rita.CustomerLinks.CreateAsync("revocations", _ids["revocation"])).Url;
        _ids["confirmation-page"] = new RevocationDesk(Desk, new CaDouble()).Links()[^1];
    }

    private async Task<string> IssuedAsync(string domain)
    {
        var id = await Desk.BuyAsync();
        await Desk.Caller.Certificates.SubmitApplicationAsync(id, new SubmitApplicationRequest { Domains = [domain] }, Desk.Key());
        await Desk.AdvanceAsync("PT11M");
        return id;
    }

    private protected override async Task LeaveAsync()
    {
        foreach (var window in _windows.Values)
        {
            await window.DisposeAsync();
        }
    }
}
