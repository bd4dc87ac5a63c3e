using Bunit;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Administration;

namespace CertWorkflows.Reviewer.Tests.Administration;

public class AdministrationPagesTests
{
    private const string Admin = """{"id":"u9","username":"admin","displayName":"Ada","roles":["admin"],"groups":[]}""";

    [Fact]
    public async Task Users_ByGroup_ShowWhoIsInWhich()
    {
        await using var context = Context(User("u1", "rita", "refunds"), User("u2", "rolf", "refunds", disabled: true), User("u3", "nina", "night-shift"));
        context.Navigation.NavigateTo("users?view=groups");
        var page = context.Render<UsersPage>();
        page.WaitForAssertion(() => Assert.Contains("night-shift", page.FindAll("[data-testid=group]").Select(group => group.GetAttribute("data-group"))));
        var refunds = page.Find("[data-testid=group][data-group=refunds]");
        Assert.Equal("1", refunds.QuerySelector(".cw-count")!.TextContent);
        Assert.Equal(["users/u1", "users/u2"], refunds.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task User_ThatIsNew_IsCreatedWithRolesAndGroups()
    {
        await using var context = Context(User("u1", "rita", "refunds"));
        context.Api.On("POST /users", User("u5", "mei", "refunds"));
        context.Navigation.NavigateTo("users?view=new");
        var page = context.Render<UsersPage>();
        page.WaitForAssertion(() => Assert.True(page.Has("user-group-refunds")));
        await page.Test("user-username").ChangeAsync("mei");
        await page.Test("user-new-password").ChangeAsync("long-enough");
        await page.Test("user-role-reviewer").ChangeAsync(true);
        await page.Test("user-group-refunds").ChangeAsync(true);
        await page.Test("user-other-group").ChangeAsync("night-shift");
        await page.Test("user-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.EndsWith("/users/u5", context.Navigation.Uri, StringComparison.Ordinal));
        Assert.Contains(
            """POST /users {"username":"mei","displayName":"","password":"long-enough","roles":["reviewer"],"groups":["night-shift","refunds"]}""", context.Api.Calls);
    }

    [Fact]
    public async Task User_WhoIsTheLastAdmin_IsNotDisabledAndThePageSaysWhy()
    {
        await using var context = Context(User("u9", "admin", "refunds"));
        context.Api.On("GET /users/u9", User("u9", "admin", "refunds")).Refuse("PATCH /users/u9", new ProblemDto { Status = 409, Code = "last-admin" });
        var page = context.Render<UserPage>(parameters => parameters.Add(p => p.Id, "u9"));
        page.WaitForAssertion(() => Assert.True(page.Has("user-disable")));
        await page.Test("user-disable").ClickAsync();
        await page.Test("user-disable-confirm").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("last admin", page.Test("user-problem").TextContent, StringComparison.Ordinal));
        Assert.Equal("may log in", page.Test("user-state").TextContent);

        // Their own password needs the present one.
        await page.Test("user-password").ClickAsync();
        await page.Test("user-password-new").ChangeAsync("another-one");
        await page.Test("user-password-current").ChangeAsync("old-one");
        context.Api.On("POST /users/u9/password", "");
        await page.Test("user-password-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("password was set", page.Test("user-done").TextContent, StringComparison.Ordinal));
        Assert.Contains("""POST /users/u9/password {"newPassword":"another-one","currentPassword":"old-one"}""", context.Api.Calls);
    }

    [Fact]
    public async Task ApiKey_IsShownOnce_UntilTheAdminHasIt()
    {
        await using var context = Context();
        context.Api.On("GET /api-keys", Recorded.Page()).On("POST /api-keys", Key("k1", ""","key":"cwk_secret" """));
        context.JSInterop.Setup<bool>("certWorkflows.copy", "cwk_secret").SetResult(true);
        var page = context.Render<ApiKeysPage>();
        page.WaitForAssertion(() => Assert.True(page.Has("api-keys-empty")));
        await page.Test("api-key-name").ChangeAsync("billing");
        await page.Test("api-key-role-caller").ChangeAsync(true);
        await page.Test("api-key-expires").ChangeAsync("2027-01-01T08:00");
        await page.Test("api-key-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal("cwk_secret", page.Test("new-key-value").GetAttribute("value")));
        Assert.Contains(context.Api.Calls, call => call.StartsWith("""POST /api-keys {"name":"billing","roles":["caller"],""", StringComparison.Ordinal)
            && call.Contains(""" "expiresAt":"2027-01-01T00:00:00Z" """.Trim(), StringComparison.Ordinal));
        await page.Test("new-key-copy").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("Copied.", page.Test("new-key-copied").TextContent));
        await page.Test("new-key-close").ClickAsync();
        Assert.False(page.Has("new-key"));
        Assert.DoesNotContain("cwk_secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_OfAUser_AreEndedTogether()
    {
        await using var context = Context();
        context.Api.On("GET /sessions", Recorded.Page("""
            {"id":"s1","userId":"u1","user":{"username":"rita","displayName":"Rita"},"since":"2021-05-01T08:00:00Z","lastSeenAt":"2021-05-01T09:00:00Z","expiresAt":"2021-05-15T09:00:00Z","current":false}
            """)).On("DELETE /sessions", "");
        context.Navigation.NavigateTo("sessions?user=u1");
        var page = context.Render<SessionsPage>();
        page.WaitForAssertion(() => Assert.Contains("2021-05-01 16:00", page.Test("session-row").TextContent, StringComparison.Ordinal));
        Assert.Contains("GET /sessions?userId=u1", context.Api.Calls);
        await page.Test("session-end-all").ClickAsync();
        await page.Test("session-end-all-confirm").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("Rita was logged out everywhere", page.Test("sessions-done").TextContent, StringComparison.Ordinal));
        Assert.Contains("DELETE /sessions?userId=u1", context.Api.Calls);
    }

    [Theory]
    [InlineData("audit?from=yesterday", "audit-unreadable", "yesterday")]
    [InlineData("audit?until=2021-13-01T00:00", "audit-unreadable", "2021-13-01T00:00")]
    public async Task Audit_WithADateThatIsNone_SaysSo(string address, string testId, string found)
    {
        await using var context = Context();
        context.Api.On("GET /audit", Recorded.Page());
        context.Navigation.NavigateTo(address);
        var page = context.Render<AuditPage>();
        page.WaitForAssertion(() => Assert.Contains(found, page.Test(testId).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ApiKey_WithAnEndThatIsNone_IsNotMade()
    {
        await using var context = Context();
        context.Api.On("GET /api-keys", Recorded.Page());
        var page = context.Render<ApiKeysPage>();
        page.WaitForAssertion(() => Assert.True(page.Has("api-keys-empty")));
        await page.Test("api-key-name").ChangeAsync("billing");
        await page.Test("api-key-expires").ChangeAsync("soon");
        await page.Test("api-key-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("soon", page.Test("api-key-unreadable").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(context.Api.Calls, call => call.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Audit_WithAnAddress_AsksForItInTheBusinessZone_AndLinksToTheThing()
    {
        await using var context = Context();
        context.Api.On("GET /audit", Recorded.Page("""
            {"id":"a1","at":"2021-05-01T08:00:00Z","actor":"rita","subject":"refund","subjectId":"r1","action":"approve","from":"underReview","to":"approved","reason":"fine","instanceId":"i1"}
            """));
        context.Navigation.NavigateTo("audit?actor=rita&subject=refund&from=2021-05-01T08:00");
        var page = context.Render<AuditPage>();
        page.WaitForAssertion(() => Assert.Equal("refunds/r1", page.Test("audit-thing").GetAttribute("href")));
        Assert.Contains("GET /audit?actor=rita&subject=refund&from=2021-05-01T00%3A00%3A00Z", context.Api.Calls);
        await page.Test("audit-action").ChangeAsync("approve");
        Assert.EndsWith("/audit?actor=rita&subject=refund&action=approve&from=2021-05-01T08%3A00", context.Navigation.Uri, StringComparison.Ordinal);
    }

    private static ReviewerContext Context(params string[] users)
    {
        var context = new ReviewerContext();
        context.Api.On("GET /me", Admin).On("GET /users", Recorded.Page(users));
        return context;
    }

    private static string User(string id, string name, string group, bool disabled = false) =>
        $$"""
        {"id":"{{id}}","username":"{{name}}","displayName":"{{name}}","roles":["reviewer"],"groups":["{{group}}"],"disabled":{{(disabled ? "true" : "false")}},
         "createdAt":"2021-04-25T10:00:00Z","version":3}
        """;

    private static string Key(string id, string more) =>
        $$"""{"id":"{{id}}","name":"billing","roles":["caller"],"groups":[],"prefix":"cwk_secr","createdAt":"2021-04-25T10:00:00Z"{{more}}}""";
}
