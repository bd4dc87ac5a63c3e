using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Engine.Tests.Execution;

namespace CertWorkflows.Engine.Tests.Activities;

/// <summary>Workflows that requests start and resume, and what they answer.</summary>
public sealed class HttpEndpointTests
{
    [Fact]
    [Trait("Elsa", "A-30")]
    [Trait("Elsa", "B-7")]
    public async Task Endpoint_AsTrigger_GivesTheRequestToItsOutputsAndGoesOn()
    {
        var runner = Of(
            [Endpoint("in", ("result", Json.BoundTo("request")), ("routeData", Json.BoundTo("route")), ("queryStringData", Json.BoundTo("query")),
                ("headers", Json.BoundTo("headers")), ("parsedContent", Json.BoundTo("content")))],
            "request.Method + ' ' + variables.route.id + ' ' + variables.query.q + ' ' + variables.headers['X-A'].length + ' ' + variables.content.a");
        await StartAsync(runner, Request("application/json") with { Text = """{"a":1.50}""" });
        Assert.Equal(("POST A-7 1 2 1.5", "Finished/Finished"), (runner.Printed, runner.Status));
    }

    [Fact]
    [Trait("Elsa", "A-30")]
    [Trait("Elsa", "A-31")]
    [Trait("Elsa", "R-8")]
    public async Task Endpoint_MidFlow_WaitsByEachMethodWithAllItsRules()
    {
        var runner = Runner.Of(Json.Sequence(
            "main",
            Endpoint(
                "in",
                ("path", Json.Script("'/Orders/{Id}'")),
                ("supportedMethods", Json.Input("List<String>", "Object", """["POST","put"]""")),
                ("authorize", Json.Input("Boolean", "Literal", true)),
                ("policy", Json.Text("operator")),
                ("requestTimeout", Json.Text("00:00:05")),
                ("requestSizeLimit", Json.Input("Int64", "Literal", "1000")),
                ("allowedFileExtensions", Json.Input("List<String>", "Object", """[".PDF","png"]""")),
                ("exposeFileTooLargeOutcome", true)),
            Json.Print("after")));
        await runner.StartAsync();
        Assert.Equal(["post", "put"], runner.Bookmarks.Select(bookmark => HttpEndpointRules.FromPayload(bookmark.Payload!).Method));
        var rules = HttpEndpointRules.FromPayload(runner.Bookmarks[0].Payload!);
        Assert.Equal(("/orders/{Id}", true, "operator", TimeSpan.FromSeconds(5), 1000L), (rules.Path, rules.Authorize, rules.Policy, rules.RequestTimeout, rules.RequestSizeLimit));
        Assert.Equal(".pdf .png|File too large", $"{string.Join(' ', rules.AllowedFileExtensions)}|{string.Join(' ', rules.ExposedOutcomes)}");
        Assert.Contains(runner.Bookmarks[1].Hash, HttpRoute.HashesFor("/orders/x", "PUT"));

        await runner.ResumeAsync(runner.Bookmarks[1], [.. Request(null).ToInput().Select(pair => (pair.Key, pair.Value))]);
        Assert.Equal(("after", 0), (runner.Printed, runner.Bookmarks.Count));
    }

    [Fact]
    [Trait("Elsa", "A-30")]
    public async Task Endpoint_WhenResumedOutsideARequest_WaitsAnewForOne()
    {
        var runner = Runner.Of(Json.Sequence("main", Endpoint("in"), Json.Print("after")));
        await runner.StartAsync();
        var first = runner.Bookmarks[0];
        await runner.ResumeAsync(first);
        var second = Assert.Single(runner.Bookmarks);
        Assert.Equal((first.Hash, false, ""), (second.Hash, first.Id == second.Id, runner.Printed));
    }

    [Fact]
    [Trait("Elsa", "A-30")]
    public async Task Endpoint_StartedWithoutARequest_WaitsForOne()
    {
        var runner = Runner.Of(Json.Sequence("main", Endpoint("in"), Json.Print("after")));
        await runner.GiveAsync(new Stimulus.Start(new Dictionary<string, object?>(), TriggerActivityId: "in"));
        Assert.Equal(("Running/Suspended", 1), (runner.Status, runner.Bookmarks.Count));
    }

