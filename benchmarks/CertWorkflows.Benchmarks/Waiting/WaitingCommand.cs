using System.Data.Common;
using System.Diagnostics;
using CertWorkflows.Benchmarks.Throughput;
using CertWorkflows.TestKit;

namespace CertWorkflows.Benchmarks.Waiting;

/// <summary>
/// What it costs that very many instances wait: one certificate and its follower are made by the product, and their rows are copied under
/// other ids. Then the questions that each node asks all the time, and turns of others, are measured beside few and beside many.
/// </summary>
internal static class WaitingCommand
{
    private const int Repetitions = 200;
    private const int Refunds = 100;

    /// <summary>The rows of a follower and of what it follows, and their columns that hold an id of its own.</summary>
    private static readonly (string Table, string[] Ids, string Key)[] Rows =
    [
        ("workflow_instances", ["id", "case_id"], "id"),
        ("deadlines", ["instance_id", "id"], "instance_id"),
        ("event_bookmarks", ["instance_id", "id"], "instance_id"),
        ("journal_pages", ["instance_id"], "instance_id"),
        ("certificates", ["id", "order_id"], "id"),
    ];

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var followers = arguments.Number("followers", 1_000_000);
        arguments.RefuseUnknown();
        Console.WriteLine(Machine.Describe());
        await using var database = await BenchmarkDatabase.CreateAsync(DatabaseKind.PostgreSql, cancellationToken);
        await using var product = await Product.StartAsync(database, cancellationToken);
        Console.WriteLine(await database.DescribeAsync(cancellationToken));
        var certificate = await product.BuyCertificateAsync(cancellationToken);
        var instance = await product.FollowAsync(certificate, cancellationToken);
        await MeasureAsync(product, "warm-up, thrown away", cancellationToken);
        var few = await MeasureAsync(product, "beside 1 follower", cancellationToken);
        await FillAsync(database, instance, certificate, followers, cancellationToken);
        var many = await MeasureAsync(product, $"beside {followers:N0} followers", cancellationToken);
        Console.WriteLine($"many / few: next due {many.NextDue / few.NextDue:0.00}, claim {many.Claim / few.Claim:0.00}, refund opened {many.Refund / few.Refund:0.00}");
        return 0;
    }

    private static async Task FillAsync(BenchmarkDatabase database, Guid instance, Guid certificate, int followers, CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        var before = (long)(await BenchmarkDatabase.ScalarAsync(connection, "SELECT pg_database_size(current_database())", cancellationToken))!;
        foreach (var (table, ids, key) in Rows)
        {
            var columns = new List<string>();
            await using (var command = Command(connection, $"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' AND table_schema = 'public' ORDER BY ordinal_position"))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    columns.Add(reader.GetString(0));
                }
            }

            // Each waits for an instant of its own, spread over a year.
            var values = columns.Select(column => ids.Contains(column) ? $"md5(t.{column}::text || n)::uuid"
                : column == "due_at" ? "t.due_at + n * interval '31 seconds'"
                : $"t.{column}");
            await using var copy = Command(
                connection,
                $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM {table} t, generate_series(1, {followers}) n "
                    + $"WHERE {key} = '{(table == "certificates" ? certificate : instance)}'");
            await copy.ExecuteNonQueryAsync(cancellationToken);
        }

        await BenchmarkDatabase.ExecuteAsync(connection, "VACUUM ANALYZE", cancellationToken);
        var after = (long)(await BenchmarkDatabase.ScalarAsync(connection, "SELECT pg_database_size(current_database())", cancellationToken))!;
        Console.WriteLine($"{followers:N0} followers with their certificates in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s; {(after - before) / (double)followers:0} bytes each with all indexes");
    }

    private static async Task<Costs> MeasureAsync(Product product, string what, CancellationToken cancellationToken)
    {
        var nextDue = await MedianAsync(() => product.Store.NextDueAsync(cancellationToken));
        var now = TimeProvider.System.GetUtcNow().AddDays(-30); // nothing is due: the sweep's usual answer
        var claim = await MedianAsync(() => product.Store.ClaimDeadlinesAsync(now, now, 50, cancellationToken));
        var certificates = new List<Guid>();
        for (var i = 0; i < Refunds; i++)
        {
            certificates.Add(await product.BuyCertificateAsync(cancellationToken));
        }

        var next = 0;
        var refund = await MedianAsync(() => product.StartRefundAsync(certificates[next++], cancellationToken), Refunds);
        Console.WriteLine(
            $"{what}: next due {nextDue:0.000} ms, claim of nothing {claim:0.000} ms, a refund opened {refund:0.00} ms (medians of {Repetitions}, {Repetitions}, {Refunds}); load {Machine.LoadAverage()}");
        return new Costs(nextDue, claim, refund);
    }

    private static async Task<double> MedianAsync(Func<Task> act, int times = Repetitions)
    {
        var took = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await act();
            took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        took.Sort();
        return took[took.Count / 2];
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        return command;
    }

    private sealed record Costs(double NextDue, double Claim, double Refund);
}
