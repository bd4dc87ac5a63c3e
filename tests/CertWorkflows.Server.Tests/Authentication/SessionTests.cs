using CertWorkflows.Server.Tests.Api;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Authentication;

/// <summary>Who is logged in, who did what, and what an admin must not do to themselves.</summary>
public sealed class SessionTests
{
    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Session_IsListedAndEnded_OneOrAll(DatabaseKind kind)
    {
        await using var host = await ApiHost.StartAsync(kind);
        var admin = await host.AsAsync("admin");
        var first = await host.LogInAsync("caller", "demo-caller");
        host.AccessTime.Advance(TimeSpan.FromMinutes(1));
        var second = await host.LogInAsync("caller", "demo-caller");
        host.AccessTime.Advance(TimeSpan.FromMinutes(1));
        var renewed = await RefreshAsync(host, first);

        var user = (await admin.ReadAsync("users?limit=200")).Body!["items"]!.AsArray().Single(u => u!["username"]!.GetValue<string>() == "caller")!["id"]!.GetValue<string>();
        var sessions = (await admin.ReadAsync($"sessions?userId={user}")).Body!["items"]!.AsArray();
        Assert.Equal(2, sessions.Count);
        Assert.Equal("2026-01-05T08:02:00Z", sessions[0]!["lastSeenAt"]!.GetValue<string>());
        Assert.Equal("2026-01-05T08:00:00Z", sessions[0]!["since"]!.GetValue<string>());
        Assert.Equal("2026-01-05T08:01:00Z", sessions[1]!["since"]!.GetValue<string>());
        Assert.Equal("caller", sessions[0]!["user"]!["username"]!.GetValue<string>());
        Assert.Equal(3, (await admin.ReadAsync("sessions")).Body!["items"]!.AsArray().Count);
        var page = await admin.ReadAsync("sessions?limit=2");
        Assert.Single((await admin.ReadAsync($"sessions?limit=2&cursor={page.Body!["nextCursor"]}")).Body!["items"]!.AsArray());

        // One is ended, at once; nothing renews it.
        var one = sessions[0]!["id"]!.GetValue<string>();
        Assert.Equal(204, (await admin.SendAsync(HttpMethod.Delete, $"sessions/{one}", null)).Status);
        (await admin.SendAsync(HttpMethod.Delete, $"sessions/{one}", null)).IsProblem(404, "not-found");
        (await host.WithToken(Access(renewed)).ReadAsync("me")).IsProblem(401, "unauthenticated");
        (await RefreshAsync(host, renewed)).IsProblem(401, "invalid-refresh-token");
        Assert.Single((await admin.ReadAsync($"sessions?userId={user}")).Body!["items"]!.AsArray());

        // All of a person: at once.
        Assert.Equal(204, (await admin.SendAsync(HttpMethod.Delete, $"sessions?userId={user}", null)).Status);
        (await host.WithToken(Access(second)).ReadAsync("me")).IsProblem(401, "unauthenticated");
        (await RefreshAsync(host, second)).IsProblem(401, "invalid-refresh-token");
        Assert.Equal(200, (await admin.ReadAsync("me")).Status);
        (await admin.SendAsync(HttpMethod.Delete, "sessions", null)).IsProblem(400, "invalid-request");
        (await admin.ReadAsync("sessions?userId=nobody")).IsProblem(400, "invalid-request");
        (await (await host.AsAsync("operator")).ReadAsync("sessions")).IsProblem(403, "forbidden");
        var deeds = (await admin.ReadAsync($"audit?subject=user&subjectId={user}&actor=admin")).Body!["items"]!.AsArray();
        Assert.Equal(["end-sessions", "end-session"], deeds.Select(deed => deed!["action"]!.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task OwnSessions_AreSeenAndEnded_AndNobodyElses(DatabaseKind kind)
    {
        await using var host = await ApiHost.StartAsync(kind);
        var first = host.WithToken(Access(await host.LogInAsync("caller", "demo-caller")));
        host.AccessTime.Advance(TimeSpan.FromMinutes(1));
        var second = host.WithToken(Access(await host.LogInAsync("caller", "demo-caller")));
        host.AccessTime.Advance(TimeSpan.FromMinutes(1));
        var third = host.WithToken(Access(await host.LogInAsync("caller", "demo-caller")));
        var reviewer = await host.AsAsync("reviewer");
        var others = (await reviewer.ReadAsync("me/sessions")).Body!["items"]!.AsArray();

        var own = (await second.ReadAsync("me/sessions")).Body!["items"]!.AsArray();
        Assert.Equal([false, true, false], own.Select(session => session!["current"]!.GetValue<bool>()));
        (await second.SendAsync(HttpMethod.Delete, $"me/sessions/{others[0]!["id"]!.GetValue<string>()}", null)).IsProblem(404, "not-found");
        Assert.Equal(204, (await second.SendAsync(HttpMethod.Delete, $"me/sessions/{own[0]!["id"]!.GetValue<string>()}", null)).Status);
        (await third.ReadAsync("me")).IsProblem(401, "unauthenticated");
        Assert.Equal(204, (await second.SendAsync(HttpMethod.Delete, "me/sessions", null)).Status);
        Assert.Equal(204, (await second.SendAsync(HttpMethod.Delete, "me/sessions", null)).Status);
        (await first.ReadAsync("me")).IsProblem(401, "unauthenticated");
        Assert.Single((await second.ReadAsync("me/sessions")).Body!["items"]!.AsArray());
        Assert.Equal(200, (await reviewer.ReadAsync("me")).Status);

        // A program that comes with a key has no session.
        var admin = await host.AsAsync("admin");
        var key = (await admin.SubmitAsync("api-keys", """{"name":"billing","roles":["caller"]}""")).Body!["key"]!.GetValue<string>();
        var program = host.Anonymous();
        program.DefaultRequestHeaders.Add("Authorization", $"ApiKey {key}");
        Assert.Empty((await program.ReadAsync("me/sessions")).Body!["items"]!.AsArray());
        Assert.Equal(204, (await program.SendAsync(HttpMethod.Delete, "me/sessions", null)).Status);
        Assert.Equal(200, (await second.ReadAsync("me")).Status);
    }

    [Fact]
    public async Task LogOut_EndsTheSessionAtOnce_AndASecondTimeChangesNothing()
    {
        await using var host = await ApiHost.StartAsync();
        var session = await host.LogInAsync("caller", "demo-caller");
        var renewed = await RefreshAsync(host, session);
        var other = await host.LogInAsync("caller", "demo-caller");

        Assert.Equal(204, (await RevokeAsync(host, renewed)).Status);
        Assert.Equal(204, (await RevokeAsync(host, renewed)).Status);

        (await host.WithToken(Access(renewed)).ReadAsync("me")).IsProblem(401, "unauthenticated");
        (await RefreshAsync(host, renewed)).IsProblem(401, "invalid-refresh-token");
        Assert.Equal(200, (await host.WithToken(Access(other)).ReadAsync("me")).Status);
        (await host.Anonymous().SubmitAsync("tokens/revoke", "{}")).IsProblem(400, "invalid-request");
    }

    [Fact]
    public async Task Session_ThatRanOut_IsNotListed()
    {
        await using var host = await ApiHost.StartAsync();
        await host.LogInAsync("caller", "demo-caller");
        host.AccessTime.Advance(TimeSpan.FromDays(14));
        var fresh = host.WithToken(Access(await host.LogInAsync("admin", ApiHost.AdminPassword)));
        var left = Assert.Single((await fresh.ReadAsync("sessions")).Body!["items"]!.AsArray());
        Assert.Equal("admin", left!["user"]!["username"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Audit_IsListedNewestFirst_AndFiltered(DatabaseKind kind)
    {
        await using var host = await ApiHost.StartAsync(kind);
        var admin = await host.AsAsync("admin");
        foreach (var name in (string[])["kay", "lee", "moe"])
        {
            Assert.Equal(201, (await admin.SubmitAsync("users", $$"""{"username":"{{name}}","password":"long-enough","roles":[]}""")).Status);
        }

        var all = (await admin.ReadAsync("audit?actor=admin&subject=user&action=create")).Body!["items"]!.AsArray();
        Assert.Equal(["moe", "lee", "kay"], all.Select(r => r!["reason"]!.GetValue<string>()));
        var first = await admin.ReadAsync("audit?actor=admin&subject=user&action=create&limit=2");
        var second = await admin.ReadAsync($"audit?actor=admin&subject=user&action=create&limit=2&cursor={first.Body!["nextCursor"]}");
        Assert.Equal("kay", Assert.Single(second.Body!["items"]!.AsArray())!["reason"]!.GetValue<string>());
        Assert.Null(second.Body["nextCursor"]);

        Assert.Equal(3, await CountAsync("from=2026-03-02T02:00:00Z&until=2026-03-02T02:00:01Z"));
        Assert.Equal(0, await CountAsync("from=2026-03-02T02:00:01Z"));
        Assert.Equal(0, await CountAsync("until=2026-03-02T02:00:00Z"));
        Assert.Equal(0, await CountAsync("instance=01890000-0000-7000-8000-000000000000"));
        (await admin.ReadAsync("audit?from=2026-03-03T00:00:00Z&until=2026-03-02T00:00:00Z")).IsProblem(400, "invalid-request");
        (await admin.ReadAsync("audit?from=yesterday")).IsProblem(400, "invalid-request");
        (await admin.ReadAsync("audit?instance=x")).IsProblem(400, "invalid-request");
        Assert.Equal(200, (await (await host.AsAsync("operator")).ReadAsync("audit")).Status);
        (await (await host.AsAsync("supervisor")).ReadAsync("audit")).IsProblem(403, "forbidden");

        async Task<int> CountAsync(string filter) =>
            (await admin.ReadAsync($"audit?actor=admin&subject=user&action=create&{filter}")).Body!["items"]!.AsArray().Count;
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Admin_DoesNotLockThemselvesOut(DatabaseKind kind)
    {
        await using var host = await ApiHost.StartAsync(kind);
        var admin = await host.AsAsync("admin");
        var me = $"users/{(await admin.ReadAsync("me")).Body!["id"]!.GetValue<string>()}";
        (await admin.SendAsync(HttpMethod.Patch, me, """{"roles":["operator"]}""")).IsProblem(409, "last-admin");
        (await admin.SendAsync(HttpMethod.Patch, me, """{"disabled":true}""")).IsProblem(409, "last-admin");

        // With another admin, one may give the role up, but not disable or delete oneself.
        Assert.Equal(201, (await admin.SubmitAsync("users", """{"username":"boss","password":"long-enough","roles":["admin"]}""")).Status);
        (await admin.SendAsync(HttpMethod.Patch, me, """{"disabled":true}""")).IsProblem(409, "own-account");
        (await admin.SendAsync(HttpMethod.Delete, me, null)).IsProblem(409, "own-account");
        Assert.Equal(200, (await admin.ReadAsync("me")).Status);
        var boss = host.WithToken(Access(await host.LogInAsync("boss", "long-enough")));
        Assert.Equal(200, (await boss.SendAsync(HttpMethod.Patch, me, """{"disabled":true}""")).Status);
        (await admin.ReadAsync("me")).IsProblem(401, "unauthenticated");
        (await boss.SendAsync(HttpMethod.Patch, $"users/{(await boss.ReadAsync("me")).Body!["id"]!.GetValue<string>()}", """{"roles":[]}"""))
            .IsProblem(409, "last-admin");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Admins_WhoRemoveEachOtherAtTheSameMoment_AreNotBothGone(DatabaseKind kind)
    {
        await using var host = await ApiHost.StartAsync(kind);
        var admin = await host.AsAsync("admin");
        Assert.Equal(201, (await admin.SubmitAsync("users", """{"username":"boss","password":"long-enough","roles":["admin"]}""")).Status);
        var boss = host.WithToken(Access(await host.LogInAsync("boss", "long-enough")));
        var adminId = (await admin.ReadAsync("me")).Body!["id"]!.GetValue<string>();
        var bossId = (await boss.ReadAsync("me")).Body!["id"]!.GetValue<string>();

        var answers = await Task.WhenAll(
            admin.SendAsync(HttpMethod.Patch, $"users/{bossId}", """{"disabled":true}"""),
            boss.SendAsync(HttpMethod.Patch, $"users/{adminId}", """{"disabled":true}"""));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Single(answers, answer => answer.Status is 401 or 409);
    }

    private static Task<Answer> RevokeAsync(ApiHost host, Answer session) =>
        host.Anonymous().SubmitAsync("tokens/revoke", $$"""{"refreshToken":"{{session.Body!["refreshToken"]!.GetValue<string>()}}"}""");

    private static Task<Answer> RefreshAsync(ApiHost host, Answer session) =>
        host.Anonymous().SubmitAsync("tokens/refresh", $$"""{"refreshToken":"{{session.Body!["refreshToken"]!.GetValue<string>()}}"}""");

    private static string Access(Answer session) => session.Body!["accessToken"]!.GetValue<string>();
}
