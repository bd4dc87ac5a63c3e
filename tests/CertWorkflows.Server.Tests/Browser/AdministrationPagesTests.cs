using CertWorkflows.Client;
using CertWorkflows.Server.Tests.Scenarios;
using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>The administrator's pages in Chromium, against the real server.</summary>
public sealed class AdministrationPagesTests(AdministrationSite site) : BrowserTests, IClassFixture<AdministrationSite>
{
    private const int PhoneWidth = 390;

    [Fact]
    public async Task User_IsCreatedGivenAGroupAndDisabled_AndCannotLogInThen()
    {
        var admin = await VisitAsync();
        await LogInAsync(admin, "users?view=new");
        await admin.Find("user-username").FillAsync("mei");
        await admin.Find("user-display").FillAsync("Mei Li");
        await admin.Find("user-new-password").FillAsync("first-password");
        await admin.Find("user-role-reviewer").CheckAsync();
        await admin.Find("user-save").ClickAsync();
        await admin.Expect("user-title").ToHaveTextAsync("Mei Li");
        await admin.Find("user-group-refunds").CheckAsync();
        await admin.Find("user-save").ClickAsync();
        await admin.Expect("user-done").ToContainTextAsync("Saved");

        var mei = await VisitAsync();
        await mei.LogInAsync("mei", password: "first-password");
        await mei.Expect("user-name").ToHaveTextAsync("Mei Li");

        await admin.Find("user-disable").ClickAsync();
        await admin.Expect("user-disable-confirm").ToBeFocusedAsync();
        await admin.Page.Keyboard.PressAsync("Enter");
        await admin.Expect("user-state").ToHaveTextAsync("disabled");
        var again = await VisitAsync();
        await again.LogInAsync("mei", password: "first-password");
        await again.Expect("login-error").ToBeVisibleAsync();

        await admin.Page.GotoAsync("users?view=groups");
        await Assertions.Expect(admin.Page.Locator("[data-testid=group][data-group=refunds]")).ToContainTextAsync("Mei Li");
        await admin.Page.GotoAsync("audit?subject=user");
        await Assertions.Expect(admin.Page.Locator("[data-testid=audit-row][data-action=disable]").First).ToContainTextAsync("mei");
    }

    [Fact]
    public async Task LastAdmin_CannotDisableThemselves()
    {
        var admin = await VisitAsync();
        await LogInAsync(admin, "users");
        await admin.Page.Locator("[data-testid=user-row][data-username=admin]").GetByRole(AriaRole.Link).ClickAsync();
        await admin.Find("user-disable").ClickAsync();
        await admin.Find("user-disable-confirm").ClickAsync();
        await admin.Expect("user-problem").ToHaveAttributeAsync("data-code", "last-admin");
        await admin.Expect("user-state").ToHaveTextAsync("may log in");
    }

    [Fact]
    public async Task ApiKey_IsShownOnceAndWorksUntilItIsRevoked()
    {
        var admin = await VisitAsync(language: "zh-CN");
        await LogInAsync(admin, "api-keys");
        await admin.Find("api-key-name").FillAsync("billing");
        await admin.Find("api-key-role-caller").CheckAsync();
        await admin.Find("api-key-create").ClickAsync();
        await admin.Expect("new-key-value").ToBeFocusedAsync();
        var key = await admin.Find("new-key-value").InputValueAsync();
        using var program = site.Desk.Anybody();
        program.DefaultRequestHeaders.Add("Authorization", $"ApiKey {key}");
        Assert.Equal("billing", (await new CertWorkflowsClient(program).Administration.GetMeAsync()).Username);
        await admin.Find("new-key-copy").ClickAsync();
        await Assertions.Expect(admin.Find("new-key-copied")).Not.ToBeEmptyAsync();
        await admin.Page.ReloadAsync();
        var row = admin.Page.Locator("[data-testid=api-key-row][data-name=billing]");
        await Assertions.Expect(row).ToBeVisibleAsync();
        Assert.DoesNotContain(key, await admin.Page.ContentAsync(), StringComparison.Ordinal);

        await row.GetByTestId("api-key-revoke").ClickAsync();
        await row.GetByTestId("api-key-revoke-confirm").ClickAsync();
        await admin.Expect("api-keys-done").ToContainTextAsync("已吊销");
        Assert.Equal(401, (int)(await Assert.ThrowsAsync<ApiException>(() => new CertWorkflowsClient(program).Administration.GetMeAsync())).Status);
    }

