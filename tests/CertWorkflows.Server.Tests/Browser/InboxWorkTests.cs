using CertWorkflows.Client;
using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>A day's work at the inbox: by keyboard, in bulk, beside colleagues.</summary>
public sealed class InboxWorkTests(ReviewerSite site) : BrowserTests, IClassFixture<ReviewerSite>
{
    [Fact]
    public async Task ReviewersLoop_TakesThreeKeys()
    {
        var (refund, task) = await site.RefundUnderReviewAsync();
        var rita = await VisitAsync();
        await rita.LogInAsync("rita", $"?q={task.CaseId}");
        await Assertions.Expect(rita.Row(task.Id)).ToBeVisibleAsync();
        await rita.PressAsync("n");
        await rita.Expect("outcome-Approve").ToBeEnabledAsync();
        await rita.PressAsync("a");
        await rita.Expect("outcome-confirm").ToBeFocusedAsync();
        await rita.PressAsync("Enter");
        await rita.Expect("task-result").ToHaveAttributeAsync("data-outcome", "Approve");
        Assert.NotEqual(RefundState.UnderReview, (await site.Desk.Caller.Refunds.GetAsync(refund.Id)).State);
    }

    [Fact]
    public async Task Keys_MoveChooseAndExplainThemselves()
    {
        var (_, first) = await site.RefundUnderReviewAsync();
        var (_, second) = await site.RefundUnderReviewAsync();
        var rita = await VisitAsync();
        await rita.LogInAsync("rita");
        await Assertions.Expect(rita.Row(second.Id)).ToBeVisibleAsync();
        await rita.PressAsync("?");
        await rita.Expect("hotkeys").ToContainTextAsync("Next or previous row");
        await rita.PressAsync("Escape");
        await rita.Expect("hotkeys").ToBeHiddenAsync();

        await rita.PressAsync("j");
        var focused = rita.Page.Locator("[data-row]:focus-within");
        await Assertions.Expect(focused).ToHaveCountAsync(1);
        var id = await focused.GetAttributeAsync("data-row");
        await rita.PressAsync("c");
        await rita.Expect("bulk-results").ToContainTextAsync("1 of 1 done");
        Assert.Equal("rita", (await site.Desk.Rita.Tasks.GetAsync(id!)).Assignee!.Username);
        await rita.PressAsync("/");
        await rita.Expect("inbox-search").ToBeFocusedAsync();
        await rita.Page.Keyboard.TypeAsync("j?x"); // typed, not obeyed
        await rita.Expect("inbox-search").ToHaveValueAsync("j?x");
        await rita.Expect("hotkeys").ToBeHiddenAsync();
        await ReleaseAsync(first, second);
    }

    [Fact]
    public async Task Colleagues_SeeEachOthersClaimsWithoutAReload()
    {
        var (_, task) = await site.RefundUnderReviewAsync();
        var (rita, rolf, inbox) = (await VisitAsync(), await VisitAsync(), await VisitAsync());
        await rita.LogInAsync("rita", $"tasks/{task.Id}");
        await rolf.LogInAsync("rolf", $"tasks/{task.Id}");
        await inbox.LogInAsync("rolf", $"?q={task.CaseId}");
        await Assertions.Expect(inbox.Row(task.Id)).ToBeVisibleAsync();
        await rolf.Expect("task-claim").ToBeVisibleAsync();
        await rita.Expect("task-claim").ToBeVisibleAsync();
        await rita.PressAsync("c");
        await rolf.Expect("task-assignee").ToContainTextAsync("rita");
        await rolf.Expect("task-news").ToContainTextAsync("rita holds this task now");
        await rolf.Expect("outcome-Approve").ToBeDisabledAsync();
        await Assertions.Expect(inbox.Row(task.Id).GetByTestId("inbox-assignee")).ToContainTextAsync("rita");
        await rita.PressAsync("u");
        await rolf.Expect("outcome-Approve").ToBeEnabledAsync();
    }

    [Fact]
    public async Task Bulk_DecidesSeveralAndKeepsWhatFailedForAnotherTry()
    {
        var (_, mine) = await site.RefundUnderReviewAsync();
        var (_, his) = await site.RefundUnderReviewAsync();
        await site.Desk.Rolf.Tasks.ClaimAsync(his.Id);
        var rita = await VisitAsync();
        await rita.LogInAsync("rita");
        foreach (var task in (TaskSummaryDto[])[mine, his])
        {
            await rita.Row(task.Id).GetByTestId("inbox-select").CheckAsync();
        }

        await rita.Expect("bulk").ToContainTextAsync("2 chosen");
        await rita.Find("bulk-decide").ClickAsync();
        await rita.Find("field-reason").FillAsync("The certificates were used.");
        await rita.Find("outcome-Reject").ClickAsync();
        await rita.Expect("outcome-confirmation").ToContainTextAsync("2 tasks");
        await rita.Find("outcome-confirm").ClickAsync();
        await rita.Expect("bulk-results").ToContainTextAsync("1 of 2 done");
        await rita.Expect("bulk-results").ToContainTextAsync("rolf holds this task already");
        await Assertions.Expect(rita.Row(mine.Id)).ToBeHiddenAsync();
        await Assertions.Expect(rita.Row(his.Id).GetByTestId("inbox-select")).ToBeCheckedAsync();
        await site.Desk.Rolf.Tasks.ReleaseAsync(his.Id);
        await rita.Find("bulk-claim").ClickAsync();
        await rita.Expect("bulk-results").ToContainTextAsync("1 of 1 done");
        await ReleaseAsync(his);
    }

