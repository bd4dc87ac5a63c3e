using CertWorkflows.Client;
using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>The supervisor's board in Chromium, against the real server.</summary>
public sealed class BoardTests(BoardSite site) : BrowserTests, IClassFixture<BoardSite>
{
    private const int PhoneWidth = 390;

    [Fact]
    public async Task Board_ShowsTheWork_AndItsNumbersLeadToTheTasks()
    {
        // The other tests decide some of them.
        var open = (await site.Desk.Susan.Tasks.ListAsync(new TaskListRequest { State = HumanTaskState.Open, Everyone = true })).Items.Count;
        var susan = await VisitAsync();
        await susan.LogInAsync("susan");
        await susan.Page.GetByRole(AriaRole.Link, new() { Name = "Supervisor's board" }).ClickAsync();
        await susan.Expect("board-open").ToContainTextAsync($"{open}");
        await Assertions.Expect(susan.Page.Locator("[data-testid=board-load] tr[data-person=rita]")).ToContainTextAsync("1");

        await susan.Page.Locator("[data-testid=board-groups] tr[data-group=refunds] a").First.ClickAsync();
        await Assertions.Expect(susan.Find("tasks-row")).ToHaveCountAsync(open);
        await susan.ExpectAddressAsync("/board?view=tasks&group=refunds");
        await susan.Find("tasks-group").SelectOptionAsync("certificates");
        await susan.Expect("tasks-empty").ToBeVisibleAsync();
        await susan.Page.GoBackAsync();
        await Assertions.Expect(susan.Find("tasks-row")).ToHaveCountAsync(open);
        await susan.Page.ReloadAsync();
        await Assertions.Expect(susan.Find("tasks-row")).ToHaveCountAsync(open);
    }

    [Fact]
    public async Task ChosenTasks_AreHandedToAColleague_ByKeyboardAlone()
    {
        var task = site.Tasks.Dequeue();
        var susan = await VisitAsync();
        await susan.LogInAsync("susan", "board?view=tasks");
        var row = susan.Page.Locator($"[data-testid=tasks-row][data-task-id='{task.Id}']");
        await row.GetByRole(AriaRole.Checkbox).FocusAsync();
        await susan.Page.Keyboard.PressAsync("Space");
        await susan.Expect("assign").ToHaveTextAsync("Hand over (1)");
        await susan.Find("assign-to").SelectOptionAsync("rolf");
        await susan.Find("assign").FocusAsync();
        await susan.Page.Keyboard.PressAsync("Enter");
        await susan.Expect("assign-confirm").ToBeFocusedAsync();
        await susan.Expect("assign-confirmation").ToContainTextAsync("to rolf?");
        await susan.Page.Keyboard.PressAsync("Enter");

        await susan.Expect("assign-results").ToContainTextAsync("1 of 1 done");
        await Assertions.Expect(row).ToContainTextAsync("rolf");
        Assert.Equal("rolf", (await site.Desk.Rolf.Tasks.GetAsync(task.Id)).Assignee!.Username);
    }

    [Fact]
    public async Task ChosenTasks_OfWhichOneIsDecidedMeanwhile_GetAResultEach()
    {
        var (decided, other) = (site.Tasks.Dequeue(), site.Tasks.Dequeue());
        var susan = await VisitAsync();
        await susan.LogInAsync("susan", "board?view=tasks&assignee=none");
        foreach (var task in (TaskSummaryDto[])[decided, other])
        {
            await susan.Page.Locator($"[data-testid=tasks-row][data-task-id='{task.Id}']").GetByRole(AriaRole.Checkbox).CheckAsync();
        }

        await site.Desk.Rita.Tasks.CompleteAsync(decided.Id, new CompleteTaskRequest { Outcome = "Approve" });
        await susan.Find("assign-to").SelectOptionAsync("rita");
        await susan.Find("assign").ClickAsync();
        await susan.Find("assign-confirm").ClickAsync();
        await susan.Expect("assign-results").ToContainTextAsync("1 of 2 done");
        await susan.Expect("assign-results-refused").ToContainTextAsync("rita has decided this task already.");
        Assert.Equal("rita", (await site.Desk.Rita.Tasks.GetAsync(other.Id)).Assignee!.Username);
    }

    [Theory]
    [InlineData("en", "Decided within 5 business days", "Show as a table")]
    [InlineData("zh-CN", "5 个工作日内决定", "以表格显示")]
    public async Task Refunds_AreCountedForThePeriodOfTheAddress_AlsoOnAPhone(string language, string label, string table)
    {
        var susan = await VisitAsync(PhoneWidth, language);
        await susan.LogInAsync("susan", "board?view=refunds&from=2026-03-01&to=2026-03-31");
        await susan.Expect("board-within-5").ToContainTextAsync(label);
        await susan.Expect("board-within-5").ToContainTextAsync("100");
        await susan.Expect("board-money").ToContainTextAsync(".00 CNY");
        await susan.Find("board-money-chart-open").ClickAsync();
        await susan.Expect("board-money-chart-open").ToHaveTextAsync(table);
        await Assertions.Expect(susan.Find("board-money-chart").GetByRole(AriaRole.Rowheader)).ToContainTextAsync("2026-03-08");
        Assert.Equal(0, await susan.OverflowAsync());

        await susan.Find("period-to").FillAsync("2026-03-05");
        await susan.Expect("board-no-reasons").ToBeVisibleAsync();
        await susan.ExpectAddressAsync("view=refunds&from=2026-03-01&to=2026-03-05");
    }

    [Fact]
    public async Task Board_OfWhoIsNoSupervisor_SaysSo()
    {
        var rita = await VisitAsync();
        await rita.LogInAsync("rita", "board");
        await rita.Expect("board-error").ToHaveAttributeAsync("data-code", "forbidden");
        await Assertions.Expect(rita.Find("board-open")).ToHaveCountAsync(0);
    }

    private Task<Visit> VisitAsync(int width = 1280, string language = "en") => KeepAsync(site.VisitAsync(width: width, language: language));
}