    [Fact]
    public async Task Sessions_OfAPerson_AreEndedAtOnce()
    {
        var susan = await VisitAsync();
        await susan.LogInAsync("susan");
        await susan.Expect("user-name").ToBeVisibleAsync();
        var admin = await VisitAsync();
        await LogInAsync(admin, "sessions");
        var row = admin.Page.Locator("[data-testid=session-row][data-username=susan]").First;
        await row.GetByTestId("session-end-all").ClickAsync();
        await row.GetByTestId("session-end-all-confirm").ClickAsync();
        await admin.Expect("sessions-done").ToContainTextAsync("susan was logged out everywhere");
        susan.Expected = ["401"];
        await susan.Page.ReloadAsync();
        await susan.Expect("login-submit").ToBeVisibleAsync();
    }

    [Fact]
    public async Task Account_EndsTheOtherSessions_AndGetsANewPassword()
    {
        const string fresh = "the-second-password";
        var admin = await VisitAsync();
        await LogInAsync(admin, "users?view=new");
        await admin.Find("user-username").FillAsync("noor");
        await admin.Find("user-new-password").FillAsync("the-first-password");
        await admin.Find("user-role-reviewer").CheckAsync();
        await admin.Find("user-save").ClickAsync();
        await admin.Expect("user-title").ToHaveTextAsync("noor");

        var elsewhere = await VisitAsync();
        await elsewhere.LogInAsync("noor", password: "the-first-password");
        await elsewhere.Expect("user-name").ToBeVisibleAsync();
        var noor = await VisitAsync();
        await noor.LogInAsync("noor", password: "the-first-password");
        await noor.Find("user-name").ClickAsync();
        await noor.Expect("account-session").ToHaveCountAsync(2);
        await noor.Find("account-end-others").ClickAsync();
        await noor.Find("account-end-others-confirm").ClickAsync();
        await noor.Expect("account-session").ToHaveCountAsync(1);
        elsewhere.Expected = ["401"];
        await elsewhere.Page.ReloadAsync();
        await elsewhere.Expect("login-submit").ToBeVisibleAsync();

        await SetAsync("not-the-password", fresh, fresh);
        await noor.Expect("account-problem").ToHaveAttributeAsync("data-code", "wrong-password");
        await SetAsync("the-first-password", fresh, "a-third-password");
        await noor.Expect("account-differs").ToBeVisibleAsync();
        await SetAsync("the-first-password", fresh, fresh);
        await noor.Expect("login-said").ToContainTextAsync("Log in with the new one");
        await noor.Find("login-username").FillAsync("noor");
        await noor.Find("login-password").FillAsync(fresh);
        await noor.Find("login-submit").ClickAsync();
        await noor.Expect("user-name").ToHaveTextAsync("noor");
        Assert.Equal("", string.Join('\n', noor.Complaints));

        async Task SetAsync(string current, string wanted, string again)
        {
            await noor.Find("account-current").FillAsync(current);
            await noor.Find("account-new").FillAsync(wanted);
            await noor.Find("account-again").FillAsync(again);
            await noor.Find("account-set").ClickAsync();
        }
    }

    [Theory]
    [InlineData("users", "user-row")]
    [InlineData("users?view=groups", "group")]
    [InlineData("users?view=new", "user-form")]
    [InlineData("users/{rita}", "user-form")]
    [InlineData("api-keys", "api-key-form")]
    [InlineData("sessions", "session-row")]
    [InlineData("audit", "audit-row")]
    public async Task Page_OnAPhoneAndAtADesk_ShowsWhatThereIs_WithNothingBeyondItsEdge(string path, string complete)
    {
        Axe.SkipWhenMissing();
        var admin = await VisitAsync(width: PhoneWidth, language: path.Length % 2 == 0 ? "en" : "zh-CN");
        await LogInAsync(admin, path.Replace("{rita}", site.Rita, StringComparison.Ordinal));
        await Assertions.Expect(admin.Find(complete).First).ToBeVisibleAsync();
        Assert.Equal(0, await admin.OverflowAsync());
        Assert.Equal("", await admin.AxeAsync());
        await admin.Page.SetViewportSizeAsync(1280, Visit.Height);
        Assert.Equal(0, await admin.OverflowAsync());
    }

    private static Task LogInAsync(Visit visit, string path) => visit.LogInAsync("admin", path, Desk.AdminPassword);

    private Task<Visit> VisitAsync(int width = 1280, string language = "en") => KeepAsync(site.VisitAsync(width: width, language: language));
}