    [Fact]
    [Trait("Elsa", "A-30")]
    public async Task Endpoint_OfARequestThatTheWorkflowRejects_LeavesByThatOutcomeWithoutABody()
    {
        var flowchart = Json.Flowchart("main", "in:Done>taken in:R>large", Endpoint("in", ("exposeRequestTooLargeOutcome", true), ("routeData", Json.BoundTo("route"))));
        flowchart["connections"]![1]!["source"]!["port"] = HttpEndpointRules.RequestTooLarge;
        var runner = new Runner(Json.Definition(flowchart, ("variables", new JsonArray(Json.Variable("route", "Object")))));
        await StartAsync(runner, Request("application/json") with { Rejection = HttpEndpointRules.RequestTooLarge });
        Assert.Equal("large", runner.Printed);
    }

    [Theory]
    [Trait("Elsa", "A-33")]
    [InlineData("application/json", """{"a":[1,2]}""", "Object", "[1,2]")]
    [InlineData("application/json", """{"a":[1,2]}""", "String", "undefined")]
    [InlineData("application/vnd.api+json; charset=utf-8", """{"a":3}""", "JsonObject", "3")]
    [InlineData("application/json", "", "Object", "undefined")]
    [InlineData("text/plain", """{"a":4}""", "Object", "undefined")]
    [InlineData("application/xml", "<a>5</a>", "Object", "undefined")]
    public async Task Content_WhenParsed_FollowsItsTypeAndTheVariable(string contentType, string body, string variableType, string printed)
    {
        var runner = Of([Endpoint("in", ("parsedContent", Json.BoundTo("content")))], "JSON.stringify((variables.content ?? {}).a) ?? 'undefined'", variableType);
        await StartAsync(runner, Request(contentType) with { Text = body });
        Assert.Equal(printed, runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "A-30")]
    public async Task Form_WithFiles_GivesFieldsAndFilesThatSurviveASuspension()
    {
        var runner = new Runner(Json.Definition(
            Json.Sequence(
                "main",
                Endpoint("in", ("parsedContent", Json.BoundTo("content")), ("files", Json.BoundTo("files")), ("file", Json.BoundTo("file"))),
                Json.Event("wait", "go"),
                Json.Activity("Elsa.WriteLine", "w", ("text", Json.Script(
                    "variables.content.name + ' ' + variables.files.length + ' ' + variables.file.Filename + ' ' + variables.file.Size + ' ' + bytesToString(variables.file.Content)")))),
            ("variables", new JsonArray(Json.Variable("content", "Object"), Json.Variable("files", "Object"), Json.Variable("file", "HttpFile")))))
        { IsStoredBetweenTurns = true };
        await StartAsync(runner, Request("multipart/form-data; boundary=x") with
        {
            Form = new Dictionary<string, object?> { ["name"] = "Ann" },
            Files = [new HttpFile("upload", "a.txt", "text/plain", "hello"u8.ToArray()), new HttpFile("upload", "b.txt", "text/plain", [])],
        });
        await runner.EventAsync("go");
        Assert.Equal("Ann 2 a.txt 5 hello", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "A-29")]
    public async Task Request_WhenTheTurnIsCutOff_IsStillThereInTheNextOne()
    {
        var runner = new Runner(
            Json.Definition(
                Json.Sequence("main", Json.Print("one"), Json.Print("two"), Endpoint("in", ("parsedContent", Json.BoundTo("content"))), Response(("content", Json.Script("variables.content.a")))),
                ("variables", new JsonArray(Json.Variable("content", "Object")))),
            maxActivitiesPerTurn: 1)
        { IsStoredBetweenTurns = true, IsRequest = true };
        await StartAsync(runner, Request("application/json") with { Text = """{"a":"late"}""" });
        var result = await runner.GiveAsync(new Stimulus.Continue());
        for (var turns = 0; result.HasMore && result.Reply is null && turns < 20; turns++)
            result = await runner.GiveAsync(new Stimulus.Continue());
        Assert.Equal("late", Encoding.UTF8.GetString(result.Reply!.Body!));
    }

    [Theory]
    [Trait("Elsa", "A-32")]
    [InlineData("'hello'", null, "text/plain; charset=utf-8", "hello")]
    [InlineData("({ a: [1, 'ü'] })", null, "application/json", """{"a":[1,"ü"]}""")]
    [InlineData("bytesFromString('raw')", null, "application/octet-stream", "raw")]
    [InlineData("'<p>hi</p>'", "text/html", "text/html", "<p>hi</p>")]
    [InlineData("'{\"a\":1}'", "application/json", "application/json", """{"a":1}""")]
    [InlineData("({ a: 1 })", "application/xml", "application/xml", "The response includes a type that cannot be serialized.")]
    [InlineData("({ a: '1 2', b: 'x&y' })", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "a=1%202&b=x%26y")]
    [InlineData("42", "application/unheard-of", "application/unheard-of", "42")]
    public async Task Response_OfAnyContent_IsWrittenByItsType(string content, string? contentType, string type, string body)
    {
        var reply = (await AnswerAsync(Response(("content", Json.Script(content)), ("contentType", contentType is null ? null : Json.Text(contentType))))).Reply!;
        Assert.Equal((200, type, body), (reply.Status, reply.ContentType, Encoding.UTF8.GetString(reply.Body!)));
    }

