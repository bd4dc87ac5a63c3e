using CertWorkflows.Benchmarks.Floor;
using CertWorkflows.TestKit;

namespace CertWorkflows.Benchmarks.Throughput;

/// <summary>How many turns a second, each beside what the bare driver reaches with the same rows in the same run.</summary>
internal static class ThroughputCommand
{
    private const int SupplyWorkers = 8;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var databases = arguments.Text("database", "both", "sqlite", "postgresql", "both");
        var phases = arguments.List("phase", "start,complete,engine");
        var plan = new Plan(
            phases,
            arguments.Numbers("concurrency", "1,8,32"),
            TimeSpan.FromSeconds(arguments.Fraction("seconds", 10)),
            TimeSpan.FromSeconds(arguments.Fraction("slice", 1)),
            arguments.Text("only", "both", "ours", "floor", "both"));
        arguments.RefuseUnknown();

        Console.WriteLine(Machine.Describe());
        if (databases != "sqlite")
        {
            await MeasureAsync(DatabaseKind.PostgreSql, plan, cancellationToken);
        }

        if (databases != "postgresql")
        {
            await MeasureAsync(DatabaseKind.Sqlite, plan, cancellationToken);
        }

        if (phases.Contains("engine"))
        {
            await EngineBenchmark.RunAsync(plan.Length, cancellationToken);
        }

        Console.WriteLine($"Load average at the end: {Machine.LoadAverage()}");
        return 0;
    }

    private static async Task MeasureAsync(DatabaseKind kind, Plan plan, CancellationToken cancellationToken)
    {
        if (!plan.Phases.Contains("start") && !plan.Phases.Contains("complete"))
        {
            return;
        }

        await using var database = await BenchmarkDatabase.CreateAsync(kind, cancellationToken);
        await using var product = await Product.StartAsync(database, cancellationToken);
        Console.WriteLine($"\n{await database.DescribeAsync(cancellationToken)}");

        var (start, complete, certificateId) = await CaptureAsync(database, product, cancellationToken);
        Console.WriteLine($"A start writes: {start.Describe()}");
        Console.WriteLine($"A completion writes: {complete.Describe()}");
        Console.WriteLine($"\n{TurnBenchmark.Header}");

        var certificate = start.IndexOf(certificateId);
        using var starts = new TurnBenchmark(database, start, product.StartRefundAsync, CertificatesAsync);
        using var completions = new TurnBenchmark(database, complete, product.ApproveAsync, OpenTasksAsync);
        foreach (var workers in plan.Concurrency)
        {
            if (plan.Phases.Contains("start"))
            {
                Console.WriteLine(await starts.RunAsync("start", workers, plan.Length, plan.Slice, plan.Sides, cancellationToken));
            }

            if (plan.Phases.Contains("complete"))
            {
                Console.WriteLine(await completions.RunAsync("complete", workers, plan.Length, plan.Slice, plan.Sides, cancellationToken));
            }
        }

        async Task<IReadOnlyList<Guid>> CertificatesAsync(int count, CancellationToken token)
        {
            using var preparation = new TurnBenchmark(database, start, product.StartRefundAsync, CertificatesAsync);
            return [.. (await preparation.PrepareAsync(count, token)).Select(ids => ids[certificate])];
        }

        async Task<IReadOnlyList<Guid>> OpenTasksAsync(int count, CancellationToken token)
        {
            var certificates = await CertificatesAsync(count, token);
            var instances = new System.Collections.Concurrent.ConcurrentBag<Guid>();
            await Parallel.ForEachAsync(
                certificates,
                new ParallelOptions { MaxDegreeOfParallelism = SupplyWorkers, CancellationToken = token },
                async (id, one) => instances.Add(await product.StartRefundAsync(id, one)));
            var tasks = new List<Guid>();
            foreach (var some in instances.Chunk(500))
            {
                tasks.AddRange(await product.OpenTasksAsync(some, token));
            }

            return tasks;
        }
    }

    /// <summary>Runs one case through the product and compares its rows before and after each turn.</summary>
    private static async Task<(TurnImage Start, TurnImage Complete, Guid CertificateId)> CaptureAsync(
        BenchmarkDatabase database, Product product, CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        IReadOnlyList<TableShape> tables;
        await using (var db = product.Open())
        {
            tables = TableShape.Of(db.Model);
        }

        var certificateId = await product.BuyCertificateAsync(cancellationToken);
        var paid = await RowsAsync(Guid.Empty);
        var instanceId = await product.StartRefundAsync(certificateId, cancellationToken);
        var waiting = await RowsAsync(instanceId);
        var task = (await product.OpenTasksAsync([instanceId], cancellationToken)).Single();
        await product.ApproveAsync(task, cancellationToken);
        var approved = await RowsAsync(instanceId);
        return (TurnImage.Between(paid, waiting), TurnImage.Between(waiting, approved), certificateId);

        async Task<IReadOnlyList<TableRow>> RowsAsync(Guid instance)
        {
            var rows = new List<TableRow>();
            foreach (var table in tables)
            {
                rows.AddRange(await table.ReadAsync(connection, instance, certificateId, cancellationToken));
            }

            return rows;
        }
    }

    private sealed record Plan(IReadOnlyList<string> Phases, IReadOnlyList<int> Concurrency, TimeSpan Length, TimeSpan Slice, string Sides);
}
