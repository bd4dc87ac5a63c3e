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
