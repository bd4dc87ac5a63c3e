using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Session;

namespace CertWorkflows.Reviewer.Tests.Session;

public class SessionFilesTests
{
    [Fact]
    public async Task File_OfTheApi_IsPassedOnWithItsName()
    {
        await using var host = await LoggedInAsync();
        host.Api.On("GET /refunds?format=csv&customerId=c%201", _ => File("id\r\n", "text/csv", "refunds.csv"));

        var response = await host.GetAsync("/" + SessionFiles.Url("refunds?format=csv&customerId=c%201"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("id\r\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("attachment", "refunds.csv"), (response.Content.Headers.ContentDisposition!.DispositionType, response.Content.Headers.ContentDisposition.FileName));
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("refunds/r1")]
    [InlineData("page.html")]
    public async Task Answer_ThatIsNoFileToSave_IsNotShown(string path)
    {
        await using var host = await LoggedInAsync();
        host.Api.On("GET /refunds/r1", """{"secret":1}""");
        host.Api.On("GET /page.html", _ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent("<script>secret</script>", Encoding.UTF8, "text/html") { Headers = { ContentDisposition = new ContentDispositionHeaderValue("inline") } },
        });

        var response = await host.GetAsync($"/session/files/{path}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/%2e%2e/%2e%2e/%2e%2e/health")]
    [InlineData("..%2F..%2Fhealth")]
    [InlineData("a%5C..%5Cb")]
    [InlineData("a%252Fb")]
    [InlineData("a//b")]
    [InlineData("")]
    public async Task Path_ThatWouldLeaveTheApi_IsNotAsked(string path)
    {
        await using var host = await LoggedInAsync();
        var before = host.Api.Calls.Count;

        var response = await host.GetAsync($"/session/files/{path}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(before, host.Api.Calls.Count);
    }

    [Fact]
    public async Task Refusal_OfTheApi_KeepsItsStatusAndIsSaidInWords()
    {
        await using var host = await LoggedInAsync();
        host.Api.Refuse("GET /refunds", new ProblemDto { Status = 403, Code = "forbidden" });

        var response = await host.GetAsync("/session/files/refunds?format=csv");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.NotEmpty(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task File_WithoutSession_LeadsToTheLogin()
    {
        await using var host = await SessionHost.StartAsync();

        var response = await host.GetAsync("/session/files/refunds?format=csv");

        Assert.Equal("/login", response.Headers.Location?.ToString());
        Assert.Empty(host.Api.Calls);
    }

    private static async Task<SessionHost> LoggedInAsync()
    {
        var host = await SessionHost.StartAsync();
        host.Api.On("POST /tokens", """{"accessToken":"a","refreshToken":"r","expiresAt":"2021-04-25T10:15:00Z"}""");
        await host.LogInAsync();
        return host;
    }

    private static HttpResponseMessage File(string text, string type, string name) => new(HttpStatusCode.OK)
    {
        Content = new StringContent(text, Encoding.UTF8, type)
        {
            Headers = { ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name } },
        },
    };
}
