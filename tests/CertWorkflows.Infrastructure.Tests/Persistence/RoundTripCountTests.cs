using System.Diagnostics;
using CertWorkflows.TestKit;
using Npgsql;

namespace CertWorkflows.Infrastructure.Tests.Persistence;

/// <summary>A commit's price is its round trips: one for everything that it writes, one to commit.</summary>
public sealed class RoundTripCountTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commit_WhenATurnWritesManyRows_SendsThemInOneCommandAndCommits()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql, Token);
        await CommitTurnAsync(database, 1);
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        var commands = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("db.namespace") ?? activity.GetTagItem("db.name"), name))
                {
                    commands.Add($"{activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")}");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        await CommitTurnAsync(database, 100);

        Assert.Contains("INSERT INTO workflow_instances", Assert.Single(commands), StringComparison.Ordinal);
    }

    private static async Task CommitTurnAsync(TestDatabase database, int id)
    {
        await using var session = database.Store.Open();
        session.AddRange(Rows.Instance(id), Rows.Task(id), Rows.Deadline(id, Rows.Now), Rows.Deadline(id + 1, Rows.Now), Rows.Effect(id, Rows.Now));
        await database.Store.CommitAsync(session, Token);
    }
}
