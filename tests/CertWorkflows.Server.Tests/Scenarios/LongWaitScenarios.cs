using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Waits of any length (B-18).</summary>
[Trait("Elsa", "B-18")]
public sealed class LongWaitScenarios
{
    private const string DefinitionId = "waits-for-years";

    private const string Delay =
        """{ "id": "wait", "type": "Elsa.Delay", "version": 1, "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "Literal", "value": "3650.00:00:00" } } }""";

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delay_OfTenYears_FiresOnItsDayAndOnce(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.PublishAsync(DefinitionId, Delay);
        await desk.Caller.Workflows.StartAsync(DefinitionId, new StartWorkflowRequest(), Desk.Key());
        await using var db = desk.OpenDatabase();
        Assert.Equal(Desk.Start.AddDays(3650), (await db.Deadlines.SingleAsync(Token)).DueAt);

        await desk.AdvanceAsync("P3649DT23H59M59S");
        Assert.Equal(("Suspended", 1), await StateAsync(desk));
        await desk.AdvanceAsync("PT1S");
        Assert.Equal(("Finished", 0), await StateAsync(desk));
        Assert.Equal(Desk.Start.AddDays(3650), (await db.Instances.SingleAsync(Token)).FinishedAt);
    }

    private static async Task<(string SubStatus, int Deadlines)> StateAsync(Desk desk)
    {
        await using var db = desk.OpenDatabase();
        return ((await db.Instances.SingleAsync(Token)).SubStatus, await db.Deadlines.CountAsync(Token));
    }
}
