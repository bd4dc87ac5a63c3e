using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>A workflow hands work to a program outside, which finds it, does it and reports the result .</summary>
[Trait("Elsa", "A-22")]
public sealed class RunTaskScenarios
{
    private const string Asks = """
        {"id":"F","type":"Elsa.Flowchart","version":1,"activities":[
          {"id":"T","type":"Elsa.RunTask","version":1,
           "taskName":{"typeName":"String","expression":{"type":"Literal","value":"print"}},
           "payload":{"typeName":"ObjectDictionary","expression":{"type":"JavaScript","value":"({ pages: 3 })"}},
           "result":{"typeName":"Object","memoryReference":{"id":"answer"}}},
          {"id":"say","type":"Elsa.SetName","version":1,"value":{"typeName":"String","expression":{"type":"JavaScript","value":"'printed ' + variables.answer.sheets"}}}],
         "connections":[{"source":{"activity":"T","port":"Done"},"target":{"activity":"say","port":"In"}}],
         "variables":[{"id":"answer","name":"answer","typeName":"Object","isArray":false,"value":null,"storageDriverTypeName":"WorkflowInstanceStorageDriver"}]}
        """;

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "R-2")]
    [Trait("Elsa", "R-3")]
    public async Task Task_IsFoundByItsNameAndItsResultGoesOnOnce(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await OperatorScenarios.PublishAsync(desk, "asks", 1, Asks);
        Assert.Empty((await desk.Caller.RunTasks.ListAsync(new RunTaskListRequest { Name = "print" })).Items);
        var instance = await desk.Caller.Workflows.StartAsync("asks", new StartWorkflowRequest { CorrelationId = "order-7" }, Desk.Key());

        var task = Assert.Single((await desk.Caller.RunTasks.ListAsync(new RunTaskListRequest { Name = "print" })).Items);
        Assert.Equal(("T", instance.Id, "order-7", RunTaskState.Open), (task.ActivityId, task.InstanceId, task.CorrelationId, task.State));
        Assert.Equal(3, task.Payload!.Value.GetProperty("pages").GetInt32());
        Assert.Empty((await desk.Caller.RunTasks.ListAsync(new RunTaskListRequest { Name = "other" })).Items);

        var result = new CompleteRunTaskRequest { Result = JsonSerializer.SerializeToElement(new { sheets = 2 }) };
        Assert.Equal(412, (int)(await Assert.ThrowsAsync<ApiException>(() => desk.Caller.RunTasks.CompleteAsync(task.Id, result, expectedVersion: 9))).Status);
        var key = Desk.Key();
        var completed = await desk.Caller.RunTasks.CompleteAsync(task.Id, result, key, task.Version);
        Assert.Equal((RunTaskState.Completed, "caller"), (completed.State, completed.CompletedBy));
        var again = await desk.Caller.RunTasks.CompleteAsync(task.Id, result, key, task.Version);
        Assert.Equal(completed with { Payload = null }, again with { Payload = null });
        Assert.Equal("already-completed", (await Assert.ThrowsAsync<ApiException>(() => desk.Olga.RunTasks.CompleteAsync(task.Id, result))).Code);

        var over = await desk.Olga.Instances.GetAsync(instance.Id);
        Assert.Equal((InstanceSubStatus.Finished, "printed 2"), (over.SubStatus, over.Name));
        var stored = await desk.Caller.RunTasks.GetAsync(task.Id);
        Assert.Equal((RunTaskState.Completed, "caller"), (stored.State, stored.CompletedBy));
        Assert.Empty((await desk.Caller.RunTasks.ListAsync(new RunTaskListRequest())).Items);
        await using var db = desk.OpenDatabase();
        var audit = await db.Audit.Where(a => a.Subject == "run-task").OrderBy(a => a.At).ThenBy(a => a.Id).Select(a => a.Action).ToListAsync(Token);
        Assert.Equal(["create", "complete"], audit);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Task_OfACancelledInstance_IsWithdrawn(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await OperatorScenarios.PublishAsync(desk, "asks", 1, Asks);
        var instance = await desk.Caller.Workflows.StartAsync("asks", new StartWorkflowRequest(), Desk.Key());
        var task = Assert.Single((await desk.Caller.RunTasks.ListAsync(new RunTaskListRequest())).Items);

        await desk.Olga.Instances.CancelAsync(instance.Id, new CancelInstanceRequest { Reason = "not needed" });

        Assert.Equal(RunTaskState.Cancelled, (await desk.Caller.RunTasks.GetAsync(task.Id)).State);
        var late = await Assert.ThrowsAsync<ApiException>(() => desk.Caller.RunTasks.CompleteAsync(task.Id, new CompleteRunTaskRequest()));
        Assert.Equal((409, "task-cancelled"), ((int)late.Status, late.Code));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Program_ThatWaits_IsAnsweredAsSoonAsThereIsWork(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await OperatorScenarios.PublishAsync(desk, "asks", 1, Asks);
        var waiting = desk.Caller.RunTasks.ListAsync(new RunTaskListRequest { Name = "print", Wait = TimeSpan.FromSeconds(60) }, Token);
        var instance = await desk.Caller.Workflows.StartAsync("asks", new StartWorkflowRequest(), Desk.Key());
        Assert.Equal(instance.Id, Assert.Single((await waiting).Items).InstanceId);
    }
}
