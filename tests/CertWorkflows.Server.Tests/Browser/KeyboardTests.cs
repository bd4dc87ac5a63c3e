using CertWorkflows.Client;
using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>From the login page to what was done without a mouse: everything is reached by Tab and worked by Enter, Space and letters.</summary>
public sealed class KeyboardTests(ReviewerSite site) : BrowserTests, IClassFixture<ReviewerSite>
{
    private const int MostTabs = 120;

    [Fact]
    public async Task Reviewer_RejectsWithAReason()
    {
        var (refund, task) = await site.RefundUnderReviewAsync();
        var rita = await LogInAsync("rita", $"?q={task.CaseId}");
        await Assertions.Expect(rita.Row(task.Id)).ToBeVisibleAsync();
        await rita.PressAsync("j");
        await rita.Page.Keyboard.PressAsync("Enter");
        await rita.Expect("task-title").ToBeVisibleAsync();
        await TabToAsync(rita, "field-reason");
        await rita.Page.Keyboard.TypeAsync("The certificate was used.");
        await TabToAsync(rita, "outcome-Reject");
        await rita.Page.Keyboard.PressAsync("Enter");
        await rita.Expect("outcome-confirm").ToBeFocusedAsync();
        await rita.Page.Keyboard.PressAsync("Enter");
        await rita.Expect("task-result").ToHaveAttributeAsync("data-outcome", "Reject");
        Assert.Equal(RefundState.Rejected, (await site.Desk.Caller.Refunds.GetAsync(refund.Id)).State);
    }

    [Fact]
    public async Task CustomerCare_FindsARequestAndTakesItsLinksBack()
    {
        var (refund, _) = await site.RefundUnderReviewAsync();
        var link = await site.Desk.Rita.CustomerLinks.CreateAsync("refunds", refund.Id);
        var carl = await LogInAsync("carl", "./");
        await carl.Expect("nav").ToBeVisibleAsync();
        await TabToAsync(carl, carl.Find("nav").GetByRole(AriaRole.Link, new() { Name = "Refunds", Exact = true }));
        await carl.Page.Keyboard.PressAsync("Enter");
        await TabToAsync(carl, "filter-certificateId");
        await carl.Page.Keyboard.TypeAsync(refund.CertificateId);
        await carl.Page.Keyboard.PressAsync("Enter");
        await carl.Expect("case-row").ToHaveCountAsync(1);
        await TabToAsync(carl, carl.Find("case-row").GetByRole(AriaRole.Link).First);
        await carl.Page.Keyboard.PressAsync("Enter");
        await carl.Expect("case-state").ToHaveAttributeAsync("data-state", "underReview");
        await TabToAsync(carl, "customer-link-withdraw");
        await carl.Page.Keyboard.PressAsync("Enter");
        await carl.Expect("customer-link-withdraw-confirm").ToBeFocusedAsync();
        await carl.Page.Keyboard.PressAsync("Enter");
        await carl.Expect("customer-link-status").ToContainTextAsync("No earlier link works any more");

        using var anybody = site.Desk.Anybody();
        using var answer = await anybody.GetAsync(new Uri(link.Url), TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Anybody_SkipsTheMenuAndSwitchesTheme()
    {
        var rita = await LogInAsync("rita", "./");
        await rita.Expect("shell").ToHaveAttributeAsync("data-theme", "light");
        await TabToAsync(rita, rita.Page.Locator(".cw-skip"));
        await rita.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(rita.Page.Locator("#main")).ToBeFocusedAsync();
        await TabToAsync(rita, "theme-switch", backwards: true);
        await rita.Page.Keyboard.PressAsync("Space");
        await rita.Expect("shell").ToHaveAttributeAsync("data-theme", "dark");
    }

    private async Task<Visit> LogInAsync(string name, string path)
    {
        var visit = await KeepAsync(site.VisitAsync());
        await visit.Page.GotoAsync(path);
        await visit.Expect("login-username").ToBeFocusedAsync();
        await visit.Page.Keyboard.TypeAsync(name);
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.TypeAsync(Scenarios.Desk.PasswordOf(name));
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Expect("user-name").ToBeVisibleAsync();
        return visit;
    }

    private static Task TabToAsync(Visit visit, string testId, bool backwards = false) => TabToAsync(visit, visit.Find(testId), backwards);

    private static async Task TabToAsync(Visit visit, ILocator wanted, bool backwards = false)
    {
        await Assertions.Expect(wanted).ToBeVisibleAsync();
        for (var i = 0; i < MostTabs; i++)
        {
            await visit.Page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"{wanted} is not reached within {MostTabs} presses of Tab.");
    }
}
