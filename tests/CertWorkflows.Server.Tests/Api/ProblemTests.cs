namespace CertWorkflows.Server.Tests.Api;

/// <summary>Every refusal has the same shape, whoever refuses.</summary>
public sealed class ProblemTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Nothing = "01890000-0000-7000-8000-000000000000";

    [Fact]
    public async Task Request_WithoutCredential_IsUnauthenticated() =>
        (await host.Anonymous().ReadAsync("me")).IsProblem(401, "unauthenticated");

    [Fact]
    public async Task Request_WithForgedToken_IsUnauthenticated() =>
        (await host.WithToken("eyJhbGciOiJub25lIn0.e30.").ReadAsync("me")).IsProblem(401, "unauthenticated");

    [Theory]
    [InlineData("certificates")]
    [InlineData("refunds")]
    [InlineData("instances")]
    [InlineData("instances/{0}/journal")]
    [InlineData("workflows/none")]
    [InlineData("certificates/00000000-0000-0000-0000-000000000000")]
    public async Task Thing_ThatDoesNotExist_IsNotFound(string path)
    {
        var full = path.Contains('/', StringComparison.Ordinal) ? path.Replace("{0}", Nothing, StringComparison.Ordinal) : $"{path}/{Nothing}";
        (await (await host.AsAsync("operator")).ReadAsync(full)).IsProblem(404, "not-found");
    }

    [Theory]
    [InlineData("certificates/not-an-id")]
    [InlineData("nothing-here")]
    public async Task Address_ThatLeadsNowhere_IsNotFoundWhateverTheMethod(string path)
    {
        var caller = await host.AsAsync("caller");
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
        {
            var answer = (await caller.SendAsync(method, path, "{}")).IsProblem(404, "not-found");
            Assert.Empty(answer.Response.Content.Headers.Allow);
        }
    }

    [Fact]
    public async Task Method_ThatIsNotTaken_IsRefusedWithThoseThatAre()
    {
        var answer = (await (await host.AsAsync("caller")).SendAsync(HttpMethod.Put, "catalogue", "{}")).IsProblem(405, "method-not-allowed");
        Assert.Contains("GET", answer.Response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Calls_BeyondTheLimit_AreToldWhenToGoOn()
    {
        await using var busy = await ApiHost.StartAsync(("RateLimit:Burst", "3"), ("RateLimit:PerSecond", "1"));
        var client = await busy.AsAsync("caller");
        Answer last;
        var calls = 0;
        do
        {
            last = await client.ReadAsync("me");
        }
        while (last.Status == 200 && ++calls < 50);
        last.IsProblem(429, "too-many-requests");
        Assert.True(last.Response.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Path_InOtherCase_IsHeldToTheSameRules()
    {
        await using var busy = await ApiHost.StartAsync(("RateLimit:LogInsPerMinute", "3"));
        var reviewer = await busy.AsAsync("reviewer");
        Answer last;
        var calls = 0;
        do
        {
            last = await busy.Anonymous().SubmitAsync("/API/v1/Tokens", """{"username":"caller","password":"guess"}""");
        }
        while (last.Status == 401 && ++calls < 8);
        last.IsProblem(429, "too-many-requests");
        (await reviewer.ReadAsync("/API/V1/tasks?group=a%00b")).IsProblem(400, "invalid-request");
        var nobody = (await busy.Anonymous().ReadAsync("/API/V1/me")).IsProblem(401, "unauthenticated");
        Assert.True(nobody.Response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Answers_OfTheApi_CarrySecurityHeaders()
    {
        var answer = await (await host.AsAsync("caller")).ReadAsync("me");
        Assert.Equal("nosniff", answer.Response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("default-src 'none'", answer.Response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(answer.Response.Headers.CacheControl!.NoStore);
        Assert.False(answer.Response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    [InlineData("/scalar/")]
    public async Task Operations_WithoutCredential_Answer(string path) =>
        Assert.Equal(200, (await host.Anonymous().ReadAsync(path)).Status);

    [Fact]
    public async Task ApiPage_AsItIs_LoadsNothingFromElsewhere()
    {
        var page = await host.Anonymous().GetStringAsync(new Uri("/scalar/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("cdn.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://fonts", page, StringComparison.Ordinal);
    }
}