    [Theory]
    [Trait("Elsa", "A-32")]
    [InlineData("'NotFound'", 404, true)]
    [InlineData("201", 201, true)]
    [InlineData("204", 204, false)]
    [InlineData("304", 304, false)]
    public async Task Response_WithAStatusCode_HasABodyWhereThatMayHaveOne(string status, int code, bool hasBody)
    {
        var reply = (await AnswerAsync(Response(
            ("statusCode", Json.Script(status)), ("content", Json.Text("x")), ("responseHeaders", Json.Input("HttpHeaders", "Object", """{"X-One":"1","X-Two":["2","3"]}"""))))).Reply!;
        Assert.Equal((code, hasBody), (reply.Status, reply.Body is not null));
        Assert.Equal("1|2,3", $"{reply.Headers["x-one"][0]}|{string.Join(',', reply.Headers["X-Two"])}");
    }

    [Theory]
    [Trait("Elsa", "A-32")]
    [InlineData("responseHeaders", """{"Set-Cookie":"a=b"}""", "InvalidHeader")]
    [InlineData("responseHeaders", """{"Content-Security-Policy":"x"}""", "InvalidHeader")]
    [InlineData("responseHeaders", """{"transfer-encoding":"chunked"}""", "InvalidHeader")]
    [InlineData("responseHeaders", """{"X A":"b"}""", "InvalidHeader")]
    [InlineData("responseHeaders", """{"X-A":"b\r\nX-B: c"}""", "InvalidHeader")]
    [InlineData("statusCode", "100", "InvalidStatusCode")]
    [InlineData("statusCode", "999", "InvalidStatusCode")]
    [InlineData("contentType", "'nonsense'", "InvalidContentType")]
    public async Task Response_ThatCannotBeSent_FaultsAndSaysWhy(string input, string value, string code)
    {
        var result = await AnswerAsync(Response(("content", Json.Text("x")), (input, input == "responseHeaders" ? Json.Input("HttpHeaders", "Object", value) : Json.Script(value))));
        Assert.Equal(code, Assert.Single(result.NewIncidents).Exception.Metadata!["Code"]);
        Assert.Null(result.Reply);
    }

    [Theory]
    [Trait("Elsa", "A-32")]
    [Trait("Elsa", "S-11")]
    [InlineData("Elsa.WriteHttpResponse")]
    [InlineData("Elsa.WriteFileHttpResponse")]
    public async Task Response_WithoutARequest_FaultsWithNoHttpContext(string type)
    {
        var incident = Assert.Single((await Runner.Of(Json.Activity(type, "out", ("content", Json.Text("x")))).StartAsync()).NewIncidents);
        Assert.Equal(("NoHttpContext", "HTTP", "System"), (incident.Exception.Metadata!["Code"], incident.Exception.Metadata["Category"], incident.Exception.Metadata["Type"]));
    }

    [Fact]
    [Trait("Elsa", "A-32")]
    public async Task Response_WrittenTwice_FaultsTheSecondAndKeepsTheFirst()
    {
        var runner = Runner.Of(Json.Sequence("main", Response(("content", Json.Text("first"))), Json.Activity("Elsa.WriteHttpResponse", "again", ("content", Json.Text("second")))));
        runner.IsRequest = true;
        var result = await runner.StartAsync();
        Assert.Equal(("first", "ResponseWritten"), (Encoding.UTF8.GetString(result.Reply!.Body!), Assert.Single(result.NewIncidents).Exception.Metadata!["Code"]));
    }

    [Theory]
    [Trait("Elsa", "A-32")]
    [InlineData("'text'", "text/plain; charset=utf-8", "file.txt", "text")]
    [InlineData("bytesFromString('raw')", "application/octet-stream", "file.bin", "raw")]
    [InlineData("'base64:aGk='", "application/octet-stream", "file.bin", "hi")]
    [InlineData("({ Filename: 'a.csv', ContentType: 'text/csv', Content: bytesFromString('1,2') })", "text/csv", "a.csv", "1,2")]
    [InlineData("[bytesFromString('only')]", "application/octet-stream", "file.bin", "only")]
    [InlineData("({ a: 1 })", "application/json", "file.json", """{"a":1}""")]
    public async Task FileResponse_OfOneFile_KeepsItsNameAndType(string content, string type, string name, string body)
    {
        var reply = (await AnswerAsync(File(("content", Json.Script(content))))).Reply!;
        Assert.Equal((type, name, body), (reply.ContentType, reply.Filename, Encoding.UTF8.GetString(reply.Body!)));
    }

