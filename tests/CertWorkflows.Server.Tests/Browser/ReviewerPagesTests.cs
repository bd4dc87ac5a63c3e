using CertWorkflows.Client;
using CertWorkflows.Server.Tests.Scenarios;
using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>The reviewer pages in Chromium, against the real server.</summary>
public sealed class ReviewerPagesTests(ReviewerSite site) : BrowserTests, IClassFixture<ReviewerSite>
{
    private const int PhoneWidth = 390;

    [Fact]
    public async Task Refund_WhenAReviewerApprovesIt_IsPaid()
    {
        var (refund, task) = await site.RefundUnderReviewAsync();
        var rita = await VisitAsync();
        await rita.LogInAsync("rita");
        await rita.Expect("user-name").ToHaveTextAsync("rita");
        await rita.Row(task.Id).GetByRole(AriaRole.Link).ClickAsync();

        await rita.Expect("task-title").ToHaveTextAsync("Refund of 480 CNY: GeoTrust DV, Example Ltd");
        await rita.Expect("task-rule").ToContainTextAsync("RF-8");
        await rita.Expect("task-rule").ToContainTextAsync("more than 5 natural days since payment");
        await Assertions.Expect(rita.Fact("amount")).ToContainTextAsync("480.00 CNY");
        await Assertions.Expect(rita.Fact("company")).ToContainTextAsync("Example Ltd");
        await Assertions.Expect(rita.Fact("paidAt")).ToContainTextAsync("2026-03-02 10:00");

        await rita.Find("task-claim").ClickAsync();
        await rita.Expect("task-assignee").ToContainTextAsync("rita");
        await rita.DecideAsync("Approve");
        await rita.Expect("task-result").ToContainTextAsync("decided by rita");
        await rita.Expect("task-result").ToHaveAttributeAsync("data-outcome", "Approve");

        await site.Desk.SettleAsync();
        Assert.Equal(RefundState.Paid, (await site.Desk.Caller.Refunds.GetAsync(refund.Id)).State);
        await rita.Find("result-case").ClickAsync();
        await rita.Expect("case-state").ToHaveAttributeAsync("data-state", "paid");
    }

    [Fact]
    [Trait("Rule", "RF-28")]
    public async Task Rejection_WithoutAReason_ShowsTheErrorAtTheFieldAndSucceedsWithOne()
    {
        var (refund, task) = await site.RefundUnderReviewAsync();
        var rita = await VisitAsync();
        await rita.LogInAsync("rita", $"tasks/{task.Id}");
        await rita.DecideAsync("Reject");
        await rita.Expect("field-reason-error").ToBeVisibleAsync();
        await rita.Expect("field-reason").ToHaveAttributeAsync("aria-invalid", "true");
        Assert.Equal(RefundState.UnderReview, (await site.Desk.Caller.Refunds.GetAsync(refund.Id)).State);

        await rita.Find("field-reason").FillAsync("The certificate was used for weeks.");
        await rita.DecideAsync("Reject");
        await rita.Expect("task-result").ToHaveAttributeAsync("data-outcome", "Reject");
        await rita.Expect("task-result").ToContainTextAsync("The certificate was used for weeks.");
        refund = await site.Desk.Caller.Refunds.GetAsync(refund.Id);
        Assert.Equal((RefundState.Rejected, "The certificate was used for weeks."), (refund.State, refund.DecisionReason));
    }

    [Fact]
    public async Task Task_WhenAColleagueDecidesIt_SaysSoWithoutAReload()
    {
        var (_, task) = await site.RefundUnderReviewAsync();
        var (rita, rolf) = (await VisitAsync(), await VisitAsync());
        await rita.LogInAsync("rita", $"tasks/{task.Id}");
        await rolf.LogInAsync("rolf", $"tasks/{task.Id}");
        await rolf.Expect("outcome-Approve").ToBeEnabledAsync();
        await rita.DecideAsync("Approve");
        await rita.Expect("task-result").ToBeVisibleAsync();
        await rolf.Expect("task-news").ToContainTextAsync("rita has just decided this task");
        await rolf.Expect("task-result").ToContainTextAsync("decided by rita");
    }

    [Fact]
    public async Task SecondApproval_ByTheSamePerson_IsRefusedAndExplained()
    {
        var (refund, first) = await site.RefundUnderReviewAsync(ReviewerSite.Dear);
        var rita = await VisitAsync();
        await rita.LogInAsync("rita", $"tasks/{first.Id}");
        await rita.DecideAsync("Approve");
        await rita.Expect("task-result").ToBeVisibleAsync();

        var second = await site.OpenTaskAsync(refund);
        await rita.Page.GotoAsync($"tasks/{second.Id}");
        await rita.DecideAsync("Approve");
        await rita.Expect("task-error").ToHaveAttributeAsync("data-code", "separation-of-duties");
        await rita.Expect("task-error").ToContainTextAsync("Somebody else has to decide this");
        Assert.Equal(RefundState.UnderReview, (await site.Desk.Caller.Refunds.GetAsync(refund.Id)).State);
    }

