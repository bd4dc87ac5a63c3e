using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Tests.Execution;

namespace CertWorkflows.Engine.Tests.Activities;

[Trait("Elsa", "A-34")]
public sealed class HttpRequestTests
{
    [Fact]
    public async Task Request_WhenExecuted_AsksTheHostForTheCallAndWaits()
    {
        var runner = Runner.Of(Request(
            "Elsa.FlowSendHttpRequest",
            ("method", Json.Text("post")),
            ("content", Json.Script("({ a: 1 })")),
            ("contentType", Json.Text("application/json")),
            ("authorization", Json.Text("Bearer abc")),
            ("requestHeaders", Json.Input("HttpHeaders", "Object", """{"X-One":"1","X-Two":["2","3"]}"""))));
        var result = await runner.StartAsync();
        var asked = Assert.IsType<HostRequest.SendHttp>(Assert.Single(result.Requests));
        Assert.Equal(Assert.Single(runner.Bookmarks).Id, asked.BookmarkId);
        Assert.Equal("Elsa.SendHttpRequest", runner.Bookmarks[0].Name);
        Assert.Equal(("https://api.example/x", "POST", """{"a":1}""", "application/json", 0),
            (asked.Call.Url.ToString(), asked.Call.Method, asked.Call.Content, asked.Call.ContentType, asked.Call.Retries));
        Assert.Equal(["1"], asked.Call.Headers["x-one"]);
        Assert.Equal(["2", "3"], asked.Call.Headers["X-Two"]);
        Assert.Equal(["Bearer abc"], asked.Call.Headers["Authorization"]);
        Assert.Equal("Running/Suspended", runner.Status);
    }

    [Theory]
    [InlineData(200, "first done")]
    [InlineData(404, "second done")]
    [InlineData(500, "unmatched done")]
    public async Task FlowRequest_WhenAnswered_LeavesByItsStatusCodeAndDone(int status, string path)
    {
        var flowchart = Json.Flowchart(
            "main",
            "call:200>first call:404>second call:U>unmatched call:Done>done",
            Request("Elsa.FlowSendHttpRequest", ("expectedStatusCodes", Json.Input("List<Int32>", "Object", "[200,404]"))));
        flowchart["connections"]![2]!["source"]!["port"] = "Unmatched status code"; // the notation has no blanks
        var runner = Runner.Of(flowchart);
        await AnswerAsync(runner, new HttpAnswer(status, NoHeaders, "text/plain", "hello", null, null, null));
        Assert.Equal(path, string.Join(' ', runner.Lines));
    }

    [Theory]
    [InlineData("connect", "Failed to connect")]
    [InlineData("timeout", "Timeout")]
    public async Task FlowRequest_WhenThereIsNoAnswer_LeavesByThatAloneAndJournalsWhy(string failure, string outcome)
    {
        var runner = Runner.Of(Json.Sequence("main", Request("Elsa.FlowSendHttpRequest")));
        await AnswerAsync(runner, new HttpAnswer(null, NoHeaders, null, null, null, failure, "it is away"));
        var completed = Assert.Single(runner.Journal, e => e.EventName == JournalEvents.Completed && e.ActivityId == "call");
        Assert.Equal([outcome], completed.Outcomes);
        Assert.Equal("it is away", Assert.Single(runner.Journal, e => e.EventName == "Error").Message);
    }

    [Fact]
    public async Task FlowRequest_WithoutExpectedCodes_LeavesByDone()
    {
        var runner = Runner.Of(Request("Elsa.FlowSendHttpRequest", ("expectedStatusCodes", Json.Input("List<Int32>", "Object", "[]"))));
        await AnswerAsync(runner, new HttpAnswer(500, NoHeaders, null, null, null, null, null));
        Assert.Equal(["Done"], Assert.Single(runner.Journal, e => e.EventName == JournalEvents.Completed && e.ActivityId == "call").Outcomes);
    }