    [Fact]
    [Trait("Elsa", "A-32")]
    public async Task FileResponse_OfSeveralFiles_IsAnArchive()
    {
        var reply = (await AnswerAsync(File(
            ("content", Json.Script("['one', { Filename: '../file.txt', Content: bytesFromString('two') }]")),
            ("filename", Json.Text("all.zip")),
            ("entityTag", Json.Text("v1")),
            ("enableResumableDownloads", Json.Input("Boolean", "Literal", true))))).Reply!;
        Assert.Equal(("application/zip", "all.zip", "\"v1\"", true), (reply.ContentType, reply.Filename, reply.EntityTag, reply.AllowsRanges));
        using var archive = new ZipArchive(new MemoryStream(reply.Body!));
        Assert.Equal(["file.txt", "file-2.txt"], archive.Entries.Select(entry => entry.FullName));
    }

    [Theory]
    [Trait("Elsa", "A-32")]
    [InlineData("null", null)]
    [InlineData("'https://example.com/a.pdf'", "AddressAsContent")]
    [InlineData("'base64:*'", "InvalidContent")]
    public async Task FileResponse_WithoutAFile_IsEmptyOrSaysWhy(string content, string? code)
    {
        var result = await AnswerAsync(File(("content", Json.Script(content))));
        Assert.Equal((code is null ? 204 : null, code), (result.Reply?.Status, result.NewIncidents.Select(incident => incident.Exception.Metadata!["Code"]).SingleOrDefault()));
    }

    [Fact]
    [Trait("Elsa", "A-34")]
    public async Task Download_WhenAnswered_KeepsTheFileAndLeavesByItsStatusCode()
    {
        var runner = new Runner(Json.Definition(
            Json.Sequence(
                "main",
                Json.Activity("Elsa.DownloadHttpFile", "get", ("url", Json.Text("https://files.example/a/Report%201.txt?x=1")), ("result", Json.BoundTo("file")),
                    ("responseContentBytes", Json.BoundTo("bytes")), ("responseContentHeaders", Json.BoundTo("ofContent")), ("responseHeaders", Json.BoundTo("ofAnswer"))),
                Json.Activity("Elsa.WriteLine", "w", ("text", Json.Script(
                    "variables.file.Filename + ' ' + variables.file.ContentType + ' ' + bytesToString(variables.bytes) + ' ' + Object.keys(variables.ofContent) + ' ' + Object.keys(variables.ofAnswer)")))),
            ("variables", new JsonArray(Json.Variable("file", "HttpFile"), Json.Variable("bytes", "ByteArray"), Json.Variable("ofContent", "Object"), Json.Variable("ofAnswer", "Object")))));
        var call = (HostRequest.SendHttp)(await runner.StartAsync()).Requests[0];
        Assert.True(call.Call.AsFile);
        var answer = new HttpAnswer(
            200, new Dictionary<string, IReadOnlyList<string>> { ["ETag"] = ["\"1\""], ["Content-Type"] = ["text/plain"] }, "text/plain", null, Convert.ToBase64String("hello"u8), null, null);
        await runner.ResumeAsync(runner.Bookmarks[0], ("succeeded", true), ("result", JsonSerializer.Serialize(answer, JsonSerializerOptions.Web)));
        Assert.Equal("Report 1.txt text/plain hello Content-Type ETag", runner.Printed);
        Assert.Equal(["200", "Done"], Assert.Single(runner.Journal, entry => entry.EventName == JournalEvents.Completed && entry.ActivityId == "get").Outcomes);
    }

