using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Deadlines;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using static CertWorkflows.Server.Tests.Scenarios.RouteRequests;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Workflows with routes of their own, over HTTP: what starts and resumes them, and what they answer.</summary>
public sealed class RouteScenarios(RouteDesks desks) : IClassFixture<RouteDesks>
{
    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-27")]
    [Trait("Elsa", "A-29")]
    [Trait("Elsa", "A-32")]
    public async Task Request_ToATrigger_StartsAnInstanceAndGetsItsAnswer(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync(
            "quotes",
            Endpoint("in", "Quotes/{Product}", "POST,PUT"),
            Respond(
                "({ product: variables.Route.Product, years: variables.Query.years, who: variables.Headers['X-Who'], body: variables.Content.domains })",
                $$""", "statusCode": {{Literal("Created")}}, "responseHeaders": {{Expression("HttpHeaders", "Object", """{"X-Quote":["1","2"]}""")}}"""));

        using var anybody = desk.Anybody();
        var (status, body, response) = await anybody.CallAsync(
            "PUT", "/quotes/DigiCert-DV/?years=1&years=2", Body("""{"domains":["a.example","b.example"]}"""), ("X-Who", "Ann"));
        Assert.Equal(
            (201, """{"product":"DigiCert-DV","years":["1","2"],"who":"Ann","body":["a.example","b.example"]}""", "application/json"),
            (status, body, response.Content.Headers.ContentType!.ToString()));
        Assert.Equal(["1", "2"], response.Headers.GetValues("X-Quote"));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.StartsWith("sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);

        var instance = Assert.Single((await desk.Olga.Instances.ListAsync(new InstanceListRequest { DefinitionId = "quotes" })).Items);
        Assert.Equal(InstanceSubStatus.Finished, instance.SubStatus);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-29")]
    public async Task Request_ThatNobodyAnswers_GetsAnEmpty200OrAProblemThatNamesTheInstance(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync("silent", Endpoint("in", "silent"));
        await desk.ServeAsync("failing", Endpoint("in", "failing"), """{ "id": "f", "type": "Elsa.Fault", "version": 1, "message": { "typeName": "String", "expression": { "type": "Literal", "value": "secret detail" } } }""");

        using var anybody = desk.Anybody();
        var silent = await anybody.CallAsync("GET", "/silent");
        Assert.Equal((200, ""), (silent.Status, silent.Body));
        var failed = await anybody.CallAsync("GET", "/failing");
        Assert.Equal(Problem(500, "workflow-failed"), failed.Code());
        var instance = await desk.Olga.Instances.GetAsync(JsonNode.Parse(failed.Body)!["instanceId"]!.GetValue<string>());
        Assert.Equal(InstanceSubStatus.Faulted, instance.SubStatus);
        Assert.DoesNotContain("secret detail", failed.Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-27")]
    [Trait("Elsa", "A-28")]
    public async Task Request_ToNoRoute_Is404AndByAnotherMethod405(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync("methods", Endpoint("in", "methods/{x}/a", "POST,DELETE"));
        using var anybody = desk.Anybody();
        Assert.Equal(Problem(404, "not-found"), (await anybody.CallAsync("GET", "/methods/1/b")).Code());
        Assert.Equal(Problem(404, "not-found"), (await anybody.CallAsync("POST", "/methods//a")).Code());
        Assert.Equal(Problem(404, "not-found"), (await anybody.CallAsync("GET", "")).Code());
        Assert.Equal(Problem(404, "not-found"), (await anybody.CallAsync("GET", "/1/2/3/4/5/6/7/8")).Code());
        Assert.Equal(Problem(404, "not-found"), (await anybody.CallAsync("GET", "/1/2/3/4/5/6/7/8/9")).Code());
        var wrong = await anybody.CallAsync("GET", "/methods/1/a");
        Assert.Equal(Problem(405, "method-not-allowed"), wrong.Code());
        Assert.Equal(["POST", "DELETE"], wrong.Response.Content.Headers.Allow);
        Assert.Equal(200, (await anybody.CallAsync("POST", "/methods/1/a")).Status);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-28")]
    [Trait("Elsa", "A-31")]
    [Trait("Elsa", "R-8")]
    public async Task Endpoint_MidFlow_TakesOnlyWhoMayAndOnlyOnce(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync(
            "guarded",
            Endpoint("in", "guarded"),
            Respond("getWorkflowInstanceId()"),
            Endpoint("ok", "guarded/approval", "POST,PUT", starts: false, $$""", "authorize": {{Expression("Boolean", "Literal", "true")}}, "policy": {{Literal("operator")}}"""),
            Respond("'approved by ' + variables.Content.by + ' with ' + ('Authorization' in variables.Headers)"));

        using var anybody = desk.Anybody();
        using var caller = await desk.BrowserOfAsync("caller");
        using var olga = await desk.BrowserOfAsync("olga");
        await anybody.CallAsync("GET", "/guarded");
        var unknown = await anybody.CallAsync("PUT", "/guarded/approval", Body("""{"by":"x"}"""));
        Assert.Equal(Problem(401, "unauthenticated"), unknown.Code());
        Assert.Equal("Bearer", unknown.Response.Headers.WwwAuthenticate.ToString());
        Assert.Equal(Problem(403, "forbidden"), (await caller.CallAsync("PUT", "/guarded/approval", Body("""{"by":"x"}"""))).Code());
        var approved = await olga.CallAsync("PUT", "/guarded/approval", Body("""{"by":"olga"}"""));
        Assert.Equal((200, "approved by olga with false"), (approved.Status, approved.Body));
        Assert.Equal(Problem(404, "not-found"), (await olga.CallAsync("PUT", "/guarded/approval", Body("""{"by":"x"}"""))).Code());
        Assert.Equal(Problem(404, "not-found"), (await olga.CallAsync("POST", "/guarded/approval", Body("""{"by":"x"}"""))).Code());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-30")]
    public async Task Request_ThatIsNotTaken_LeavesTheInstanceWaiting(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync(
            "strict", Endpoint("in", "strict"), Endpoint("more", "strict/more", "POST", starts: false, $$""", "requestSizeLimit": {{Expression("Int64", "Literal", "100")}}"""), Respond("variables.Content"));
        using var anybody = desk.Anybody();
        await anybody.CallAsync("GET", "/strict");
        var invalid = await anybody.CallAsync("POST", "/strict/more", Body("{\n \"a\": }"));
        Assert.Equal(Problem(400, "invalid-json"), invalid.Code());
        Assert.Equal(("2", "7"), (JsonNode.Parse(invalid.Body)!["line"]!.ToString(), JsonNode.Parse(invalid.Body)!["position"]!.ToString()));
        Assert.Equal(Problem(400, "invalid-text"), (await anybody.CallAsync("POST", "/strict/more", Body("""{"a":"\u0000"}"""))).Code());
        Assert.Equal(Problem(400, "invalid-text"), (await anybody.CallAsync("POST", "/strict/more", new ByteArrayContent([0x7B, 0xFF]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } })).Code());
        Assert.Equal(Problem(415, "unsupported-media-type"), (await anybody.CallAsync("POST", "/strict/more", new ByteArrayContent([1]) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "klingon" } } })).Code());
        Assert.Equal(Problem(413, "request-too-large"), (await anybody.CallAsync("POST", "/strict/more", Body($"\"{new string('x', 100)}\""))).Code());
        Assert.Equal(Problem(413, "request-too-large"), (await anybody.CallAsync("POST", "/strict/more", new PushContent(new string('x', 101)))).Code());
        var taken = await anybody.CallAsync("POST", "/strict/more", Body("""{"a":1}"""));
        Assert.Equal((200, """{"a":1}"""), (taken.Status, taken.Body));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-30")]
    [Trait("Elsa", "A-33")]
    public async Task Form_WithUploads_IsHeldToTheEndpointsLimits(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        var limits = $$"""
            , "fileSizeLimit": {{Expression("Int64", "Literal", "10")}}, "allowedMimeTypes": {{Expression("List<String>", "Object", """["text/*"]""")}},
            "allowedFileExtensions": {{Expression("List<String>", "Object", """["txt",".csv"]""")}}, "blockedFileExtensions": {{Expression("List<String>", "Object", """["csv"]""")}}
            """;
        await desk.ServeAsync("uploads", Endpoint("in", "uploads", "POST", more: limits), Respond(
            "variables.Content.name + ' ' + (variables.Files ?? []).map(f => f.Name + ':' + f.Filename + ':' + f.ContentType + ':' + bytesToString(f.Content)).join(',')"));
        await desk.ServeRootAsync(
            "exposed",
            $$"""
            { "id": "flow", "type": "Elsa.Flowchart", "version": 1, "activities": [
                {{Endpoint("in", "exposed", "POST", more: limits + ", \"exposeFileTooLargeOutcome\": true, \"exposeRequestTooLargeOutcome\": true")}}, {{Respond("'too large, said the workflow'")}}],
              "connections": [ { "source": { "activity": "in", "port": "File too large" }, "target": { "activity": "respond30", "port": "In" } },
                { "source": { "activity": "in", "port": "Request too large" }, "target": { "activity": "respond30", "port": "In" } }] }
            """);

        using var anybody = desk.Anybody();
        var form = await anybody.CallAsync("POST", "/uploads", new FormUrlEncodedContent([new("name", "Ann"), new("x", "1")]));
        Assert.Equal((200, "Ann "), (form.Status, form.Body));
        var upload = await anybody.CallAsync("POST", "/uploads", Upload("../a.TXT", "text/plain", "hello"));
        Assert.Equal((200, "Ann file:a.TXT:text/plain:hello"), (upload.Status, upload.Body));
        Assert.Equal(Problem(413, "file-too-large"), (await anybody.CallAsync("POST", "/uploads", Upload("a.txt", "text/plain", "hello world"))).Code());
        Assert.Equal(Problem(415, "invalid-file-extension"), (await anybody.CallAsync("POST", "/uploads", Upload("a.exe", "text/plain", "x"))).Code());
        Assert.Equal(Problem(415, "invalid-file-extension"), (await anybody.CallAsync("POST", "/uploads", Upload("a.csv", "text/csv", "x"))).Code());
        Assert.Equal(Problem(415, "invalid-file-type"), (await anybody.CallAsync("POST", "/uploads", Upload("a.txt", "image/png", "x"))).Code());
        Assert.Equal(Problem(400, "invalid-form"), (await anybody.CallAsync("POST", "/uploads", new StringContent("no form", MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x")))).Code());
        Assert.Equal(Problem(413, "request-too-large"), (await anybody.CallAsync("POST", "/uploads", Upload("a.txt", "text/plain", new string('x', 200_001)))).Code());
        Assert.Equal("too large, said the workflow", (await anybody.CallAsync("POST", "/exposed", Upload("a.txt", "text/plain", "hello world"))).Body);
        Assert.Equal("too large, said the workflow", (await anybody.CallAsync("POST", "/exposed", Upload("a.txt", "text/plain", new string('x', 200_001)))).Body);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-33")]
    public async Task Body_OfAnotherType_IsAFile(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync("files", Endpoint("in", "files", "POST"), Respond("variables.Content.Filename + ' ' + variables.Content.ContentType + ' ' + variables.Content.Size"));
        using var anybody = desk.Anybody();
        var named = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };
        named.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = "\"../../scan.pdf\"" };
        Assert.Equal("scan.pdf application/pdf 3", (await anybody.CallAsync("POST", "/files", named)).Body);
        Assert.Equal("file.dat application/octet-stream 1", (await anybody.CallAsync("POST", "/files", new ByteArrayContent([1]))).Body);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-28")]
    public async Task Request_ThatSeveralInstancesWaitFor_IsAmbiguousUntilItNamesOne(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync("crowd", Endpoint("in", "crowd"), Respond("getWorkflowInstanceId()"), Endpoint("next", "crowd/{x}", "POST", starts: false), Respond("getWorkflowInstanceId() + getCorrelationId()"));
        using var anybody = desk.Anybody();
        var ids = new List<string>();
        foreach (var correlation in new[] { "one", "two", "three" })
        {
            ids.Add((await anybody.CallAsync("GET", "/crowd", null, ("X-Correlation-ID", correlation))).Body);
        }

        var ambiguous = await anybody.CallAsync("POST", "/crowd/a");
        Assert.Equal(Problem(409, "ambiguous-route"), ambiguous.Code());
        Assert.Equal(ids.Order(), JsonNode.Parse(ambiguous.Body)!["workflows"]!.AsArray().Select(each => each!["instanceId"]!.GetValue<string>()).Order());
        Assert.Equal(ids[1] + "two", (await anybody.CallAsync("POST", "/crowd/a", null, ("X-Correlation-ID", "two"))).Body);
        Assert.Equal(ids[0] + "one", (await anybody.CallAsync("POST", $"/crowd/a?workflowInstanceId={ids[0]}")).Body);
        Assert.Equal(Problem(404, "not-found"), (await anybody.CallAsync("POST", "/crowd/a?correlationId=two")).Code());
        Assert.Equal(Problem(400, "invalid-request"), (await anybody.CallAsync("POST", "/crowd/a", null, ("X-Workflow-Instance-ID", "7"))).Code());
        Assert.Equal(Problem(400, "invalid-request"), (await anybody.CallAsync("POST", "/crowd/a?correlationId=%00")).Code());
        Assert.Equal(ids[2] + "three", (await anybody.CallAsync("POST", "/crowd/a")).Body);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-31")]
    public async Task Caller_WhoIsNotKnown_DoesNotLearnWhichInstancesWait(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync(
            "discreet", Endpoint("in", "discreet"), Endpoint("next", "discreet/next", "POST", starts: false, $$""", "authorize": {{Expression("Boolean", "Literal", "true")}}"""));
        using var anybody = desk.Anybody();
        using var caller = await desk.BrowserOfAsync("caller");
        await anybody.CallAsync("GET", "/discreet");
        await anybody.CallAsync("GET", "/discreet");
        var unknown = await anybody.CallAsync("POST", "/discreet/next");
        Assert.Equal(Problem(401, "unauthenticated"), unknown.Code());
        Assert.DoesNotContain("instanceId", unknown.Body, StringComparison.Ordinal);
        Assert.Equal(Problem(409, "ambiguous-route"), (await caller.CallAsync("POST", "/discreet/next")).Code());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-28")]
    public async Task Request_ThatNamesANewInstance_StartsItUnderThatIdAndOnlyOnce(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync("named", Endpoint("in", "named"), Respond("getWorkflowInstanceId()"));
        using var anybody = desk.Anybody();
        var id = Desk.Key();
        Assert.Equal(id, (await anybody.CallAsync("GET", "/named", null, ("X-Workflow-Instance-ID", id))).Body);
        Assert.Equal(Problem(409, "already-exists"), (await anybody.CallAsync("GET", "/named", null, ("X-Workflow-Instance-ID", id))).Code());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-27")]
    public async Task Request_ThatTwoTemplatesMatch_GoesToTheMoreSpecificOne(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync("specific-a", Endpoint("in", "specific/new"), Respond("'literal'"));
        await desk.ServeAsync("specific-b", Endpoint("in", "specific/{id}"), Respond("'parameter ' + variables.Route.id"));
        using var anybody = desk.Anybody();
        Assert.Equal("literal", (await anybody.CallAsync("GET", "/specific/NEW")).Body);
        Assert.Equal("parameter Old", (await anybody.CallAsync("GET", "/specific/Old")).Body);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-29")]
    [Trait("Elsa", "X-4")]
    public async Task Answer_AfterMoreActivitiesThanATurnHas_StillReachesTheRequest(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync(
            "long",
            Endpoint("in", "long"),
            """{ "id": "loop", "type": "Elsa.For", "version": 1, "start": { "typeName": "Int32", "expression": { "type": "Literal", "value": "1" } }, "end": { "typeName": "Int32", "expression": { "type": "Literal", "value": "2500" } }, "body": { "id": "w", "type": "Elsa.WriteLine", "version": 1 } }""",
            Respond("'counted'"));
        using var anybody = desk.Anybody();
        Assert.Equal("counted", (await anybody.CallAsync("GET", "/long")).Body);
        await using var db = desk.OpenDatabase();
        Assert.Equal("Finished", (await db.Instances.SingleAsync(i => i.DefinitionId == "long", Token)).SubStatus);
        Assert.Empty(await db.Deadlines.Where(d => d.Purpose == Deadline.Continuation).ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-32")]
    [Trait("Elsa", "S-11")]
    public async Task Answer_WrittenAfterAWait_HasNoRequestAndFaults(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync(
            "waits", Endpoint("in", "waits"),
            """{ "id": "d", "type": "Elsa.Delay", "version": 1, "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "Literal", "value": "00:01:00" } } }""",
            Respond("'too late'"));
        using var anybody = desk.Anybody();
        var answer = await anybody.CallAsync("GET", "/waits");
        Assert.Equal((200, ""), (answer.Status, answer.Body));
        await desk.AdvanceAsync("PT2M");
        await using var db = desk.OpenDatabase();
        var instance = await db.Instances.SingleAsync(i => i.DefinitionId == "waits", Token);
        Assert.Equal("Faulted", instance.SubStatus);
        Assert.Contains("NoHttpContext", instance.State, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-32")]
    public async Task Download_ByParts_IsResumable(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync("file", Endpoint("in", "file"), $$"""
            { "id": "out", "type": "Elsa.WriteFileHttpResponse", "version": 1, "content": {{Script("'0123456789'")}}, "filename": {{Literal("报告.txt")}},
              "entityTag": {{Literal("v1")}}, "enableResumableDownloads": {{Expression("Boolean", "Literal", "true")}} }
            """);
        using var anybody = desk.Anybody();
        var (status, body, response) = await anybody.CallAsync("GET", "/file");
        Assert.Equal((200, "0123456789", "\"v1\"", "报告.txt"), (status, body, response.Headers.ETag!.Tag, response.Content.Headers.ContentDisposition!.FileNameStar));
        var part = await anybody.CallAsync("GET", "/file", null, ("Range", "bytes=2-4"), ("If-Range", "\"v1\""));
        Assert.Equal((206, "234"), (part.Status, part.Body));
        Assert.Equal(304, (await anybody.CallAsync("GET", "/file", null, ("If-None-Match", "\"v1\""))).Status);
        Assert.Equal(416, (await anybody.CallAsync("GET", "/file", null, ("Range", "bytes=20-"))).Status);
    }

    private static MultipartFormDataContent Upload(string name, string type, string content) => new()
    {
        { new StringContent("Ann"), "name" },
        { new StringContent(content, MediaTypeHeaderValue.Parse(type)), "file", name },
    };

    /// <summary>A body that does not say how long it is.</summary>
    private sealed class PushContent : HttpContent
    {
        private readonly byte[] _bytes;

        public PushContent(string text)
        {
            _bytes = System.Text.Encoding.UTF8.GetBytes(text);
            Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => stream.WriteAsync(_bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
