using System.Text.Json.Nodes;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Triggers;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Infrastructure.Tests.Workflows;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CertWorkflows.Infrastructure.Tests.Scheduling;

/// <summary>One node that runs workflows on a clock of the test's own; several may share a database.</summary>
internal sealed class HostNode
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly IServiceProvider _services;
    private readonly TestDatabase _database;

    public HostNode(TestDatabase database, FakeTimeProvider clock, Action<IServiceCollection>? decorate = null)
    {
        (_database, Clock) = (database, clock);
        _services = database.NewNode(
            services =>
            {
                services.AddSingleton<TimeProvider>(clock);
                services.AddWorkflows();
            },
            decorate: decorate);
        Workflows = _services.GetRequiredService<WorkflowService>();
        Due = ActivatorUtilities.CreateInstance<DueWork>(_services, new NoAlarm());
    }

    public FakeTimeProvider Clock { get; }

    public WorkflowService Workflows { get; }

    public DueWork Due { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static JsonObject Literal(string type, JsonNode? value) => new()
    {
        ["typeName"] = type,
        ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value },
    };

    public static JsonObject Activity(string type, string id, params IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var json = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1, ["customProperties"] = new JsonObject() };
        foreach (var (name, value) in members)
        {
            json[name] = value;
        }

        return json;
    }

    public static JsonObject Trigger(string type, params IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var json = Activity(type, "T", members);
        json["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return json;
    }

    public static JsonObject Sequence(params IEnumerable<JsonObject> activities) =>
        Activity("Elsa.Sequence", "S", ("activities", new JsonArray([.. activities])));

    public async Task PublishAsync(string definitionId, JsonObject root, int version = 1)
    {
        var json = new JsonObject
        {
            ["id"] = $"{definitionId}:{version}",
            ["definitionId"] = definitionId,
            ["version"] = version,
            ["name"] = definitionId,
            ["isPublished"] = true,
            ["root"] = root,
        }.ToJsonString();
        await using var db = _database.Store.Open();
        db.Definitions.Add(new DefinitionVersion
        {
            Id = $"{definitionId}:{version}",
            DefinitionId = definitionId,
            Version = version,
            Json = json,
            IsPublished = true,
            CreatedBy = "test",
            CreatedAt = Clock.GetUtcNow(),
        });
        var compiled = CompiledWorkflow.Compile(DefinitionReader.Read(json), _services.GetRequiredService<ActivityRegistry>());
        await TriggerIndex.ReplaceAsync(db, compiled, _services.GetRequiredService<ExpressionEvaluator>(), Clock.GetUtcNow(), Token);
        await _database.Store.CommitAsync(db, Token);
    }

    public Task<WorkflowInstance> StartAsync(string definitionId) =>
        Workflows.StartAsync(new StartWorkflow(definitionId), Application.Access.Caller.System, Token);

    public async Task<IReadOnlyList<Guid>> EventAsync(string name) => await Workflows.PublishEventAsync(
        new Application.Events.PublishedEvent(name, null, null), Application.Access.Caller.System, null, _ => null, Token);

    /// <summary>Moves the clock and does what falls due on the way.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        Clock.Advance(by);
        await Due.RunAsync(Token);
    }

    public async Task<List<WorkflowInstance>> InstancesAsync(string definitionId)
    {
        await using var db = _database.Store.Open();
        return await db.Instances.AsNoTracking().Where(i => i.DefinitionId == definitionId).OrderBy(i => i.CreatedAt).ToListAsync(Token);
    }

    private sealed class NoAlarm : IAlarmClock
    {
        public void DueAt(DateTimeOffset dueAt)
        {
        }
    }
}