    [Theory]
    [Trait("Elsa", "A-27")]
    [InlineData("path", "/a//b", "two slashes")]
    [InlineData("supportedMethods", "TRACE", "one or more of")]
    [InlineData("requestSizeLimit", "0", "more than zero")]
    [InlineData("fileSizeLimit", "-1", "more than zero")]
    [InlineData("requestTimeout", "-00:00:01", "more than zero")]
    public void Endpoint_ThatCannotBeServed_IsRefusedBeforeItIsPublished(string input, string value, string reason)
    {
        var problem = Assert.Single(Problems(Endpoint("in", (input, Json.Text(value)))), each => !each.IsWarning);
        Assert.Equal("invalid-endpoint", problem.Code);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Elsa", "A-28")]
    public void Endpoint_WithAPolicyButNoAuthorize_IsWarnedOf() =>
        Assert.Contains(Problems(Endpoint("in", ("policy", Json.Text("operator")))), each => each is { Code: "policy-without-authorize", IsWarning: true });

    [Fact]
    [Trait("Elsa", "A-30")]
    public void Outcomes_OfAnEndpoint_AreDoneAndThoseThatAreExposed()
    {
        var node = CompiledWorkflow.Compile(
            DefinitionReader.Read(Json.Definition(Endpoint("in", ("exposeInvalidFileMimeTypeOutcome", true))).ToJsonString()), new ActivityRegistry(BuiltInActivities.All)).All[1];
        Assert.Equal(["Done", "Invalid file MIME type"], node.Activity.Outcomes(node));
    }

    [Fact]
    [Trait("Elsa", "D-13")]
    public void Descriptor_OfTheEndpoint_HasItsFourSwitchesAsPlainValues()
    {
        var descriptor = BuiltInActivities.All.Single(activity => activity.Descriptor.TypeName == "Elsa.HttpEndpoint").Descriptor;
        Assert.Equal(
            ["ExposeRequestTooLargeOutcome", "ExposeFileTooLargeOutcome", "ExposeInvalidFileExtensionOutcome", "ExposeInvalidFileMimeTypeOutcome"],
            descriptor.Inputs.Where(input => !input.IsWrapped).Select(input => input.Name));
        Assert.Equal(
            ["Path", "SupportedMethods", "Authorize", "Policy", "RequestTimeout", "RequestSizeLimit", "FileSizeLimit", "AllowedFileExtensions", "BlockedFileExtensions", "AllowedMimeTypes"],
            descriptor.Inputs.Where(input => input.IsWrapped).Select(input => input.Name));
        Assert.Equal(["Result", "ParsedContent", "Files", "File", "RouteData", "QueryStringData", "Headers"], descriptor.Outputs.Select(output => output.Name));
    }

    private static IEnumerable<DefinitionProblem> Problems(JsonObject root) => DefinitionValidator.Validate(
        DefinitionReader.Read(Json.Definition(root).ToJsonString()), new ActivityRegistry(BuiltInActivities.All), new ExpressionEvaluator(new ExpressionLimits()));

    private static async Task<TurnResult> AnswerAsync(JsonObject activity)
    {
        var runner = Runner.Of(activity);
        runner.IsRequest = true;
        return await runner.StartAsync();
    }

    private static Task<TurnResult> StartAsync(Runner runner, HttpRequestInput request) =>
        runner.GiveAsync(new Stimulus.Start(request.ToInput(), TriggerActivityId: "in"));

    private static HttpRequestInput Request(string? contentType) => new(new Dictionary<string, object?>
    {
        ["Method"] = "POST",
        ["Path"] = "/workflows/orders/A-7",
        ["ContentType"] = contentType,
        ["Query"] = new Dictionary<string, object?> { ["q"] = "1" },
        ["RouteValues"] = new Dictionary<string, object?> { ["id"] = "A-7" },
        ["Headers"] = new Dictionary<string, object?> { ["X-A"] = new List<object?> { "1", "2" } },
    });

    private static JsonObject Endpoint(string id, params IEnumerable<(string Name, JsonNode? Value)> members) => Json.Activity(
        "Elsa.HttpEndpoint", id, [("path", Json.Text("/orders/{id}")), .. members.Append(("customProperties", new JsonObject { ["canStartWorkflow"] = true }))]);

    private static JsonObject Response(params IEnumerable<(string Name, JsonNode? Value)> members) => Json.Activity("Elsa.WriteHttpResponse", "out", members);

    private static JsonObject File(params IEnumerable<(string Name, JsonNode? Value)> members) => Json.Activity("Elsa.WriteFileHttpResponse", "out", members);

    private static Runner Of(IEnumerable<JsonObject> first, string printed, string contentType = "Object") => new(Json.Definition(
        Json.Sequence("main", [.. first, Json.Activity("Elsa.WriteLine", "print", ("text", Json.Script(printed.Replace("request.", "variables.request.", StringComparison.Ordinal))))]),
        ("variables", new JsonArray(
            Json.Variable("request", "HttpRequest"), Json.Variable("route", "ObjectDictionary"), Json.Variable("query", "ObjectDictionary"),
            Json.Variable("headers", "ObjectDictionary"), Json.Variable("content", contentType)))));
}
