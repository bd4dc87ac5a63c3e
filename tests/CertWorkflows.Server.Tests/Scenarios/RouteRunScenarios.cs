using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Routes;
using CertWorkflows.Client;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Server.Routes;
using CertWorkflows.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static CertWorkflows.Server.Tests.Scenarios.RouteRequests;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>What a request lives through while its workflow runs, and which routes may be published.</summary>
public sealed class RouteRunScenarios(RouteDesks desks) : IClassFixture<RouteDesks>
{
    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-29")]
    [Trait("Elsa", "A-34")]
    public async Task Answer_AfterTheWorkflowCalledAnother_ReachesTheSameRequest(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        var keys = new ConcurrentQueue<string>();
        await using var other = await LocalServer.ServeAsync(context =>
        {
            keys.Enqueue(context.Request.Headers["Idempotency-Key"].ToString());
            return context.Request.Path == "/file"
                ? context.Response.WriteAsync("a file", Token)
                : context.Response.WriteAsJsonAsync(new { price = 12 }, Token);
        });
        await desk.ServeAsync(
            "calls", Endpoint("in", "calls"), Call("price", $"{other.Address()}/price"),
            $$"""
            { "id": "get", "type": "Elsa.DownloadHttpFile", "version": 1, "url": {{Literal($"{other.Address()}/file")}},
              "result": { "typeName": "HttpFile", "memoryReference": { "id": "Files" } } }
            """,
            Respond("'costs ' + variables.Content.price + ', ' + bytesToString(variables.Files.Content)"));
        using var anybody = desk.Anybody();
        var answer = await anybody.CallAsync("GET", "/calls");
        Assert.Equal((200, "costs 12, a file"), (answer.Status, answer.Body));
        Assert.Equal(2, keys.Distinct().Count());
        await desk.SettleAsync();
        Assert.Equal(2, keys.Count);
        await using var db = desk.OpenDatabase();
        Assert.Equal("Finished", (await db.Instances.SingleAsync(i => i.DefinitionId == "calls", Token)).SubStatus);

        var simulated = await desk.Olga.Workflows.SimulateAsync("calls", new SimulateWorkflowRequest
        {
            Answers = new SimulationAnswers
            {
                Requests = [new SimulatedRequestAnswer { Path = "/calls" }],
                Effects = [new SimulatedEffectAnswer { Activity = "price", Result = Answer("""{"status":200,"headers":{},"contentType":"application/json","text":"{\"price\":7}"}""") }],
            },
        });
        Assert.Equal("costs 7, ", Assert.Single(simulated.Replies).Content);
        Assert.Equal(2, keys.Count);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-29")]
    public async Task Request_ThatTakesTooLong_Is408AndTheInstanceGoesOnWithoutIt(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        var keys = new ConcurrentQueue<string>();
        var held = new TaskCompletionSource();
        await using var other = await LocalServer.ServeAsync(async context =>
        {
            keys.Enqueue(context.Request.Headers["Idempotency-Key"].ToString());
            await held.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsJsonAsync(new { }, Token);
        });
        await desk.ServeAsync(
            "slow", Endpoint("in", "slow", more: $$""", "requestTimeout": {{Expression("TimeSpan", "Literal", "00:00:00.5")}}"""), Call("call", other.Address()), """{ "id": "after", "type": "Elsa.SetName", "version": 1, "value": { "typeName": "String", "expression": { "type": "Literal", "value": "went on" } } }""");
        using var anybody = desk.Anybody();
        var late = await anybody.CallAsync("GET", "/slow");
        Assert.Equal(Problem(408, "request-timeout"), late.Code());
        held.SetResult();
        await desk.SettleAsync();
        var instance = await desk.Olga.Instances.GetAsync(JsonNode.Parse(late.Body)!["instanceId"]!.GetValue<string>());
        Assert.Equal((InstanceSubStatus.Finished, "went on"), (instance.SubStatus, instance.Name));
        Assert.Single(keys.Distinct());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "A-29")]
    public async Task Caller_WhoGoesAway_DoesNotStopTheInstance(DatabaseKind database)
    {
        var race = new StagedRace();
        await using var desk = await Desk.OpenAsync(database, race);
        await desk.ServeAsync(
            "left", Endpoint("in", "left"),
            """{ "id": "loop", "type": "Elsa.For", "version": 1, "start": { "typeName": "Int32", "expression": { "type": "Literal", "value": "1" } }, "end": { "typeName": "Int32", "expression": { "type": "Literal", "value": "2500" } }, "body": { "id": "w", "type": "Elsa.WriteLine", "version": 1 } }""");
        var address = new RouteAddress("/left", "GET", null, null);
        var match = await desk.Services.GetRequiredService<RouteTable>().FindAsync(address, Token);
        var run = desk.Services.GetRequiredService<RouteRun>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);

