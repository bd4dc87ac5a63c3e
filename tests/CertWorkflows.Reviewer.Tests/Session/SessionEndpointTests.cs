using System.Net;
using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Tests.Session;

public class SessionEndpointTests
{
    [Theory]
    [InlineData("", "/")]
    [InlineData("tasks/t1", "/tasks/t1")]
    [InlineData("?view=mine&q=a:b", "/?view=mine&q=a:b")]
    [InlineData("//evil.example/x", "/evil.example/x")]
    [InlineData("https://evil.example", "/")]
    [InlineData("\\\\evil.example", "/")]
    public async Task LogIn_WithTheRightPassword_SetsAHiddenCookieAndGoesOnWithinTheSite(string returnUrl, string location)
    {
        await using var host = await SessionHost.StartAsync();
        host.Api.On("POST /tokens", Tokens("the-access-token", "the-refresh-token", minutes: 15));

        var response = await host.LogInAsync(returnUrl);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(location, response.Headers.Location?.ToString());
        Assert.True(host.SessionCookie!.HttpOnly);
        Assert.Contains(response.Headers.GetValues("Set-Cookie"), cookie => cookie.Contains("samesite=lax", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("the-access-token", host.SessionCookie.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "/login?returnUrl=tasks%2Ft1&error=invalid-credentials")]
    [InlineData(429, "/login?returnUrl=tasks%2Ft1&error=too-many-tries")]
    [InlineData(500, "/login?returnUrl=tasks%2Ft1&error=unavailable")]
    public async Task LogIn_WhenRefused_GoesBackWithTheReason(int status, string location)
    {
        await using var host = await SessionHost.StartAsync();
        host.Api.Refuse("POST /tokens", new ProblemDto { Status = status, Code = "x" });

        var response = await host.LogInAsync("tasks/t1");

        Assert.Equal(location, response.Headers.Location?.ToString());
        Assert.Null(host.SessionCookie);
    }

    [Theory]
    [InlineData("/session")]
    [InlineData("/session/renew")]
    [InlineData("/session/end")]
    public async Task Post_WithoutTheAntiforgeryToken_IsRefused(string path)
    {
        await using var host = await SessionHost.StartAsync();

        var response = await host.PostWithoutTokenAsync(path, ("username", "reviewer"), ("password", "secret"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(host.Api.Calls);
    }

    [Fact]
    public async Task Renew_WhenTheTokenIsAboutToExpire_ReplacesTheCookieAndAnswersATicket()
    {
        await using var host = await SessionHost.StartAsync();
        host.Api.On("POST /tokens", Tokens("a1", "r1", minutes: 15)).On("POST /tokens/refresh", Tokens("a2", "r2", minutes: 30));
        await host.LogInAsync();
        var before = host.SessionCookie!.Value;
        host.Time.Advance(TimeSpan.FromMinutes(14.5));

        var response = await host.PostAsync("/session/renew");

        var ticket = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("a2", host.Reader.ReadTicket(ticket)?.AccessToken);
        Assert.NotEqual(before, host.SessionCookie!.Value);
        Assert.Contains("""POST /tokens/refresh {"refreshToken":"r1"}""", host.Api.Calls);
    }

    [Fact]
    public async Task Renew_WhenAnotherTabHasRenewed_AnswersItsTokenWithoutACall()
    {
        await using var host = await SessionHost.StartAsync();
        host.Api.On("POST /tokens", Tokens("a1", "r1", minutes: 15));
        await host.LogInAsync();

        var response = await host.PostAsync("/session/renew");

        var ticket = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("a1", host.Reader.ReadTicket(ticket)?.AccessToken);
        Assert.DoesNotContain(host.Api.Calls, call => call.Contains("refresh", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Renew_WhenTheRefreshTokenIsUsedUp_AnswersUnauthorizedAndLeavesTheCookie()
    {
        await using var host = await SessionHost.StartAsync();
        host.Api.On("POST /tokens", Tokens("a1", "r1", minutes: 0));
        host.Api.Refuse("POST /tokens/refresh", new ProblemDto { Status = 401, Code = "invalid-refresh-token" });
        await host.LogInAsync();

        var response = await host.PostAsync("/session/renew");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.NotNull(host.SessionCookie);
    }

    [Fact]
    public async Task Renew_WithoutASession_AnswersUnauthorized()
    {
        await using var host = await SessionHost.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.PostAsync("/session/renew")).StatusCode);
    }

    [Fact]
    public async Task AccessToken_WithASession_IsForScriptsAndNeverStored()
    {
        await using var host = await SessionHost.StartAsync();
        host.Api.On("POST /tokens", Tokens("a1", "r1", minutes: 15)).On("POST /tokens/refresh", Tokens("a2", "r2", minutes: 30));
        await host.LogInAsync();

        var first = await host.PostWithoutTokenAsync("/session/access-token");
        host.Time.Advance(TimeSpan.FromMinutes(14.5));
        var second = await host.PostWithoutTokenAsync("/session/access-token");

        Assert.Contains("\"accessToken\":\"a1\"", await TextAsync(first), StringComparison.Ordinal);
        Assert.Contains("\"accessToken\":\"a2\"", await TextAsync(second), StringComparison.Ordinal);
        Assert.DoesNotContain("r2", await TextAsync(second), StringComparison.Ordinal);
        Assert.True(second.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task AccessToken_WithoutASession_IsEmpty()
    {
        await using var host = await SessionHost.StartAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await host.PostWithoutTokenAsync("/session/access-token")).StatusCode);
    }

    [Fact]
    public async Task LogOut_WhenPosted_ForgetsTheCookie()
    {
        await using var host = await SessionHost.StartAsync();
        host.Api.On("POST /tokens", Tokens("a1", "r1", minutes: 15));
        await host.LogInAsync();

        var response = await host.PostAsync("/session/end");

        Assert.Equal("/login", response.Headers.Location?.ToString());
        Assert.Null(host.SessionCookie);
    }

    [Fact]
    public async Task LogOut_EndsTheSessionAtTheServer()
    {
        await using var host = await SessionHost.StartAsync();
        host.Api.On("POST /tokens", Tokens("a1", "r1", minutes: 15)).On("POST /tokens/revoke", "");
        await host.LogInAsync();

        await host.PostAsync("/session/end");

        Assert.Contains("""POST /tokens/revoke {"refreshToken":"r1"}""", host.Api.Calls);
    }

    [Fact]
    public async Task Language_WhenKnown_IsKeptInTheCultureCookie()
    {
        await using var host = await SessionHost.StartAsync();

        var response = await host.GetAsync("/session/language/zh-Hans?returnUrl=tasks/t1");

        Assert.Equal("/tasks/t1", response.Headers.Location?.ToString());
        Assert.Contains(response.Headers.GetValues("Set-Cookie"), cookie => cookie.Contains("zh-Hans", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("/session/language/xx")).StatusCode);
    }

    private static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static string Tokens(string access, string refresh, int minutes) =>
        $$"""{"accessToken":"{{access}}","refreshToken":"{{refresh}}","expiresAt":"2021-04-25T10:{{minutes:00}}:00Z"}""";
}
