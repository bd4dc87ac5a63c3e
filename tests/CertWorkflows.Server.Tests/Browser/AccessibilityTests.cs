using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>
/// No page keeps anybody out: axe finds nothing serious, and nothing lies beyond the edge of a phone. Each pair of language, theme and width
/// is seen once.
/// </summary>
public sealed class AccessibilityTests(AccessibilitySite site) : BrowserTests, IClassFixture<AccessibilitySite>
{
    private const int PhoneWidth = 390;
    private const int DeskWidth = 1280;

    // Who, the page (names in braces are AccessibilitySite's), and what is there once it is complete.
    [Theory]
    [InlineData("rita", "./", "inbox-row")]
    [InlineData("rita", "./?view=overdue&q=nothing", "inbox-empty")]
    [InlineData("rita", "tasks/{task}", "task-title")]
    [InlineData("rita", "tasks/{decided-task}", "task-result")]
    [InlineData("carl", "tasks/{task}", "task-error")]
    [InlineData("rita", "refunds/{refund}", "case-history")]
    [InlineData("rita", "refunds", "case-row")]
    [InlineData("rita", "certificates?state=refundPending", "case-row")]
    [InlineData("rita", "certificates/{certificate}", "state-picture")]
    [InlineData("rita", "packages", "case-row")]
    [InlineData("rita", "packages/{package}", "case-state")]
    [InlineData("rita", "packages?state=inUse", "cases-empty")]
    [InlineData("rita", "package-refunds", "case-row")]
    [InlineData("rita", "package-refunds/{package-refund}", "case-state")]
    [InlineData("rita", "renewals", "case-row")]
    [InlineData("rita", "renewals/{renewal}", "case-state")]
    [InlineData("rita", "revocations", "case-row")]
    [InlineData("rita", "revocations/{revocation}", "case-state")]
    [InlineData("rita", "account", "account-session")]
    [InlineData("rita", "not-found", "user-name")]
    [InlineData("susan", "board", "board-load")]
    [InlineData("susan", "board?view=tasks", "tasks-row")]
    [InlineData("susan", "board?view=tasks&group=operators", "tasks-empty")]
    [InlineData("susan", "board?view=refunds", "board-reasons")]
    [InlineData("susan", "board?view=people", "board-rights")]
    [InlineData("rita", "board", "board-error")]
    public async Task Page_InEachLanguageThemeAndWidth_HasNoSeriousViolation(string user, string path, string complete)
    {
        Axe.SkipWhenMissing();
        foreach (var language in (string[])["en", "zh-CN"])
        {
            var window = await site.WindowAsync(user, language);
            await window.Page.SetViewportSizeAsync(DeskWidth, Visit.Height);
            await window.Page.GotoAsync(site.Address(path));
            await Assertions.Expect(window.Find(complete).First).ToBeVisibleAsync();
            await LookAsync(window, dark: language == "en", PhoneWidth);
            await LookAsync(window, dark: language != "en", DeskWidth);
            Assert.Equal("", string.Join('\n', window.Complaints));
        }
    }

    [Theory]
    [InlineData("login", "login-submit")]
    [InlineData("login?error=invalid-credentials", "login-error")]
    public async Task PageForAnybody_InEachLanguageAndWidth_HasNoSeriousViolation(string path, string complete)
    {
        Axe.SkipWhenMissing();
        foreach (var (language, width) in ((string, int)[])[("en", PhoneWidth), ("zh-CN", DeskWidth)])
        {
            var window = await KeepAsync(site.VisitAsync(width: width, language: language));
            await window.Page.GotoAsync(path);
            await window.Expect(complete).ToBeVisibleAsync();
            Assert.Equal("", await window.AxeAsync());
            Assert.Equal(0, await window.OverflowAsync());
        }
    }

    [Theory]
    [InlineData("{customers-page}")]
    [InlineData("{confirmation-page}")]
    public async Task PageOfACustomer_InEachLanguageAndWidth_HasNoSeriousViolation(string path)
    {
        Axe.SkipWhenMissing();
        foreach (var (language, width) in ((string, int)[])[("en", PhoneWidth), ("zh-CN", DeskWidth)])
        {
            var window = await KeepAsync(site.VisitAsync(width: width, language: language));
            window.Expected = ["Applying inline style"]; // axe brings styles of its own, which these pages' policy refuses
            await window.Page.GotoAsync(site.Address(path));
            await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading).First).ToBeVisibleAsync();
            Assert.Equal("", await window.AxeAsync());
            Assert.Equal(0, await window.OverflowAsync());
        }
    }

    private static async Task LookAsync(Visit window, bool dark, int width)
    {
        await window.Page.SetViewportSizeAsync(width, Visit.Height);
        await SwitchAsync(window, dark);
        var found = await window.AxeAsync();
        Assert.True(found.Length == 0, $"{window.Page.Url}, {(dark ? "dark" : "light")}, {width} px:\n{found}");
        Assert.Equal(0, await window.OverflowAsync());
    }

    private static async Task SwitchAsync(Visit window, bool dark)
    {
        var wanted = window.Page.Locator($"[data-testid=shell][data-theme={(dark ? "dark" : "light")}]");
        if (await wanted.CountAsync() == 0)
        {
            await window.Find("theme-switch").ClickAsync();
            await Assertions.Expect(wanted).ToHaveCountAsync(1);
        }
    }
}
