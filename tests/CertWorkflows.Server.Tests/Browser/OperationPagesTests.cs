using CertWorkflows.Client;
using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>The operator's pages in Chromium, against the real server.</summary>
public sealed class OperationPagesTests(OperationSite site) : BrowserTests, IClassFixture<OperationSite>
{
    private const int PhoneWidth = 390;

    [Fact]
    public async Task Incident_FoundInTheList_IsSkippedOnTheInstancesPage_ByKeyboard()
    {
        var id = await site.BreakAsync();
        var olga = await VisitAsync();
        await olga.LogInAsync("olga", "instances?view=repairable");
        await Row(olga, id).GetByRole(AriaRole.Link).First.FocusAsync();
        await olga.Page.Keyboard.PressAsync("Enter");
        await olga.Expect("instance-state").ToHaveAttributeAsync("data-state", "Faulted");
        await olga.Expect("instance-diagram").ToBeVisibleAsync();
        await olga.Expect("journal-entries").ToContainTextAsync("boom");

        await olga.Find("skip-boom").FocusAsync();
        await olga.Page.Keyboard.PressAsync("Enter");
        await olga.Expect("skip-boom-reason").ToBeFocusedAsync();
        await olga.Page.Keyboard.TypeAsync("known mistake");
        await olga.Page.Keyboard.PressAsync("Tab");
        await olga.Expect("skip-boom-confirm").ToBeFocusedAsync();
        await olga.Page.Keyboard.PressAsync("Enter");
        await olga.Expect("instance-done").ToContainTextAsync("boom was skipped with the outcome Done");
        await olga.Expect("instance-state").ToHaveAttributeAsync("data-state", "Suspended");
        await olga.Expect("instance-waits").ToContainTextAsync("wait");

        await olga.Find("instance-cancel").ClickAsync();
        await olga.Find("instance-cancel-reason").FillAsync("not needed");
        await olga.Find("instance-cancel-confirm").ClickAsync();
        await olga.Expect("instance-state").ToHaveAttributeAsync("data-state", "Cancelled");
        Assert.Equal(InstanceSubStatus.Cancelled, (await site.Desk.Olga.Instances.GetAsync(id)).SubStatus);
    }

    [Fact]
    public async Task Incidents_ChosenTogether_AreRetriedWithAResultEach()
    {
        var (first, second) = (await site.BreakAsync(), await site.BreakAsync());
        var olga = await VisitAsync();
        await olga.LogInAsync("olga", $"incidents?definition={OperationSite.Breaks}");
        foreach (var id in (string[])[first, second])
        {
            await Row(olga, id).GetByTestId("instance-choose").CheckAsync();
        }

        await olga.Expect("incidents-chosen").ToHaveTextAsync("2 chosen");
        await olga.Find("incidents-retry").ClickAsync();
        await olga.Expect("incidents-retry-confirm").ToBeFocusedAsync();
        await olga.Find("incidents-retry-confirm").ClickAsync();
        await Assertions.Expect(olga.Find("bulk-result")).ToHaveCountAsync(2);
        await olga.Expect("incidents-results").ToContainTextAsync("2 went well, 0 did not");
        await Assertions.Expect(Row(olga, first)).ToBeVisibleAsync(); // it failed again
    }

    [Fact]
    public async Task Effect_ThatIsParked_IsGivenUp_InChinese()
    {
        var olga = await VisitAsync(language: "zh-CN");
        await olga.LogInAsync("olga", "effects");
        await olga.Expect("effect-row").ToContainTextAsync("已停放");
        await olga.Find("effect-give-up").ClickAsync();
        await olga.Find("effect-give-up-reason").FillAsync("接收方已停用");
        await olga.Find("effect-give-up-confirm").ClickAsync();
        await olga.Expect("effects-done").ToContainTextAsync("已放弃");
        await olga.Expect("effects-empty").ToBeVisibleAsync();
    }

    [Fact]
    public async Task Clock_ThatIsVirtual_IsMovedToTheNextDeadline()
    {
        var olga = await VisitAsync();
        await olga.LogInAsync("olga", "clock");
        await olga.Find("clock-preview").ClickAsync();
        await olga.Expect("clock-due").ToBeVisibleAsync();
        await olga.Find("clock-advance").ClickAsync();
        await olga.Find("clock-advance-confirm").ClickAsync();
        await olga.Expect("clock-done").ToContainTextAsync("deadlines fired");
        await olga.Expect("clock-fired").ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("instances", "instance-row")]
    [InlineData("instances/{refund}", "journal-entry")]
    [InlineData("incidents", "instance-row")]
    [InlineData("effects?view=all", "effect-row")]
    [InlineData("deadlines", "deadline-row")]
    [InlineData("connectors", "connector-row")]
    [InlineData("definitions", "definition-row")]
    [InlineData("definitions/waits", "instance-diagram")]
    [InlineData("clock", "clock-now")]
    [InlineData("audit", "audit-row")]
    public async Task Page_OnAPhoneAndAtADesk_ShowsWhatThereIs_WithNothingBeyondItsEdge(string path, string complete)
    {
        Axe.SkipWhenMissing();
        var olga = await VisitAsync(width: PhoneWidth, language: path.Length % 2 == 0 ? "en" : "zh-CN");
        await olga.LogInAsync("olga", path.Replace("{refund}", site.Refund.InstanceId, StringComparison.Ordinal));
        await Assertions.Expect(olga.Find(complete).First).ToBeVisibleAsync();
        Assert.Equal(0, await olga.OverflowAsync());
        Assert.Equal("", await olga.AxeAsync());
        await olga.Page.SetViewportSizeAsync(1280, Visit.Height);
        Assert.Equal(0, await olga.OverflowAsync());
    }

    [Fact]
    public async Task Effects_SeenByAReviewer_AreForbiddenAndSaidSo()
    {
        var rita = await VisitAsync();
        rita.Expected = ["403"];
        await rita.LogInAsync("rita", "effects");
        await rita.Expect("effects-error").ToHaveAttributeAsync("data-code", "forbidden");
        await rita.Page.GotoAsync($"instances/{site.Refund.InstanceId}");
        await rita.Expect("instance-state").ToBeVisibleAsync();
        Assert.Equal(0, await rita.Find("instance-cancel").CountAsync());
    }

    private static ILocator Row(Visit visit, string id) => visit.Page.Locator($"[data-testid=instance-row][data-instance-id='{id}']");

    private Task<Visit> VisitAsync(int width = 1280, string language = "en") => KeepAsync(site.VisitAsync(width: width, language: language));
}
