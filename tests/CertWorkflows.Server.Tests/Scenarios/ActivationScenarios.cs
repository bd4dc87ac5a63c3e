using System.Net;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Activation strategies over the API, also while starts race, on both databases.</summary>
public sealed class ActivationScenarios
{
    private static readonly Caller Analyst = new("ann", new HashSet<string> { Roles.Analyst }, new HashSet<string>());

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "B-13")]
    public async Task Singleton_WhenThreeStartAtOnce_RunsOnce(DatabaseKind database)
    {
        var race = new StagedRace();
        await using var desk = await Desk.OpenAsync(database, race);
        await PublishAsync(desk, "single", "SingletonStrategy");
        for (var round = 0; round < 2; round++)
        {
            race.Close(StagedStore.Commit);
            var starts = Enumerable.Range(0, 3).Select(_ => TryStartAsync(desk, "single")).ToList();
            await race.ArrivedAsync(StagedStore.Commit, 3, Token);
            race.Open(StagedStore.Commit);
            var errors = await Task.WhenAll(starts);
            Assert.Single(errors, error => error is null);
            Assert.All(errors.OfType<ApiException>(), e => Assert.Equal((HttpStatusCode.Conflict, "activation-refused"), (e.Status, e.Problem.Code)));
            Assert.Equal(1, await RunningAsync(desk));

            // when it has ended the next may start
            await desk.Olga.Events.SendAsync("go", new SendEventRequest());
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "B-13")]
    [Trait("Elsa", "D-5")]
    public async Task Strategies_ByCorrelation_CountWhatTheyName(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await PublishAsync(desk, "free", null);
        await PublishAsync(desk, "correlated", "CorrelatedSingletonStrategy");
        await PublishAsync(desk, "anywhere", "Elsa.Workflows.Runtime.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Runtime");

        Assert.Null(await TryStartAsync(desk, "free", "a"));
        Assert.Null(await TryStartAsync(desk, "correlated", "a"));
        Assert.NotNull(await TryStartAsync(desk, "correlated", "a"));
        Assert.Null(await TryStartAsync(desk, "correlated", "b"));
        Assert.NotNull(await TryStartAsync(desk, "anywhere", "a"));
        Assert.Null(await TryStartAsync(desk, "anywhere", "c"));

        // without a correlation id the condition is not applied (quirk)
        Assert.NotNull(await TryStartAsync(desk, "correlated"));
        Assert.NotNull(await TryStartAsync(desk, "anywhere"));
        Assert.Null(await TryStartAsync(desk, "free"));
        Assert.Equal(5, await RunningAsync(desk));
    }

    private static async Task PublishAsync(Desk desk, string definitionId, string? activation)
    {
        var json = new JsonObject
        {
            ["name"] = definitionId,
            ["options"] = new JsonObject { ["activationStrategyType"] = activation },
            ["root"] = JsonNode.Parse("""
                {"id":"go","type":"Elsa.Event","eventName":{"typeName":"String","expression":{"type":"Literal","value":"go"} } }
                """),
        };
        await desk.Services.GetRequiredService<DefinitionService>()
            .SaveAsync(new SaveDraft(definitionId, json.ToJsonString(), Publish: true), Analyst, Token);
    }

    private static async Task<ApiException?> TryStartAsync(Desk desk, string definitionId, string? correlationId = null) =>
        (ApiException?)await Record.ExceptionAsync(
            () => desk.Olga.Workflows.StartAsync(definitionId, new StartWorkflowRequest { CorrelationId = correlationId }));

    private static async Task<int> RunningAsync(Desk desk)
    {
        await using var db = desk.Services.GetRequiredService<IWorkflowStore>().Open();
        return await db.Instances.CountAsync(i => i.Status == "Running", Token);
    }
}
