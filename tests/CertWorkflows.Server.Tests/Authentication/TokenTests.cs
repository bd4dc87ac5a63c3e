using System.Text.Json.Nodes;
using CertWorkflows.Server.Tests.Api;

namespace CertWorkflows.Server.Tests.Authentication;

public sealed class TokenTests
{
    [Fact]
    public async Task RefreshToken_UsedTwice_EndsTheWholeLogIn()
    {
        await using var host = await ApiHost.StartAsync();
        var first = Refresh(await host.LogInAsync("caller", "demo-caller"));
        var second = await RefreshAsync(host, first);
        Assert.Equal(200, second.Status);
        Assert.Equal(200, (await host.WithToken(Access(second)).ReadAsync("me")).Status);
        (await RefreshAsync(host, first)).IsProblem(401, "invalid-refresh-token");
        (await RefreshAsync(host, Refresh(second))).IsProblem(401, "invalid-refresh-token");
        (await RefreshAsync(host, "made-up")).IsProblem(401, "invalid-refresh-token");
    }

    [Fact]
    public async Task RefreshToken_UsedManyTimesAtOnce_WorksAtMostOnce()
    {
        await using var host = await ApiHost.StartAsync();
        var token = Refresh(await host.LogInAsync("caller", "demo-caller"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RefreshAsync(host, token)));
        Assert.True(answers.Count(answer => answer.Status == 200) <= 1);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.IsProblem(401, "invalid-refresh-token"));
    }

    [Fact]
    public async Task AccessToken_AfterFifteenMinutes_IsRefused()
    {
        await using var host = await ApiHost.StartAsync();
        var client = await host.AsAsync("caller");
        host.AccessTime.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await client.ReadAsync("me")).Status);
        host.AccessTime.Advance(TimeSpan.FromSeconds(1));
        (await client.ReadAsync("me")).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task LogIn_AfterTenWrongPasswords_IsLockedForFiveMinutes()
    {
        await using var host = await ApiHost.StartAsync();
        var unknown = (await host.LogInAsync("nobody", "wrong-password")).IsProblem(401, "invalid-credentials");
        for (var i = 0; i < 10; i++)
        {
            var wrong = (await host.LogInAsync("caller", "wrong-password")).IsProblem(401, "invalid-credentials");
            Assert.Equal(unknown.Body!["detail"]!.GetValue<string>(), wrong.Body!["detail"]!.GetValue<string>());
        }

        var locked = (await host.LogInAsync("caller", "demo-caller")).IsProblem(401, "invalid-credentials");
        Assert.Equal(unknown.Body!["detail"]!.GetValue<string>(), locked.Body!["detail"]!.GetValue<string>());
        host.AccessTime.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        (await host.LogInAsync("caller", "demo-caller")).IsProblem(401, "invalid-credentials");
        host.AccessTime.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(200, (await host.LogInAsync("caller", "demo-caller")).Status);
    }

    [Fact]
    public async Task User_DisabledOrChanged_IsOutAtOnce()
    {
        await using var host = await ApiHost.StartAsync();
        var admin = await host.AsAsync("admin");
        var caller = await host.AsAsync("caller");
        Assert.Equal(200, (await caller.ReadAsync("me")).Status);
        var user = (await admin.ReadAsync("users")).Body!["items"]!.AsArray().Single(u => u!["username"]!.GetValue<string>() == "caller")!;
        var path = $"users/{user["id"]!.GetValue<string>()}";
        var etag = (await admin.ReadAsync(path)).Response.Headers.ETag!.Tag;
        Assert.Equal(200, (await admin.SendAsync(HttpMethod.Patch, path, """{"roles":["caller","operator"]}""", ("If-Match", etag))).Status);
        (await admin.SendAsync(HttpMethod.Patch, path, """{"roles":["caller"]}""", ("If-Match", etag))).IsProblem(412, "stale");
        (await caller.ReadAsync("me")).IsProblem(401, "unauthenticated");

        var again = host.WithToken(Access(await host.LogInAsync("caller", "demo-caller")));
        Assert.Equal(200, (await again.ReadAsync("me")).Status);
        await admin.SendAsync(HttpMethod.Patch, path, """{"disabled":true}""");
        (await again.ReadAsync("me")).IsProblem(401, "unauthenticated");
        (await host.LogInAsync("caller", "demo-caller")).IsProblem(401, "invalid-credentials");
    }

    private static Task<Answer> RefreshAsync(ApiHost host, string token) =>
        host.Anonymous().SubmitAsync("tokens/refresh", $$"""{"refreshToken":"{{token}}"}""");

    private static string Refresh(Answer answer) => Text(answer.Body!, "refreshToken");

    private static string Access(Answer answer) => Text(answer.Body!, "accessToken");

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