    [Theory]
    [InlineData(200, null, "ok")]
    [InlineData(418, null, "other")]
    [InlineData(null, "connect", "away")]
    [InlineData(null, "timeout", "late")]
    public async Task Request_WhenAnswered_RunsTheChildThatFits(int? status, string? failure, string printed)
    {
        var runner = Runner.Of(Request(
            "Elsa.SendHttpRequest",
            ("expectedStatusCodes", new JsonArray(new JsonObject { ["statusCode"] = 200, ["activity"] = Json.Print("ok") })),
            ("unmatchedStatusCode", Json.Print("other")),
            ("failedToConnect", Json.Print("away")),
            ("timeout", Json.Print("late"))));
        await AnswerAsync(runner, new HttpAnswer(status, NoHeaders, null, null, null, failure, "why"));
        Assert.Equal(("Finished/Finished", printed), (runner.Status, runner.Printed));
    }

    [Fact]
    public async Task Request_WithoutAChildThatFits_Completes()
    {
        var runner = Runner.Of(Request("Elsa.SendHttpRequest"));
        await AnswerAsync(runner, new HttpAnswer(200, NoHeaders, null, null, null, null, null));
        Assert.Equal("Finished/Finished", runner.Status);
    }

    [Theory]
    [Trait("Elsa", "A-33")]
    [InlineData("application/json", """{"a":1}""", "Object", "1")]
    [InlineData("application/problem+json; charset=utf-8", """{"a":2}""", "Object", "2")]
    [InlineData("text/plain", """{"a":3}""", "Object", "undefined")]
    public async Task Answer_WhenParsed_FollowsItsContentType(string contentType, string body, string variableType, string printed)
    {
        var runner = new Runner(Json.Definition(
            Json.Sequence(
                "main",
                Request("Elsa.SendHttpRequest", ("parsedContent", Json.BoundTo("body")), ("statusCode", Json.BoundTo("code"))),
                Json.Activity("Elsa.WriteLine", "w", ("text", Json.Script("String(variables.body.a)")))),
            ("variables", new JsonArray(Json.Variable("body", variableType), Json.Variable("code", "Int32")))));
        await AnswerAsync(runner, new HttpAnswer(200, NoHeaders, contentType, body, null, null, null));
        Assert.Equal(printed, runner.Printed);
    }

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("/relative")]
    [InlineData("")]
    public async Task Request_ToNoAddress_Faults(string url)
    {
        var runner = Runner.Of(Request("Elsa.SendHttpRequest", ("url", Json.Text(url))));
        var result = await runner.StartAsync();
        Assert.Contains("no absolute http or https address", Assert.Single(result.NewIncidents).Message, StringComparison.Ordinal);
        Assert.Empty(result.Requests);
    }

    [Fact]
    public async Task Request_ThatTheHostRefuses_FaultsAndIsSentAgainUnderAnotherIdWhenRetried()
    {
        var runner = Runner.Of(Request("Elsa.SendHttpRequest"));
        var first = (HostRequest.SendHttp)(await runner.StartAsync()).Requests[0];
        await runner.ResumeAsync(runner.Bookmarks[0], ("succeeded", false), ("code", "address-refused"), ("message", "no"));
        Assert.Equal("Finished/Faulted", runner.Status);
        var again = (HostRequest.SendHttp)(await runner.GiveAsync(new Stimulus.RetryFaulted(null))).Requests[0];
        Assert.NotEqual(first.CallId, again.CallId);
        Assert.Single(runner.Bookmarks);
    }

    [Fact]
    [Trait("Elsa", "A-35")]
    public async Task Request_WithTheOldResiliency_MayBeRepeatedEightTimes()
    {
        var runner = Runner.Of(Request("Elsa.SendHttpRequest", ("enableResiliency", Json.Input("Boolean", "Literal", true))));
        Assert.Equal(8, ((HostRequest.SendHttp)(await runner.StartAsync()).Requests[0]).Call.Retries);
    }

    private static Dictionary<string, IReadOnlyList<string>> NoHeaders => [];

    private static JsonObject Request(string type, params IEnumerable<(string Name, JsonNode? Value)> members)
        => Json.Activity(type, "call", [("url", Json.Text("https://api.example/x")), .. members]);

    private static async Task AnswerAsync(Runner runner, HttpAnswer answer)
    {
        await runner.StartAsync();
        await runner.ResumeAsync(
            runner.Bookmarks[0], ("succeeded", true), ("result", JsonSerializer.Serialize(answer, JsonSerializerOptions.Web)));
    }
}
