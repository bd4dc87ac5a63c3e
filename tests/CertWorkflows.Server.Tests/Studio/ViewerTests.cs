using System.Text.Json.Nodes;
using CertWorkflows.Server.Tests.Api;
using CertWorkflows.TestKit;
using static CertWorkflows.Server.Tests.Studio.StudioCalls;

namespace CertWorkflows.Server.Tests.Studio;

/// <summary>What the instance list and the instance viewer ask, on both databases.</summary>
public sealed class ViewerTests
{
    private const string Variables = "{\"variables\":[{\"id\":\"v1\",\"name\":\"Greeting\",\"typeName\":\"String\",\"isArray\":false,\"value\":\"hi\",\"storageDriverTypeName\":\"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core\"}]}";

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Viewer_OfAFinishedInstance_GetsAllOfIt(DatabaseKind database)
    {
        await using var host = await ApiHost.StartAsync(database);
        var analyst = await host.AsAsync("analyst");
        var (definition, id) = await RunAsync(analyst, "Finished", Flow(Line("Hello"), Line("again")), Variables);
        var instance = Recording.Of("70").Fits(await analyst.StudioAsync($"workflow-instances/{id}"));
        Assert.Equal((definition.VersionId(), "Finished", "Finished"), ((string?)instance["definitionVersionId"], (string?)instance["status"], (string?)instance["subStatus"]));
        var root = instance["workflowState"]!["activityExecutionContexts"]!.AsArray().First(context => context!["parentContextId"] is null)!;
        Assert.Equal("Workflow1", (string?)root["scheduledActivityNodeId"]);

        var whole = await analyst.StudioAsync($"activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId=Workflow1");
        Assert.Equal((200, "Completed"), (whole.Status, (string?)Assert.Single(whole.Body!["items"]!.AsArray())!["status"]));
        var summaries = Recording.Of("80").Fits(await analyst.StudioAsync($"activity-execution-summaries/list?WorkflowInstanceId={id}&ActivityNodeId=Workflow1:flow:a0"));
        var execution = (string)Assert.Single(summaries["items"]!.AsArray())!["id"]!;
        var record = Recording.Of("81").Fits(await analyst.StudioAsync($"activity-executions/by-id?id={execution}"));
        Assert.Equal(("Hello", "Done"), ((string?)record["activityState"]!["Text"], (string?)record["payload"]!["Outcomes"]![0]));
        var stack = Recording.Of("82").Fits(await analyst.StudioAsync($"activity-executions/{execution}/call-stack?includeCrossWorkflowChain=True"));
        Assert.Equal(["Elsa.Workflow", "Elsa.Flowchart", "Elsa.WriteLine"], stack["items"]!.AsArray().Select(item => (string)item!["activityType"]!));
        Assert.Equal("Greeting", (string?)Recording.Of("77").Fits(await analyst.StudioAsync($"workflow-instances/{id}/variables"))["items"]![0]!["name"]);
        Recording.Of("84").Fits(await analyst.StudioAsync($"workflow-instances/{id}/execution-state"));
        var empty = await analyst.StudioAsync($"activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId=Workflow1:nothing");
        Assert.Equal(0, (int)Recording.Of("79").Fits(empty)["count"]!);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Journal_ByTheViewersFilters_IsPagedExactly(DatabaseKind database)
    {
        await using var host = await ApiHost.StartAsync(database);
        var analyst = await host.AsAsync("analyst");
        var (_, id) = await RunAsync(analyst, "Journal", Flow(Line("1"), Line("2"), Line("3")));
        var body = Recording.Of("75").Body;
        body["filter"]!["activityNodeIds"] = new JsonArray("Workflow1:flow:a0", "Workflow1:flow:a2");
        var journal = Recording.Of("75").Fits(await analyst.StudioAsync($"workflow-instances/{id}/journal?skip=0&take=110", body));
        Assert.Equal(4, (int)journal["totalCount"]!);
        Assert.Equal(["Started", "Completed", "Started", "Completed"], journal["items"]!.AsArray().Select(entry => (string)entry!["eventName"]!));
        var sequences = journal["items"]!.AsArray().Select(entry => (long)entry!["sequence"]!).ToList();
        Assert.Equal([.. sequences.Order()], sequences);

        var part = (await analyst.StudioAsync($"workflow-instances/{id}/journal?skip=1&take=2", body)).Body!;
        Assert.Equal((4, 2, sequences[1]), ((int)part["totalCount"]!, part["items"]!.AsArray().Count, (long)part["items"]![0]!["sequence"]!));
        body["filter"]!["activityNodeIds"] = new JsonArray();
        Assert.Equal(0, (int)(await analyst.StudioAsync($"workflow-instances/{id}/journal?skip=0&take=110", body)).Body!["totalCount"]!);
        body["filter"]!["activityNodeIds"] = null;
        Assert.Equal(6, (int)(await analyst.StudioAsync($"workflow-instances/{id}/journal?skip=0&take=110", body)).Body!["totalCount"]!);
        Assert.Equal(10, (int)(await analyst.StudioAsync($"workflow-instances/{id}/journal?skip=0&take=1")).Body!["totalCount"]!);
        Assert.NotEmpty((await analyst.StudioAsync($"workflow-instances/{id}/journal?take=100000", body)).Messages());
    }

    [Fact]
    public async Task Viewer_OfARunningInstance_SeesWhatItWaitsFor()
    {
        await using var host = await ApiHost.StartAsync();
        var analyst = await host.AsAsync("analyst");
        var (_, id) = await RunAsync(analyst, "Running", Flow(Line("1"), Wait("go")));
        var instance = Recording.Of("71").Fits(await analyst.StudioAsync($"workflow-instances/{id}"));
        Assert.Equal("Workflow1:flow:a1", (string?)Assert.Single(instance["workflowState"]!["bookmarks"]!.AsArray())!["activityNodeId"]);
        var report = Recording.Of("83").Fits(await analyst.StudioAsync(
            "activity-executions/report",
            new JsonObject { ["workflowInstanceId"] = id, ["activityNodeIds"] = new JsonArray("Workflow1:flow:a0", "Workflow1:flow:a1", "Workflow1:flow:never") }));
        Assert.Equal(
            [("a0", 1, 1, 0, false), ("a1", 1, 0, 1, true)],
            report["stats"]!.AsArray().Select(node => (
                (string)node!["activityId"]!, (int)node["startedCount"]!, (int)node["completedCount"]!, (int)node["uncompletedCount"]!, (bool)node["isBlocked"]!)));
        var waiting = (await analyst.StudioAsync($"activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId=Workflow1:flow:a1")).Body!["items"]![0]!;
        Assert.Equal((true, "Running"), ((bool)waiting["hasBookmarks"]!, (string?)waiting["status"]));
    }

    [Fact]
    public async Task Viewer_OfAFaultedInstance_SeesTheIncident()
    {
        await using var host = await ApiHost.StartAsync();
        var analyst = await host.AsAsync("analyst");
        var (_, id) = await RunAsync(analyst, "Faulted", Flow(Line("1"), Fail));
        var instance = Recording.Of("72").Fits(await analyst.StudioAsync($"workflow-instances/{id}"));
        Assert.Equal(("Faulted", 1), ((string?)instance["subStatus"], (int)instance["incidentCount"]!));
        var faults = Recording.Of("76").Fits(await analyst.StudioAsync($"workflow-instances/{id}/journal?skip=0&take=110", Recording.Of("76").Body));
        Assert.Equal("Faulted", (string?)Assert.Single(faults["items"]!.AsArray())!["eventName"]);
        var failed = (await analyst.StudioAsync($"activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId=Workflow1:flow:a1")).Body!["items"]![0]!;
        Assert.Equal(("Faulted", "Boom"), ((string?)failed["status"], (string?)failed["exception"]!["message"]));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Instances_ByEveryFilterOfStudio_AreFound(DatabaseKind database)
    {
        await using var host = await ApiHost.StartAsync(database);
        var analyst = await host.AsAsync("analyst");
        var (done, finished) = await RunAsync(analyst, "List finished", Flow(Line("1")));
        var (waits, running) = await RunAsync(analyst, "List running", Flow(Wait("go")));
        var (_, faulted) = await RunAsync(analyst, "List faulted", Flow(Fail));
        var all = Recording.Of("50").Fits(await analyst.StudioAsync("workflow-instances", Recording.Of("50").Body));
        Assert.Equal(3, (int)all["totalCount"]!);
        Assert.Equal([faulted, running, finished], Ids(all));

        async Task<IEnumerable<string>> FindAsync(string member, JsonNode? value, string? and = null, JsonNode? other = null)
        {
            var body = Recording.Of("50").Body;
            body[member] = value;
            if (and is not null)
            {
                body[and] = other;
            }

            return Ids(Recording.Of("50").Fits(await analyst.StudioAsync("workflow-instances", body)));
        }

        Assert.Equal([running], await FindAsync("statuses", new JsonArray("Running")));
        Assert.Equal([faulted, finished], await FindAsync("subStatuses", new JsonArray("Finished", "faulted")));
        Assert.Empty(await FindAsync("subStatuses", new JsonArray("Interrupted")));
        Assert.Equal([faulted], await FindAsync("hasIncidents", true));
        Assert.Equal([running], await FindAsync("definitionIds", new JsonArray(waits.Id())));
        Assert.Equal([finished], await FindAsync("searchTerm", done.Id().ToUpperInvariant()));
        Assert.Equal([running], await FindAsync("searchTerm", running));
        Assert.Empty(await FindAsync("isSystem", true));
        Assert.Empty(await FindAsync("version", 7));
        Assert.Equal([finished, running, faulted], await FindAsync("orderDirection", "Ascending"));
        Assert.Equal([faulted, running], await FindAsync("pageSize", 2, "page", 0));
        Assert.Equal([finished], await FindAsync("pageSize", 2, "page", 1));
        foreach (var order in new[] { "Created", "LastExecuted", "Finished", "Name" })
        {
            Assert.Equal(3, (await FindAsync("orderBy", order)).Count());
        }

        JsonArray At(string column, string comparison, string timestamp) => [new JsonObject { ["column"] = column, ["operator"] = comparison, ["timestamp"] = timestamp }];
        Assert.Equal(3, (await FindAsync("timestampFilters", At("CreatedAt", "GreaterThanOrEqual", "2026-03-02T02:00:00+00:00"))).Count());
        Assert.Empty(await FindAsync("timestampFilters", At("FinishedAt", "GreaterThan", "2027-03-02T10:00:00+08:00")));
        Assert.Equal(2, (await FindAsync("timestampFilters", At("FinishedAt", "LessThan", "2027-03-02T10:00:00+08:00"))).Count());
        foreach (var (member, value) in new (string, JsonNode)[] { ("statuses", new JsonArray("Odd")), ("orderBy", "Colour"), ("pageSize", 0), ("page", -1), ("timestampFilters", At("X", "Is", "2026-03-02T02:00:00Z")) })
        {
            var body = Recording.Of("50").Body;
            body[member] = value;
            Assert.NotEmpty((await analyst.StudioAsync("workflow-instances", body)).Messages());
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Operator_CancelsAndDeletes(DatabaseKind database)
    {
        await using var host = await ApiHost.StartAsync(database);
        var (analyst, operators) = (await host.AsAsync("analyst"), await host.AsAsync("operator"));
        var definition = await analyst.CreateAsync("To cancel", Flow(Wait("go")), publish: true);
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await ExecuteAsync(analyst, definition));
        }

        Assert.Equal(204, (await operators.SubmitAsync($"{Base}/cancel/workflow-instances/{ids[0]}", null)).Status);
        Assert.Equal(204, (await operators.SubmitAsync($"{Base}/cancel/workflow-instances/{ids[0]}", null)).Status);
        Assert.Equal("Cancelled", (string?)(await operators.StudioAsync($"workflow-instances/{ids[0]}")).Body!["subStatus"]);
        var some = Recording.Of("55").Body;
        some["ids"] = new JsonArray(ids[0], ids[1], "nothing");
        Assert.Equal(1, (int)Recording.Of("55").Fits(await operators.StudioAsync("bulk-actions/cancel/workflow-instances", some))["cancelled"]!);

        Assert.Equal(204, (await operators.SendAsync(HttpMethod.Delete, $"{Base}/workflow-instances/{ids[2]}", null)).Status);
        Assert.Equal(404, (await operators.StudioAsync($"workflow-instances/{ids[2]}")).Status);
        var gone = Recording.Of("59").Body;
        gone["ids"] = new JsonArray(ids[1], ids[2]);
        Assert.Equal(1, (int)Recording.Of("59").Fits(await operators.StudioAsync("bulk-actions/delete/workflow-instances/by-id", gone))["deleted"]!);

        var version = Recording.Of("56").Body;
        version["definitionVersionId"] = definition.VersionId();
        var plan = Recording.Of("60").Body;
        plan["filter"]!["definitionIds"] = new JsonArray(definition.Id());
        plan["filter"]!["workflowInstanceIds"] = new JsonArray(ids[3]);
        Assert.Equal(1, (int)Recording.Of("60").Fits(await operators.StudioAsync("alterations/submit", plan))["cancelled"]!);
        Assert.Equal(2, (int)Recording.Of("56").Fits(await operators.StudioAsync("bulk-actions/cancel/workflow-instances", version))["cancelled"]!);
        plan["alterations"]![0]!["type"] = "Migrate";
        Assert.NotEmpty((await operators.StudioAsync("alterations/submit", plan)).Messages());
        Assert.NotEmpty((await operators.StudioAsync("bulk-actions/cancel/workflow-instances", new JsonObject())).Messages());
        Assert.Contains("other servers", (await operators.SubmitAsync($"{Base}/bulk-actions/import/workflow-instances", null)).Messages(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TellsByItsHeaders()
    {
        await using var host = await ApiHost.StartAsync();
        var analyst = await host.AsAsync("analyst");
        var definition = await analyst.CreateAsync("Runs", Flow(Wait("go")), publish: true);
        var body = Recording.Of("30").Body;
        var run = await analyst.StudioAsync($"workflow-definitions/{definition.Id()}/execute", body);
        Recording.Of("30").Fits(run);
        var id = run.Response.Headers.GetValues("x-elsa-workflow-instance-id").Single();
        Assert.Equal(id, (string?)run.Body!["workflowState"]!["id"]);
        var dispatched = await analyst.StudioAsync($"workflow-definitions/{definition.Id()}/dispatch", body);
        Assert.Equal(200, (await analyst.StudioAsync($"workflow-instances/{(string?)dispatched.Body!["workflowInstanceId"]}")).Status);

        definition["options"]!["activationStrategyType"] = "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime";
        var singleton = (await analyst.SaveAsync(definition)).Body!["workflowDefinition"]!;
        var draft = await analyst.StudioAsync($"workflow-definitions/{definition.Id()}/execute", body);
        Assert.Contains("not published", draft.Messages(), StringComparison.Ordinal);
        Assert.Equal("true", draft.Response.Headers.GetValues("x-elsa-workflow-cannot-start").Single());
        Assert.Equal(200, (await analyst.SaveAsync(singleton, publish: true)).Status);
        var refused = await analyst.StudioAsync($"workflow-definitions/{definition.Id()}/execute", body);
        Assert.Equal("true", refused.Response.Headers.GetValues("x-elsa-workflow-cannot-start").Single());
        Assert.False(refused.Response.Headers.Contains("x-elsa-workflow-instance-id"));
        Assert.Equal(404, (await analyst.StudioAsync("workflow-definitions/nothing/execute", body)).Status);
        Assert.Contains("simulation", (await analyst.StudioAsync("tests/activities", new JsonObject())).Messages(), StringComparison.Ordinal);
        body["variables"] = new JsonObject();
        Assert.NotEmpty((await analyst.StudioAsync($"workflow-definitions/{definition.Id()}/execute", body)).Messages());
    }

    [Fact]
    public async Task Unknown_IdsOfInstancesAndExecutions_AreNotFound()
    {
        await using var host = await ApiHost.StartAsync();
        var analyst = await host.AsAsync("analyst");
        foreach (var path in new[]
        {
            "workflow-instances/nope", "workflow-instances/01890000-0000-7000-8000-000000000000", "activity-executions/by-id?id=nope",
            "workflow-instances/01890000-0000-7000-8000-000000000000/variables", "workflow-instances/01890000-0000-7000-8000-000000000000/execution-state",
            "activity-executions/by-id?id=01890000000070008000000000000000.x", "activity-executions/nope/call-stack",
        })
        {
            (await analyst.StudioAsync(path)).IsProblem(404, "not-found");
        }
    }

    private static async Task<(JsonObject Definition, string InstanceId)> RunAsync(HttpClient analyst, string name, string root, string more = "{}")
    {
        var definition = await analyst.CreateAsync(name, root, publish: true, more);
        return (definition, await ExecuteAsync(analyst, definition));
    }

    private static async Task<string> ExecuteAsync(HttpClient analyst, JsonNode definition)
    {
        var run = await analyst.StudioAsync($"workflow-definitions/{definition.Id()}/execute", Recording.Of("30").Body);
        Assert.True(run.Status == 200, run.Body?.ToJsonString());
        return run.Response.Headers.GetValues("x-elsa-workflow-instance-id").Single();
    }

    private static IEnumerable<string> Ids(JsonNode page) => page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>());
}