    [Fact]
    public async Task Filter_IsInTheAddressAndCanBeKeptAndShared()
    {
        var (_, task) = await site.RefundUnderReviewAsync();
        var rita = await VisitAsync();
        await rita.LogInAsync("rita");
        await rita.Find("inbox-kind").SelectOptionAsync("refund-review");
        await rita.ExpectAddressAsync("/?kind=refund-review");
        await Assertions.Expect(rita.Row(task.Id)).ToBeVisibleAsync();
        await rita.Find("filter-save").ClickAsync();
        await rita.Find("filter-name").FillAsync("Reviews");
        await rita.Find("filter-share").SelectOptionAsync("refunds");
        await rita.Find("filter-confirm").ClickAsync();
        await rita.Expect("saved-filter").ToHaveTextAsync("Reviews");

        var rolf = await VisitAsync();
        await rolf.LogInAsync("rolf");
        await rolf.Find("saved-filter").ClickAsync();
        await rolf.ExpectAddressAsync("/?kind=refund-review");
        await rolf.Page.GoBackAsync();
        await rolf.Expect("inbox-kind").ToHaveValueAsync("");
        await rita.Find("saved-filter-delete").ClickAsync();
        await rita.Expect("saved-filter").ToBeHiddenAsync();
    }

    [Fact]
    public async Task Files_AreAddedSavedAndRemoved()
    {
        var (_, task) = await site.RefundUnderReviewAsync();
        var rita = await VisitAsync();
        await rita.LogInAsync("rita", $"tasks/{task.Id}");
        await rita.Find("task-file-input").SetInputFilesAsync(new FilePayload { Name = "receipt.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7"u8.ToArray() });
        await rita.Expect("task-file").ToHaveTextAsync("receipt.pdf");
        var download = await rita.Page.RunAndWaitForDownloadAsync(() => rita.Find("task-file").ClickAsync());
        Assert.Equal("receipt.pdf", download.SuggestedFilename);
        await using (var content = await download.CreateReadStreamAsync())
        using (var text = new StreamReader(content))
        {
            Assert.Equal("%PDF-1.7", await text.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        await rita.Find("task-file-input").SetInputFilesAsync(new FilePayload { Name = "page.html", MimeType = "text/html", Buffer = "<p>"u8.ToArray() });
        await rita.Expect("task-error").ToHaveAttributeAsync("data-code", "attachment-type");
        await rita.Find("task-file-remove").ClickAsync();
        await rita.Find("task-file-remove-confirm").ClickAsync();
        await rita.Expect("task-file").ToBeHiddenAsync();
    }

    [Fact]
    public async Task Colleague_WhoIsNamedFindsTheTask_AndItCanBeLentToHim()
    {
        var (_, task) = await site.RefundUnderReviewAsync();
        var rita = await VisitAsync();
        await rita.LogInAsync("rita", $"tasks/{task.Id}");
        await rita.Find("comment-mention").Filter(new() { HasText = "@rolf" }).ClickAsync();
        await rita.Find("comment-submit").ClickAsync();
        await Assertions.Expect(rita.Page.Locator(".cw-mention")).ToHaveTextAsync("@rolf");
        await rita.Find("task-hand-over").ClickAsync();
        await rita.Find("hand-over-to").SelectOptionAsync("rolf");
        await rita.Find("hand-over-until").FillAsync("2026-03-20T18:00");
        await rita.Find("hand-over-confirm").ClickAsync();
        await rita.Expect("task-delegation").ToContainTextAsync("for rita, until 2026-03-20 18:00");
        await rita.Find("workflow-picture").Locator("summary").ClickAsync();
        await Assertions.Expect(rita.Find("workflow-picture").Locator("img")).ToBeVisibleAsync();

        var rolf = await VisitAsync();
        await rolf.LogInAsync("rolf", "?view=mentioned");
        await Assertions.Expect(rolf.Row(task.Id)).ToContainTextAsync("for rita");
        await rita.Find("task-release").ClickAsync();
        await rita.Expect("task-delegation").ToBeHiddenAsync();
        await ReleaseAsync(task);
    }

    /// <summary>Leaves the tasks to the other tests as they were.</summary>
    private async Task ReleaseAsync(params TaskSummaryDto[] tasks) =>
        await site.Desk.Rita.Tasks.AssignManyAsync(new AssignTasksRequest { Ids = [.. tasks.Select(task => task.Id)], To = null });

    private Task<Visit> VisitAsync() => KeepAsync(site.VisitAsync());
}
