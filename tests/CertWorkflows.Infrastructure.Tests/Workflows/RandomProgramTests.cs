using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Tests.Execution;
using CertWorkflows.Infrastructure.Tests.Persistence;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Infrastructure.Tests.Workflows;

/// <summary>A random workflow does the same in memory, never stored, and through the turns of the host on either database.</summary>
public sealed class RandomProgramTests
{
    private const int Programs = 40;
    private const int Steps = 12;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Run_ThroughTheDatabase_EqualsTheRunInMemory(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var node = NewNode(database);
        for (var seed = 1; seed <= Programs; seed++)
        {
            var program = ByCounters(seed * 1000);
            var straight = new Runner(program.Definition, RandomProgram.Activities);
            await DriveAsync(program, seed, new InMemory(straight));

            var stored = new Stored(node, $"random-{seed}");
            await PublishAsync(database, program.Definition, stored.DefinitionId);
            await DriveAsync(program, seed, stored);

            var (instance, journal) = await ReadAsync(database, stored.InstanceId);
            Assert.Equal(straight.Journal.Select(e => $"{e.Sequence} {e.ActivityNodeId} {e.EventName}"), journal);
            Assert.Equal(straight.Status, $"{instance.Status}/{instance.SubStatus}");
            Assert.Equal(Contexts(straight.State!), Contexts(InstanceState.FromJson(instance.State)));
        }
    }

    /// <summary>The host runs flowcharts by counters.</summary>
    private static RandomProgram ByCounters(int seed)
    {
        var program = RandomProgram.Of(seed);
        return program.Mode == FlowchartMode.CounterBased ? program : ByCounters(seed + 1);
    }

    private static IServiceProvider NewNode(TestDatabase database) => database.NewNode(services =>
    {
        services.AddWorkflows();
        services.AddSingleton(new ActivityRegistry([.. BuiltInActivities.All, .. RandomProgram.Activities]));
    });

    private static async Task PublishAsync(TestDatabase database, JsonObject definition, string definitionId)
    {
        definition["id"] = definitionId + ":1";
        definition["definitionId"] = definitionId;
        await using var session = database.Store.Open();
        session.Add(new DefinitionVersion
        {
            Id = definitionId + ":1",
            DefinitionId = definitionId,
            Version = 1,
            IsLatest = true,
            IsPublished = true,
            Json = definition.ToJsonString(),
            CreatedBy = "test",
            CreatedAt = Rows.Now,
        });
        await database.Store.CommitAsync(session, Token);
    }

    private static async Task DriveAsync(RandomProgram program, int seed, IDriven driven)
    {
        var random = new Random(seed);
        await driven.StartAsync();
        for (var step = 0; step < Steps; step++)
        {
            var bookmarks = await driven.BookmarksAsync();
            Stimulus stimulus = random.Next(12) switch
            {
                < 8 when program.Events.Count > 0 => new Stimulus.SendEvent(program.Events[random.Next(program.Events.Count)], null),
                < 11 when bookmarks.Count > 0 => new Stimulus.ResumeBookmark(
                    bookmarks[random.Next(bookmarks.Count)], new Dictionary<string, object?> { ["k"] = step }),
                _ => new Stimulus.RetryFaulted(null),
            };
            await driven.GiveAsync(stimulus);
        }
    }

    private static async Task<(WorkflowInstance Instance, IReadOnlyList<string> Journal)> ReadAsync(TestDatabase database, Guid instanceId)
    {
        await using var session = database.Store.Open();
        var pages = await session.Journal.Where(page => page.InstanceId == instanceId).OrderBy(page => page.FirstSequence).ToListAsync(Token);
        return (
            await session.Instances.SingleAsync(instance => instance.Id == instanceId, Token),
            [.. pages.SelectMany(page => JournalRecord.Read(page.Entries)).Select(e => $"{e.Sequence} {e.ActivityNodeId} {e.EventName}")]);
    }

    private static IEnumerable<string> Contexts(InstanceState state) => state.Contexts.Select(context =>
        $"{context.NodeId} {context.Status} {Text(context.Variables)} {Text(context.DynamicVariables)}");

    private static string Text(IReadOnlyDictionary<string, JsonNode?> values) =>
        string.Join(';', values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value?.ToJsonString()}"));

    private interface IDriven
    {
        Task StartAsync();

        Task<IReadOnlyList<Guid>> BookmarksAsync();

        Task GiveAsync(Stimulus stimulus);
    }

    private sealed class InMemory(Runner runner) : IDriven
    {
        public Task StartAsync() => runner.StartAsync(("in", 1));

        public Task<IReadOnlyList<Guid>> BookmarksAsync() =>
            Task.FromResult<IReadOnlyList<Guid>>([.. runner.Bookmarks.Select(bookmark => bookmark.Id)]);

        public Task GiveAsync(Stimulus stimulus) => runner.GiveAsync(stimulus);
    }

    private sealed class Stored(IServiceProvider node, string definitionId) : IDriven
    {
        private readonly WorkflowService _workflows = node.GetRequiredService<WorkflowService>();

        public string DefinitionId => definitionId;

        public Guid InstanceId { get; private set; }

        public async Task StartAsync()
        {
            var start = new StartWorkflow(definitionId) { Input = new Dictionary<string, object?> { ["in"] = 1 } };
            InstanceId = (await _workflows.StartAsync(start, Caller.System, Token)).Id;
        }

        public async Task<IReadOnlyList<Guid>> BookmarksAsync()
        {
            await using var session = node.GetRequiredService<IWorkflowStore>().Open();
            var instance = await session.Instances.SingleAsync(row => row.Id == InstanceId, Token);
            return [.. InstanceState.FromJson(instance.State).Bookmarks.Select(bookmark => bookmark.Id)];
        }

        public Task GiveAsync(Stimulus stimulus) =>
            _workflows.ResumeAsync(InstanceId, Caller.System, (_, _) => new ValueTask<Stimulus?>(stimulus), Token);
    }
}
