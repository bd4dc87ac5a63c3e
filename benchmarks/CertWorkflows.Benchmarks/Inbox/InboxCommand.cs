using System.Diagnostics;
using CertWorkflows.Benchmarks.Durability;
using CertWorkflows.TestKit;

namespace CertWorkflows.Benchmarks.Inbox;

/// <summary>How fast the inbox answers when there is much in it: real server, real PostgreSQL, over HTTP.</summary>
internal static class InboxCommand
{
    private const string AdminPassword = "admin-of-the-benchmark";
    private const double Target = 50;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var (open, closed) = (arguments.Number("open", 100_000), arguments.Number("closed", 1_000_000));
        var users = arguments.Number("users", 8);
        var time = TimeSpan.FromSeconds(arguments.Fraction("seconds", 5));
        var assembly = arguments.Text("server", DurabilityCommand.ServerAssembly());
        var before = arguments.Text("before", "");
        var pause = TimeSpan.FromMilliseconds(arguments.Number("pause", 0));
        var memory = arguments.Number("memory", 1_024);
        var hold = arguments.Flag("hold");
        arguments.RefuseUnknown();
        foreach (var file in (string[])[assembly, before])
        {
            if (file.Length > 0 && !File.Exists(file))
            {
                throw new UsageException($"{file} is not there. Build it (dotnet build -c Release src/CertWorkflows.Server) or give --server.");
            }
        }

        Console.WriteLine(Machine.Describe());
        await using var database = await BenchmarkDatabase.CreateAsync(DatabaseKind.PostgreSql, cancellationToken, memory);
        var folder = Directory.CreateTempSubdirectory("certworkflows-inbox-").FullName;
        var earlier = before.Length == 0 ? null : await RunAsync(before, fill: true);
        await RunAsync(assembly, fill: earlier is null, earlier);
        Console.WriteLine($"Load average at the end: {Machine.LoadAverage()}");
        if (hold)
        {
            Console.WriteLine($"{database.ConnectionString}\nEnter ends it.");
            Console.ReadLine();
        }

        Directory.Delete(folder, recursive: true);
        return 0;

        async Task<Dictionary<string, Times>> RunAsync(string server, bool fill, Dictionary<string, Times>? compared = null)
        {
            await using var process = new ServerProcess(server, folder, Settings(database));
            process.Start();
            await process.WaitUntilReadyAsync(cancellationToken);
            var begun = Stopwatch.GetTimestamp();
            if (fill)
            {
                Console.WriteLine(await database.DescribeAsync(cancellationToken));
                await TaskFiller.FillAsync(database, open, closed, seed: 1, cancellationToken);
                Console.WriteLine($"{open:N0} open and {closed:N0} closed tasks in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s");
            }
            else
            {
                await TaskFiller.TidyAsync(database, cancellationToken);
            }

            using var load = await InboxLoad.LogInAsync(process.Address, AdminPassword, users, cancellationToken);
            await load.WalkAsync(cancellationToken);
            return await MeasureAsync(load, users, time, pause, compared, cancellationToken);
        }
    }

    private static async Task<Dictionary<string, Times>> MeasureAsync(
        InboxLoad load, int users, TimeSpan time, TimeSpan pause, Dictionary<string, Times>? compared, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{(compared is null ? "" : "Then ")}{users} users {(pause > TimeSpan.Zero ? $"with a pause of {pause.TotalMilliseconds:0} ms on average" : "without a pause")}, {time.TotalSeconds:0.#} s each; load average {Machine.LoadAverage()}");
        Console.WriteLine("| question | answers/s | p50 ms | p95 ms | p99 ms |" + (compared is null ? "" : " p95 before | ratio |"));
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |" + (compared is null ? "" : " ---: | ---: |"));
        var results = new Dictionary<string, Times>();
        foreach (var (name, address) in load.Questions)
        {
            var times = await load.MeasureAsync(name, address, time, pause, cancellationToken);
            results[name] = times;
            var ratio = compared is null ? "" : $" {compared[name].At(0.95):0.0} | {compared[name].At(0.95) / times.At(0.95):0.0} |";
            Console.WriteLine(
                $"| {name} | {times.PerSecond:0} | {times.At(0.5):0.0} | {times.At(0.95):0.0}{(times.At(0.95) > Target ? " (!)" : "")} | {times.At(0.99):0.0} |{ratio}");
        }

        return results;
    }

    private static Dictionary<string, string> Settings(BenchmarkDatabase database) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Database__Provider"] = database.Provider,
        ["ConnectionStrings__CertWorkflows"] = database.ConnectionString,
        ["Bootstrap__AdminPassword"] = AdminPassword,
        ["Links__PublicAddress"] = "https://certificates.example.com",
        ["Auth__AccessTokenLifetime"] = "1.00:00:00",
        ["RateLimit__PerSecond"] = "100000",
        ["RateLimit__Burst"] = "100000",
        ["Logging__LogLevel__Default"] = "Warning",
    };
}
