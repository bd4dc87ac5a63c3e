using System.Net;
using System.Net.Http.Headers;

namespace CertWorkflows.Client.Tests.Http;

public class ApiExceptionTests
{
    [Fact]
    public async Task Conflict_WithWinner_CarriesTheProblem()
    {
        var thrown = await RefusedAsync(ScriptedServer.Json(
            """
            {"type":"about:blank","title":"Conflict","status":409,"code":"already-completed","traceId":"t","state":"completed","permitted":[],
             "winner":{"username":"li","displayName":"Li Wei"},"aNewMember":1}
            """,
            HttpStatusCode.Conflict,
            "application/problem+json"));

        Assert.Equal(HttpStatusCode.Conflict, thrown.Status);
        Assert.Equal("already-completed", thrown.Code);
        Assert.Equal("Li Wei", thrown.Problem.Winner?.DisplayName);
        Assert.Equal("completed", thrown.Problem.State);
        Assert.Empty(thrown.Problem.Permitted!);
    }

    [Fact]
    public async Task Invalid_WithErrors_CarriesThemByField()
    {
        var thrown = await RefusedAsync(ScriptedServer.Json(
            """{"status":400,"code":"invalid-form","errors":{"data.reason":["is needed","is short"]}}""",
            HttpStatusCode.BadRequest,
            "application/problem+json"));

        Assert.Equal(["is needed", "is short"], thrown.Problem.Errors!["data.reason"]);
    }

    [Fact]
    public async Task Refusal_WithRule_CarriesTheRule()
    {
        var thrown = await RefusedAsync(ScriptedServer.Json(
            """{"status":422,"code":"revoke-first","rule":"RF-11"}""", HttpStatusCode.UnprocessableEntity, "application/problem+json"));

        Assert.Equal("RF-11", thrown.Problem.Rule);
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>", "text/html")]
    [InlineData("{ not json", "application/json")]
    public async Task Failure_WithoutProblemDocument_StillHasTheStatus(string body, string type)
    {
        var thrown = await RefusedAsync(ScriptedServer.Json(body, HttpStatusCode.BadGateway, type));

        Assert.Equal(HttpStatusCode.BadGateway, thrown.Status);
        Assert.Equal(502, thrown.Problem.Status);
        Assert.Equal("", thrown.Code);
    }

    [Fact]
    public async Task TooManyRequests_WithRetryAfter_SaysHowLongToWait()
    {
        var thrown = await RefusedAsync(new ScriptedServer(_ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7));
            return response;
        }));

        Assert.Equal(TimeSpan.FromSeconds(7), thrown.RetryAfter);
    }

    private static Task<ApiException> RefusedAsync(ScriptedServer server) => Assert.ThrowsAsync<ApiException>(
        () => server.CreateSut().Tasks.GetAsync("t1", TestContext.Current.CancellationToken));
}