    [Fact]
    public async Task Login_WithAWrongPassword_IsRefusedAndThenLeadsToThePageThatWasWanted()
    {
        var (_, task) = await site.RefundUnderReviewAsync();
        var rita = await VisitAsync();
        await rita.LogInAsync("rita", $"tasks/{task.Id}", "wrong");
        await rita.Expect("login-error").ToHaveTextAsync("User name or password is wrong.");
        await rita.Find("login-username").FillAsync("rita");
        await rita.Find("login-password").FillAsync(Desk.PasswordOf("rita"));
        await rita.Find("login-submit").ClickAsync();
        await rita.Expect("task-title").ToContainTextAsync("Refund of");
    }

    [Fact]
    public async Task Session_AfterAReload_GoesOnUntilTheUserLogsOut()
    {
        var rita = await VisitAsync();
        await rita.LogInAsync("rita");
        await rita.Expect("user-name").ToHaveTextAsync("rita");
        await rita.Page.ReloadAsync();
        await rita.Expect("user-name").ToHaveTextAsync("rita");

        await rita.Find("logout").ClickAsync();
        await rita.Expect("login-submit").ToBeVisibleAsync();
        await rita.Page.GotoAsync("./");
        await rita.Expect("login-submit").ToBeVisibleAsync();
        Assert.Equal("/login", new Uri(rita.Page.Url).AbsolutePath);
    }

    [Fact]
    public async Task Session_WhenTheAccessTokenRunsOut_IsRenewedThroughTheBrowser()
    {
        // A token's last minute counts as over, so that a token of one minute is renewed for each call.
        await using var desk = await Desk.ListenAsync(("Auth:AccessTokenLifetime", "00:01:00"));
        var rita = await VisitAsync(desk);
        await rita.LogInAsync("rita");
        await rita.Expect("user-name").ToHaveTextAsync("rita");
        await rita.Expect("inbox-empty").ToBeVisibleAsync();
        await rita.Page.WaitForLoadStateAsync(LoadState.NetworkIdle); // each call renews it: not in the middle of one
        await rita.Page.ReloadAsync();
        await rita.Expect("user-name").ToHaveTextAsync("rita");
        await rita.Expect("inbox-empty").ToBeVisibleAsync();
        await rita.DisposeAsync(); // before the server goes
    }

    [Fact]
    public async Task Language_WhenSwitchedToChinese_ShowsTheDomainsWords()
    {
        var (_, task) = await site.RefundUnderReviewAsync();
        var rita = await VisitAsync();
        await rita.LogInAsync("rita", $"tasks/{task.Id}");
        await rita.Expect("task-rule").ToContainTextAsync("full refund after manual review");
        await rita.Find("language-switch").ClickAsync();

        await Assertions.Expect(rita.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hans");
        await rita.Expect("task-rule").ToContainTextAsync("人工审核后全额退款");
        await Assertions.Expect(rita.Fact("amount")).ToContainTextAsync("退款金额");
        await rita.Expect("outcome-Approve").ToHaveTextAsync("批准");
        await rita.DecideAsync("Reject");
        await rita.Expect("field-reason-error").ToHaveTextAsync("驳回须填写理由：客户可在退款列表中看到。");
        await rita.Find("task-case").ClickAsync();
        await Assertions.Expect(rita.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("退款");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Pages_OnAPhone_CanBeWorkedWithAndDoNotScrollSideways(string language)
    {
        var (refund, task) = await site.RefundUnderReviewAsync();
        var rita = await VisitAsync(width: PhoneWidth, language: language);
        await rita.LogInAsync("rita");
        await Assertions.Expect(rita.Row(task.Id)).ToBeVisibleAsync();
        Assert.Equal(0, await rita.OverflowAsync());

        await rita.Row(task.Id).GetByRole(AriaRole.Link).ClickAsync();
        await rita.Expect("outcome-Approve").ToBeVisibleAsync();
        Assert.Equal(0, await rita.OverflowAsync());
        await rita.DecideAsync("Approve");
        await rita.Expect("task-result").ToBeVisibleAsync();
        Assert.Equal(0, await rita.OverflowAsync());

        await rita.Page.GotoAsync($"refunds/{refund.Id}");
        await rita.Expect("case-state").ToBeVisibleAsync();
        Assert.Equal(0, await rita.OverflowAsync());
    }

    private Task<Visit> VisitAsync(Desk? desk = null, int width = 1280, string language = "en") =>
        KeepAsync(site.VisitAsync(desk, width, language));
}
