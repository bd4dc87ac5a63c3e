using System.Diagnostics;
using CertWorkflows.Infrastructure.Scheduling;
using CertWorkflows.Infrastructure.Tests.Persistence;
using CertWorkflows.TestKit;
using FsCheck.Xunit;
using Npgsql;

namespace CertWorkflows.Infrastructure.Tests.Scheduling;

public sealed class ChangeFeedTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WaitAsync_WhenItsInstanceChanges_Completes()
    {
        var feed = new ChangeFeed(new NoOtherNodes());
        var mine = feed.WaitAsync(Rows.Id(1), Long, Token);
        var any = feed.WaitAsync(null, Long, Token);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var other = feed.WaitAsync(Rows.Id(2), Long, cancel.Token);

        feed.Changed(Rows.Id(1));

        await mine;
        await any;
        Assert.False(other.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
    }

    [Fact]
    public async Task WaitAsync_WhenNothingChanges_EndsAfterTheBound()
    {
        var watch = Stopwatch.StartNew();

        await new ChangeFeed(new NoOtherNodes()).WaitAsync(Rows.Id(1), TimeSpan.FromMilliseconds(50), Token);

        Assert.InRange(watch.ElapsedMilliseconds, 40, 5000);
    }

    [Fact]
    public async Task Changed_WhenAnotherNodeWaits_WakesItAlsoAfterTheLinkBroke()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql, Token);
        await using var speaker = await AlarmNode.StartAsync(database, TimeSpan.FromMinutes(5), Token);
        await using var listener = await AlarmNode.StartAsync(database, TimeSpan.FromMinutes(5), Token);
        await AlarmTests.AssertHearsAsync(speaker, listener);

        await BreakConnectionsAsync(database);

        await AlarmTests.AssertHearsAsync(speaker, listener);
    }

    [Property]
    public void NodeWords_WhenPrintedAndParsed_KeepInstancesAndTheEarliestInstant(Guid[] instances, int[] seconds)
    {
        NodeWord[] words =
        [
            .. instances.Select(id => new NodeWord.Changed(id)),
            .. seconds.Select(second => new NodeWord.Due(Rows.Now.AddSeconds(second))),
        ];

        var (sender, parsed) = NodeWord.Parse(NodeWord.Print("node", words));

        Assert.Equal("node", sender);
        Assert.Equal(instances.Distinct(), parsed.OfType<NodeWord.Changed>().Select(changed => changed.InstanceId));
        Assert.Equal(
            seconds.Length == 0 ? [] : [Rows.Now.AddSeconds(seconds.Min())], parsed.OfType<NodeWord.Due>().Select(due => due.At));
    }

    [Fact]
    public void NodeWords_WhenAsManyAsAllowed_FitOneNotification()
    {
        NodeWord[] words = [.. Enumerable.Range(0, NodeWord.MostInOneNotification - 1).Select(i => new NodeWord.Changed(Rows.Id(i))), new NodeWord.Due(Rows.Now)];

        Assert.InRange(NodeWord.Print("12345678", words).Length, 1, 7999);
    }

    private static async Task BreakConnectionsAsync(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
