using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>What an operator does with instances that have failed or should go on with another version.</summary>
public sealed class OperatorScenarios
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Trait("Elsa", "S-16")]
    [Trait("Elsa", "S-9")]
    public async Task FailedActivity_IsSkippedWithOneOfItsOutcomes_AndTheOtherBranchStillWaits(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await PublishAsync(desk, "broken", 1, """
            {"id":"F","type":"Elsa.Flowchart","version":1,"activities":[
              {"id":"S","type":"Elsa.Start","version":1},
              {"id":"D","type":"Elsa.FlowDecision","version":1,"condition":{"typeName":"Boolean","expression":{"type":"JavaScript","value":"boom()"}}},
              {"id":"no","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"no"}}},
              {"id":"W","type":"Elsa.Delay","version":1,"timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"01:00:00"}}}],
             "connections":[
              {"source":{"activity":"S","port":"Done"},"target":{"activity":"W","port":"In"}},
              {"source":{"activity":"S","port":"Done"},"target":{"activity":"D","port":"In"}},
              {"source":{"activity":"D","port":"False"},"target":{"activity":"no","port":"In"}}]}
            """);
        var started = await desk.Olga.Workflows.StartAsync("broken", new StartWorkflowRequest());
        Assert.Equal(InstanceSubStatus.Faulted, started.SubStatus);
        var incident = Assert.Single(started.Incidents);
        Assert.Equal(("D", "True,False"), (incident.ActivityId, string.Join(',', incident.Outcomes)));

        // The other branch's deadline falls due while the instance stands still, and is forgotten.
        await desk.AdvanceAsync("PT2H");
        var wrong = await Assert.ThrowsAsync<ApiException>(() => SkipAsync("D", "Maybe"));
        Assert.Equal((400, "invalid-request"), ((int)wrong.Status, wrong.Code));
        var other = await Assert.ThrowsAsync<ApiException>(() => SkipAsync("no", "Done"));
        Assert.Equal((409, "nothing-to-skip"), ((int)other.Status, other.Code));
        Assert.Equal(started.Version, (await desk.Olga.Instances.GetAsync(started.Id)).Version);
        Assert.Equal(412, (int)(await Assert.ThrowsAsync<ApiException>(() => SkipAsync("D", "False", 99))).Status);

        var skipped = await SkipAsync("D", "False");

        Assert.Equal((InstanceSubStatus.Suspended, 0), (skipped.SubStatus, skipped.IncidentCount));
        await desk.SettleAsync();
        Assert.Equal(InstanceSubStatus.Finished, (await desk.Olga.Instances.GetAsync(started.Id)).SubStatus);
        Assert.Contains("no Completed", await desk.TraceAsync(started.Id), StringComparison.Ordinal);
        await using var db = desk.OpenDatabase();
        var audit = await db.Audit.SingleAsync(a => a.Action == "skip", TestContext.Current.CancellationToken);
        Assert.Equal(("olga", "D", "False", "known mistake"), (audit.Actor, audit.From, audit.To, audit.Reason));

        Task<InstanceDto> SkipAsync(string activity, string outcome, long? version = null) => desk.Olga.Instances.SkipAsync(
            started.Id, new SkipActivityRequest { ActivityId = activity, Outcome = outcome, Reason = "known mistake" }, version);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Trait("Elsa", "S-15")]
    public async Task WaitingInstance_IsMovedToAnotherVersion_AndItsEventAndDeadlineStillWork(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await PublishAsync(desk, "moving", 1, Waits("""{"id":"a","type":"Elsa.WriteLine","version":1}""", ""));
        var byEvent = await desk.Olga.Workflows.StartAsync("moving", new StartWorkflowRequest { CorrelationId = "m-1" });
        await PublishAsync(desk, "moving", 2, Waits("""{"id":"a","type":"Elsa.WriteLine","version":1}""", """,{"id":"later","type":"Elsa.Delay","version":1,"timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"01:00:00"}}}"""));
        await PublishAsync(desk, "moving", 3, """{"id":"S","type":"Elsa.Sequence","version":1,"activities":[{"id":"other","type":"Elsa.WriteLine","version":1}]}""");
        Assert.Equal(1, (await desk.Olga.Instances.GetAsync(byEvent.Id)).DefinitionVersion);

        var no = await desk.Olga.Instances.PreviewMigrationAsync(byEvent.Id, 3);
        Assert.False(no.Possible);
        Assert.Equal("'E' is under way and no longer exists.", Assert.Single(no.Problems).Message);
        var refused = await Assert.ThrowsAsync<ApiException>(
            () => desk.Olga.Instances.MigrateAsync(byEvent.Id, new MigrateInstanceRequest { Version = 3 }));
        Assert.Equal((409, "cannot-migrate"), ((int)refused.Status, refused.Code));
        Assert.Equal(404, (int)(await Assert.ThrowsAsync<ApiException>(
            () => desk.Olga.Instances.MigrateAsync(byEvent.Id, new MigrateInstanceRequest { Version = 9 }))).Status);
        Assert.Equal(403, (int)(await Assert.ThrowsAsync<ApiException>(
            () => desk.Caller.Instances.MigrateAsync(byEvent.Id, new MigrateInstanceRequest { Version = 2 }))).Status);
        Assert.Equal(byEvent.Version, (await desk.Olga.Instances.GetAsync(byEvent.Id)).Version);

        var unknown = await desk.Olga.Instances.PreviewMigrationAsync(
            byEvent.Id, new MigrateInstanceRequest { Version = 2, Map = new Dictionary<string, string> { ["Workflow1:S:E"] = "Workflow1:S:X" } });
        Assert.Equal("The map sends 'E' to 'Workflow1:S:X', which the other version does not have.", Assert.Single(unknown.Problems).Message);
        var yes = await desk.Olga.Instances.PreviewMigrationAsync(byEvent.Id, 2);
        Assert.True(yes.Possible);
        var moved = await desk.Olga.Instances.MigrateAsync(byEvent.Id, new MigrateInstanceRequest { Version = 2 }, byEvent.Version);
        Assert.Equal((2, InstanceSubStatus.Suspended, byEvent.Version + 1), (moved.DefinitionVersion, moved.SubStatus, moved.Version));
        Assert.Equal("same-version", (await Assert.ThrowsAsync<ApiException>(
            () => desk.Olga.Instances.MigrateAsync(byEvent.Id, new MigrateInstanceRequest { Version = 2 }))).Code);

        await desk.Olga.Events.SendAsync("go", new SendEventRequest { CorrelationId = "m-1" });
        Assert.Equal("later", Assert.Single((await desk.Olga.Instances.GetAsync(byEvent.Id)).Waits).ActivityId);
        await desk.AdvanceAsync("PT2H");
        Assert.Equal(InstanceSubStatus.Finished, (await desk.Olga.Instances.GetAsync(byEvent.Id)).SubStatus);
        var trace = await desk.TraceAsync(byEvent.Id);
        Assert.Contains("Migrated", trace, StringComparison.Ordinal);
        Assert.Equal(1, trace.Split('\n').Count(line => line.StartsWith("a Started", StringComparison.Ordinal)));

        static string Waits(string before, string after) =>
            $$$$"""{"id":"S","type":"Elsa.Sequence","version":1,"activities":[{{{{before}}}},{"id":"E","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"go"}}}{{{{after}}}}]}""";
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Trait("Elsa", "S-15")]
    [Trait("Elsa", "S-12")]
    public async Task HumanTask_WhoseActivityIsCancelled_IsWithdrawnWithItsDeadlines(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await PublishAsync(desk, "asks-people", 1, """
            {"id":"F","type":"Elsa.Flowchart","version":1,"activities":[
              {"id":"S","type":"Elsa.Start","version":1},
              {"id":"H","type":"CertWorkflows.HumanTask","version":1,
               "title":{"typeName":"String","expression":{"type":"Literal","value":"Look at it"}},
               "kind":{"typeName":"String","expression":{"type":"Literal","value":"look"}},
               "group":{"typeName":"String","expression":{"type":"Literal","value":"refunds"}},
               "dueInBusinessDays":{"typeName":"Int32","expression":{"type":"Literal","value":2}}},
              {"id":"E","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"go"}}}],
             "connections":[
              {"source":{"activity":"S","port":"Done"},"target":{"activity":"H","port":"In"}},
              {"source":{"activity":"S","port":"Done"},"target":{"activity":"E","port":"In"}}]}
            """);
        var started = await desk.Olga.Workflows.StartAsync("asks-people", new StartWorkflowRequest());
        var task = Assert.Single(await Desk.InboxAsync(desk.Rita));
        var request = new CancelActivityRequest { ActivityId = "H", Reason = "asked by phone" };
        Assert.Equal(403, (int)(await Assert.ThrowsAsync<ApiException>(() => desk.Rita.Instances.CancelActivityAsync(started.Id, request))).Status);
        Assert.Equal(412, (int)(await Assert.ThrowsAsync<ApiException>(() => desk.Olga.Instances.CancelActivityAsync(started.Id, request, 99))).Status);

        var key = Desk.Key();
        var altered = await desk.Olga.Instances.CancelActivityAsync(started.Id, request, started.Version, key);

        Assert.Equal("E", Assert.Single(altered.Waits).ActivityId);
        Assert.Equal(altered.Version, (await desk.Olga.Instances.CancelActivityAsync(started.Id, request, started.Version, key)).Version);
        var second = await Assert.ThrowsAsync<ApiException>(() => desk.Olga.Instances.CancelActivityAsync(started.Id, request));
        Assert.Equal((409, "nothing-to-cancel"), ((int)second.Status, second.Code));
        Assert.Equal(HumanTaskState.Cancelled, (await desk.Rita.Tasks.GetAsync(task.Id)).State);
        await using var db = desk.OpenDatabase();
        Assert.Empty(await db.Deadlines.Where(d => d.InstanceId == Guid.Parse(started.Id)).ToListAsync(TestContext.Current.CancellationToken));
        var audit = await db.Audit.SingleAsync(a => a.Action == "cancel-activity", TestContext.Current.CancellationToken);
        Assert.Equal(("olga", "H", "asked by phone"), (audit.Actor, audit.To, audit.Reason));
        await desk.Olga.Events.SendAsync("go", new SendEventRequest());
        Assert.Equal(InstanceSubStatus.Finished, (await desk.Olga.Instances.GetAsync(started.Id)).SubStatus);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Trait("Elsa", "S-15")]
    [Trait("Elsa", "S-16")]
    [Trait("Elsa", "F-24")]
    public async Task Variable_IsSetByHand_AndARetryWithIt_RunsOnceHoweverOftenItIsRepeated(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await PublishAsync(desk, "counts", 1, """
            {"id":"F","type":"Elsa.Flowchart","version":1,
             "variables":[{"id":"n","name":"n","typeName":"Int32","isArray":false,"value":"0","storageDriverTypeName":"WorkflowInstanceStorageDriver"}],
             "activities":[
              {"id":"check","type":"Elsa.RunJavaScript","version":1,"script":{"typeName":"String","expression":{"type":"Literal","value":"if (getVariable('n') === 0) throw new Error('zero')"}}},
              {"id":"E","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"go"}}},
              {"id":"say","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"again"}}}],
             "connections":[
              {"source":{"activity":"check","port":"Done"},"target":{"activity":"E","port":"In"}},
              {"source":{"activity":"E","port":"Done"},"target":{"activity":"say","port":"In"}}]}
            """);
        var started = await desk.Olga.Workflows.StartAsync("counts", new StartWorkflowRequest());
        Assert.Equal(InstanceSubStatus.Faulted, started.SubStatus);
        var variable = Assert.Single(await desk.Olga.Instances.GetVariablesAsync(started.Id));
        Assert.Equal(("n", "Int32", "F", 0), (variable.Name, variable.Type, variable.ActivityId, variable.Value!.Value.GetInt32()));
        var wrong = await Assert.ThrowsAsync<ApiException>(() => SetAsync("many"));
        Assert.Equal((400, "invalid-value"), ((int)wrong.Status, wrong.Code));
        Assert.Equal(InstanceSubStatus.Faulted, (await SetAsync(7)).SubStatus);
        Assert.Equal(7, Assert.Single(await desk.Olga.Instances.GetVariablesAsync(started.Id)).Value!.Value.GetInt32());

        var key = Desk.Key();
        var retried = await desk.Olga.Instances.RetryAsync(started.Id, new RetryInstanceRequest(), idempotencyKey: key);
        Assert.Equal(retried.Version, (await desk.Olga.Instances.RetryAsync(started.Id, new RetryInstanceRequest(), idempotencyKey: key)).Version);
        Assert.Equal("nothing-to-retry", (await Assert.ThrowsAsync<ApiException>(() => desk.Olga.Instances.RetryAsync(started.Id, new RetryInstanceRequest()))).Code);
        Assert.Equal("E", Assert.Single(retried.Waits).ActivityId);

        var schedule = new ScheduleActivityRequest { ActivityId = "say", Reason = "once more" };
        var scheduleKey = Desk.Key();
        var scheduled = await desk.Olga.Instances.ScheduleActivityAsync(started.Id, schedule, idempotencyKey: scheduleKey);
        Assert.Equal(scheduled.Version, (await desk.Olga.Instances.ScheduleActivityAsync(started.Id, schedule, idempotencyKey: scheduleKey)).Version);
        var trace = (await desk.TraceAsync(started.Id)).Split('\n');
        Assert.Equal((1, 1), (trace.Count(line => line.StartsWith("check Completed", StringComparison.Ordinal)), trace.Count(line => line.StartsWith("say Completed", StringComparison.Ordinal))));
        var refused = await Assert.ThrowsAsync<ApiException>(
            () => desk.Olga.Instances.ScheduleActivityAsync(started.Id, new ScheduleActivityRequest { ActivityId = "E", Reason = "x" }));
        Assert.Equal((409, "already-under-way"), ((int)refused.Status, refused.Code));
        await using var db = desk.OpenDatabase();
        var audit = await db.Audit.Where(a => a.InstanceId == Guid.Parse(started.Id) && a.Actor == "olga").OrderBy(a => a.Id).Select(a => $"{a.Action} {a.To}").ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["set-variable n", "retry ", "schedule-activity say"], audit);

        Task<InstanceDto> SetAsync<T>(T value) => desk.Olga.Instances.SetVariableAsync(
            started.Id, new SetVariableRequest { Variable = "n", Value = JsonSerializer.SerializeToElement(value), Reason = "must not be zero" });
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Trait("Elsa", "S-17")]
    public async Task Instances_FoundByAFilter_AreMovedRetriedAndCancelledEachByItself(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        var waits = """{"id":"S","type":"Elsa.Sequence","version":1,"activities":[{"id":"E","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"go"}}}""";
        await PublishAsync(desk, "many", 1, waits + """,{"id":"X","type":"Elsa.Fault","version":1,"message":{"typeName":"String","expression":{"type":"Literal","value":"boom"}}}]}""");
        var ids = new List<string>();
        foreach (var correlation in new[] { "a", "b", "c" })
        {
            ids.Add((await desk.Olga.Workflows.StartAsync("many", new StartWorkflowRequest { CorrelationId = correlation })).Id);
        }

        await PublishAsync(desk, "many", 2, waits + "]}");
        await desk.Olga.Events.SendAsync("go", new SendEventRequest { CorrelationId = "c" });
        var filter = new InstanceFilter { DefinitionId = "many" };
        Assert.Equal(400, (int)(await Assert.ThrowsAsync<ApiException>(
            () => desk.Olga.Instances.CancelManyAsync(new CancelInstancesRequest { Filter = new InstanceFilter(), Reason = "x" }))).Status);
        Assert.Equal(403, (int)(await Assert.ThrowsAsync<ApiException>(
            () => desk.Caller.Instances.CancelManyAsync(new CancelInstancesRequest { Filter = filter, Reason = "x" }))).Status);

        var look = await desk.Olga.Instances.MigrateManyAsync(new MigrateInstancesRequest { Filter = filter, Version = 2, DryRun = true });
        Assert.Equal([(ids[0], null), (ids[1], null), (ids[2], "cannot-migrate")], look.Results.Select(r => (r.Id, r.Problem?.Code)));
        Assert.All(look.Results, result => Assert.False(result.Changed));
        var moved = await desk.Olga.Instances.MigrateManyAsync(new MigrateInstancesRequest { Filter = filter, Version = 2 });
        Assert.Equal([true, true, false], moved.Results.Select(r => r.Changed));
        Assert.Equal(2, (await desk.Olga.Instances.GetAsync(ids[0])).DefinitionVersion);
        Assert.Equal([ids[2]], (await desk.Olga.Instances.MigrateManyAsync(new MigrateInstancesRequest { Filter = filter, Version = 2 })).Results.Select(r => r.Id));

        var before = await desk.Olga.Instances.GetAsync(ids[2]);
        Assert.Equal([ids[2]], (await desk.Olga.Instances.RetryManyAsync(new RetryInstancesRequest { Filter = filter, DryRun = true })).Results.Select(r => r.Id));
        Assert.Equal(before.Version, (await desk.Olga.Instances.GetAsync(ids[2])).Version);
        Assert.True(Assert.Single((await desk.Olga.Instances.RetryManyAsync(new RetryInstancesRequest { Filter = filter })).Results).Changed);
        Assert.Equal(before.Version + 1, (await desk.Olga.Instances.GetAsync(ids[2])).Version);

        var request = new CancelInstancesRequest { Filter = filter with { Ids = [ids[0], ids[2]] }, Reason = "no longer sold" };
        Assert.Equal([ids[0]], (await desk.Olga.Instances.CancelManyAsync(request)).Results.Select(r => r.Id));
        Assert.Equal(InstanceSubStatus.Cancelled, (await desk.Olga.Instances.GetAsync(ids[0])).SubStatus);
        Assert.Equal(InstanceSubStatus.Suspended, (await desk.Olga.Instances.GetAsync(ids[1])).SubStatus);
        Assert.Empty((await desk.Olga.Instances.CancelManyAsync(request)).Results);
    }

    internal static async Task PublishAsync(Desk desk, string definitionId, int version, string root)
    {
        var token = TestContext.Current.CancellationToken;
        await using var db = desk.OpenDatabase();
        await db.Definitions.Where(d => d.DefinitionId == definitionId)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.IsPublished, false).SetProperty(d => d.IsLatest, false), token);
        var id = $"{definitionId}:{version}";
        db.Definitions.Add(new DefinitionVersion
        {
            Id = id,
            DefinitionId = definitionId,
            Version = version,
            IsLatest = true,
            IsPublished = true,
            CreatedBy = "test",
            CreatedAt = Desk.Start,
            Json = new JsonObject
            {
                ["id"] = id,
                ["definitionId"] = definitionId,
                ["version"] = version,
                ["root"] = JsonNode.Parse(root),
            }.ToJsonString(),
        });
        await db.SaveChangesAsync(token);
        desk.Services.GetRequiredService<DefinitionCatalog>().PublishedChanged(definitionId);
    }
}
