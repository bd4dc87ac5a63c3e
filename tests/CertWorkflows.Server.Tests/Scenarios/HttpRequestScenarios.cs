using System.Collections.Concurrent;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>A workflow calls a URL: the call is an effect, sent after the commit, and its answer goes on in another turn.</summary>
[Trait("Elsa", "A-34")]
public sealed class HttpRequestScenarios
{
    private const string DefinitionId = "calls-a-url";

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Request_ToAServer_IsSentOnceAndItsAnswerGoesOn(DatabaseKind database)
    {
        var keys = new ConcurrentQueue<string>();
        await using var server = await LocalServer.ServeAsync(context =>
        {
            keys.Enqueue(context.Request.Headers["Idempotency-Key"].ToString());
            return context.Response.WriteAsJsonAsync(new { answer = 42 }, Token);
        });
        await using var desk = await Desk.OpenAsync(database, settings: ("Connectors:Http:AllowPrivateAddresses", "true"));
        await PublishAsync(desk, server.Address());

        var started = await desk.Caller.Workflows.StartAsync(DefinitionId, new StartWorkflowRequest(), Desk.Key());
        Assert.Equal(InstanceSubStatus.Suspended, started.SubStatus);
        await desk.SettleAsync();

        await using var db = desk.OpenDatabase();
        var instance = await db.Instances.SingleAsync(i => i.DefinitionId == DefinitionId, Token);
        Assert.Equal("Finished", instance.SubStatus);
        Assert.Contains("42", instance.State, StringComparison.Ordinal);
        var effect = await db.Effects.SingleAsync(e => e.InstanceId == instance.Id, Token);
        Assert.Equal(("Done", "http"), (effect.State.ToString(), effect.Kind));
        Assert.Equal([effect.IdempotencyKey], keys);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Request_IntoThePrivateNetwork_IsRefusedAndAnIncidentSaysWhy(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await PublishAsync(desk, "http://127.0.0.1:9");
        await desk.Caller.Workflows.StartAsync(DefinitionId, new StartWorkflowRequest(), Desk.Key());
        await desk.SettleAsync();

        await using var db = desk.OpenDatabase();
        var instance = await db.Instances.SingleAsync(i => i.DefinitionId == DefinitionId, Token);
        Assert.Equal(("Faulted", 1), (instance.SubStatus, instance.IncidentCount));
        Assert.Contains("private network", instance.State, StringComparison.Ordinal);
    }

    private static Task PublishAsync(Desk desk, string url) => desk.PublishAsync(DefinitionId, $$"""
        { "id": "call", "type": "Elsa.FlowSendHttpRequest", "version": 1,
          "url": { "typeName": "Uri", "expression": { "type": "Literal", "value": "{{url}}/answers" } },
          "parsedContent": { "typeName": "Object", "memoryReference": { "id": "body" } } },
        { "id": "keep", "type": "Elsa.SetOutput", "version": 1,
          "outputName": { "typeName": "String", "expression": { "type": "Literal", "value": "Answer" } },
          "outputValue": { "typeName": "Object", "expression": { "type": "JavaScript", "value": "String(variables.Body.answer)" } } }
        """);
}