        race.Close(StagedStore.Commit);
        var request = run.RunAsync(
            match!, address, new HttpRequestInput(new Dictionary<string, object?>()), run.Open(), Application.Access.Caller.System, patience.Token);
        await race.ArrivedAsync(StagedStore.Commit, 1, Token);
        await patience.CancelAsync();
        race.Open(StagedStore.Commit);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);

        // The clock stands still: what is kept for a request would not go on by itself.
        await desk.SettleAsync();
        await using var db = desk.OpenDatabase();
        Assert.Equal("Finished", (await db.Instances.SingleAsync(i => i.DefinitionId == "left", Token)).SubStatus);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "R-2")]
    public async Task Requests_ThatRaceForOneBookmark_HaveOneWinner(DatabaseKind database)
    {
        var race = new StagedRace();
        await using var desk = await Desk.OpenAsync(database, race);
        await desk.ServeAsync("raced", Endpoint("in", "raced"), Endpoint("next", "raced/next", "POST,PUT", starts: false), Respond("variables.Query.who"));
        using var anybody = desk.Anybody();
        await anybody.CallAsync("GET", "/raced");

        race.Close(StagedStore.Commit);
        var first = anybody.CallAsync("POST", "/raced/next?who=first");
        var second = anybody.CallAsync("PUT", "/raced/next?who=second");
        await race.ArrivedAsync(StagedStore.Commit, 2, Token);
        race.Open(StagedStore.Commit);
        (int Status, string Body, HttpResponseMessage Response)[] answers = [await first, await second];

        var lost = Assert.Single(answers, answer => answer.Status != 200);
        Assert.Equal(Problem(409, "already-consumed"), lost.Code());
        Assert.Equal(answers[0].Status == 200 ? "first" : "second", Assert.Single(answers, answer => answer.Status == 200).Body);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "D-33")]
    public async Task Route_OfAnotherPublishedDefinition_IsNotFreeUntilThatIsRetracted(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync("owner", Endpoint("in", "owned/{id}", "GET,POST"));
        var refused = await Assert.ThrowsAsync<DefinitionException>(() => desk.ServeAsync("rival", Endpoint("in", "Owned/{number}", "PUT,POST")));
        var problem = Assert.Single(refused.Problems, each => !each.IsWarning);
        Assert.Equal("route-taken", problem.Code);
        Assert.Contains("POST /owned/{number} starts the published workflow 'owner'", problem.Message, StringComparison.Ordinal);
        await desk.ServeAsync("rival", Endpoint("in", "owned/{number}", "PUT"));
        await desk.RetractAsync("owner");
        await desk.ServeAsync("rival", Endpoint("in", "owned/{number}", "PUT,POST"));

        var twice = await Assert.ThrowsAsync<DefinitionException>(() => desk.ServeAsync("twice", Endpoint("a", "twice/{x}"), Endpoint("b", "twice/{y}")));
        Assert.Contains("'a' and 'b'", Assert.Single(twice.Problems, each => !each.IsWarning).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "D-33")]
    public async Task Route_ThatTwoPublishAtOnce_IsOnesOnly(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async number =>
        {
            try
            {
                await desk.ServeAsync($"at-once-{number}", Endpoint("in", "at-once"));
                return "published";
            }
            catch (DefinitionException refused)
            {
                return refused.Problems.Single(each => !each.IsWarning).Code;
            }
        }));
        Assert.Equal(["published", "route-taken", "route-taken", "route-taken"], outcomes.Order());
        await using var db = desk.OpenDatabase();
        Assert.Single(await db.Triggers.Where(t => t.DefinitionId.StartsWith("at-once")).ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "B-13")]
    public async Task Request_ToASingletonThatRuns_IsRefused(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeRootAsync(
            "single",
            $$"""
            { "id": "main", "type": "Elsa.Sequence", "version": 1, "activities": [{{Endpoint("in", "single")}}, {{Endpoint("end", "single/end", starts: false)}}] },
            "options": { "activationStrategyType": "Singleton" }
            """);
        using var anybody = desk.Anybody();
        Assert.Equal(200, (await anybody.CallAsync("GET", "/single")).Status);
        Assert.Equal(Problem(409, "activation-refused"), (await anybody.CallAsync("GET", "/single")).Code());
        Assert.Equal(200, (await anybody.CallAsync("GET", "/single/end")).Status);
        Assert.Equal(200, (await anybody.CallAsync("GET", "/single")).Status);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "B-5")]
    [Trait("Elsa", "D-32")]
    public async Task Rules_OfANewVersion_HoldFromItsPublication(DatabaseKind database)
    {
        var desk = await desks.OfAsync(database);
        await desk.ServeAsync("tightened", Endpoint("in", "tightened"));
        using var anybody = desk.Anybody();
        Assert.Equal(200, (await anybody.CallAsync("GET", "/tightened")).Status);
        await desk.ServeAsync("tightened", Endpoint("in", "tightened", more: $$""", "authorize": {{Expression("Boolean", "Literal", "true")}}"""));
        Assert.Equal(401, (await anybody.CallAsync("GET", "/tightened")).Status);
        await desk.RetractAsync("tightened");
        Assert.Equal(404, (await anybody.CallAsync("GET", "/tightened")).Status);
    }

    [Fact]
    [Trait("Elsa", "A-28")]
    [Trait("Elsa", "B-5")]
    public async Task Endpoint_ThatCannotStartAWorkflowHere_IsRefusedWithTheReason()
    {
        var desk = await desks.OfAsync(DatabaseKind.Sqlite);
        var checks = desk.Services.GetRequiredService<DefinitionChecks>();
        Assert.Equal(
            ["unknown-policy: Endpoint 'in' asks for the policy 'kings', which does not exist; there are caller, reviewer, analyst, publisher, operator, admin."],
            await ProblemsAsync(Endpoint("in", "a", more: $$""", "authorize": {{Expression("Boolean", "Literal", "true")}}, "policy": {{Literal("kings")}}""")));
        Assert.StartsWith("trigger-payload: The trigger 'in' cannot start this workflow: its input 'RequestSizeLimit' asks for 'getWorkflowInstanceId'", Assert.Single(
            await ProblemsAsync(Endpoint("in", "a", more: $$""", "requestSizeLimit": {{Script("getWorkflowInstanceId().length")}}"""))), StringComparison.Ordinal);
        Assert.Empty(await ProblemsAsync(Endpoint("in", "a", more: $$""", "requestSizeLimit": {{Script("10 * 10")}}""")));
        Assert.StartsWith("invalid-endpoint: Activity 'in': its path '/a//b' cannot be served", Assert.Single(await ProblemsAsync(Endpoint("in", "/a//b"))), StringComparison.Ordinal);

        async Task<IEnumerable<string>> ProblemsAsync(string endpoint) =>
            (await checks.FindAsync(DefinitionReader.Read($$"""{ "definitionId": "checked", "name": "checked", "root": {{endpoint}} }"""), Token))
            .Where(problem => !problem.IsWarning && problem.Code != "unknown-variable").Select(problem => $"{problem.Code}: {problem.Message}");
    }

    [Fact]
    public async Task Caller_WhoAsksTooOften_IsToldWhenToComeBack()
    {
        await using var desk = await Desk.OpenAsync(DatabaseKind.Sqlite, settings: [("RateLimit:PerSecond", "1"), ("RateLimit:Burst", "40")]);
        using var anybody = desk.Anybody();
        var answers = new List<(int Status, string Body, HttpResponseMessage Response)>();
        while (answers.Count < 60 && !answers.Exists(answer => answer.Status == 429))
        {
            answers.Add(await anybody.CallAsync("GET", "/nowhere"));
        }

        Assert.Equal(Problem(429, "too-many-requests"), answers[^1].Code());
        Assert.NotNull(answers[^1].Response.Headers.RetryAfter);
    }

    [Fact]
    [Trait("Elsa", "A-28")]
    public async Task Node_ThatStops_TakesNoMoreRequestsAndSaysWhenToComeBack()
    {
        var desk = await desks.OfAsync(DatabaseKind.Sqlite);
        using var lifetime = new StoppedLifetime();
        var routes = ActivatorUtilities.CreateInstance<WorkflowRoutes>(desk.Services, lifetime);
        var context = new DefaultHttpContext { RequestServices = desk.Services, Response = { Body = new MemoryStream() } };
        await routes.AnswerAsync(context);
        Assert.Equal((503, "5", "application/problem+json"), (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString(), context.Response.ContentType));
    }

    private sealed class StoppedLifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public StoppedLifetime() => _stopping.Cancel();

        public CancellationToken ApplicationStarted => _stopping.Token;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }

    private static Dictionary<string, JsonElement> Answer(string json) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    private static string Call(string id, string url) => $$"""
        { "id": "{{id}}", "type": "Elsa.SendHttpRequest", "version": 1, "url": {{Literal(url)}},
          "parsedContent": { "typeName": "Object", "memoryReference": { "id": "Content" } } }
        """;
}
