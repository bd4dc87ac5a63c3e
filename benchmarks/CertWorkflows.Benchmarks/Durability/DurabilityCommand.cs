using System.Diagnostics;
using System.Globalization;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure;
using CertWorkflows.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Benchmarks.Durability;

/// <summary>Kills the server at random instants under load, many times, and then looks whether anything was lost, doubled or stuck.</summary>
internal static class DurabilityCommand
{
    private const int Reviewers = 3;
    private const int LongestLifeMilliseconds = 2500;
    private const int PercentKilledWhileStarting = 15;
    private const int PercentOfKillsWithDatabase = 25;
    private static readonly TimeSpan MovesWithin = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var kind = arguments.Text("database", "sqlite", "sqlite", "postgresql") == "sqlite" ? DatabaseKind.Sqlite : DatabaseKind.PostgreSql;
        var kills = arguments.Number("kills", 200);
        var killDatabase = arguments.Flag("kill-database");
        var seed = arguments.Number("seed", 1);
        var clients = arguments.Number("clients", 8);
        var assembly = arguments.Text("server", ServerAssembly());
        arguments.RefuseUnknown();
        if (killDatabase && kind == DatabaseKind.Sqlite)
        {
            throw new UsageException("--kill-database needs --database postgresql: SQLite lives in the server's process and dies with it.");
        }

        if (!File.Exists(assembly))
        {
            throw new UsageException($"{assembly} is not there. Build it (dotnet build -c Release src/CertWorkflows.Server) or give --server.");
        }

        Console.WriteLine(Machine.Describe());
        await using var database = await BenchmarkDatabase.CreateAsync(kind, cancellationToken);
        await using var gateway = await RecordingGateway.StartAsync(seed, cancellationToken);
        var folder = Directory.CreateTempSubdirectory("certworkflows-durability-").FullName;
        await using var server = new ServerProcess(assembly, folder, Settings(database, gateway, WorkflowsFolder(folder)));
        server.Start();
        await server.WaitUntilReadyAsync(cancellationToken);
        if (kind == DatabaseKind.PostgreSql)
        {
            Console.WriteLine(await database.DescribeAsync(cancellationToken));
        }

        await Load.CreatePeopleAsync(server.Address, Reviewers, cancellationToken);
        var run = new Run(database, server, gateway, new Acknowledged(), new Random(seed), cancellationToken);
        var passed = await run.RunAsync(seed, clients, kills, killDatabase);
        Console.WriteLine(passed ? "PASS" : $"FAIL (the server's log: {server.Log})");
        Console.WriteLine($"Load average at the end: {Machine.LoadAverage()}");
        if (passed)
        {
            Directory.Delete(folder, recursive: true);
        }

        return passed ? 0 : 1;
    }

    internal static string ServerAssembly()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CertWorkflows.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? "", "src", "CertWorkflows.Server", "bin", "Release", "net10.0", "CertWorkflows.Server.dll");
    }

    /// <summary>The shipped definitions and the crash test's own.</summary>
    private static string WorkflowsFolder(string folder)
    {
        var workflows = Directory.CreateDirectory(Path.Combine(folder, "workflows")).FullName;
        var own = Path.Combine(AppContext.BaseDirectory, "Durability", $"{Load.WaitDefinition}.json");
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.json").Append(own))
        {
            File.Copy(file, Path.Combine(workflows, Path.GetFileName(file)));
        }

        return workflows;
    }

    private static Dictionary<string, string> Settings(BenchmarkDatabase database, RecordingGateway gateway, string workflows) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Database__Provider"] = database.Provider,
        ["ConnectionStrings__CertWorkflows"] = database.ConnectionString,
        ["Workflows__Folder"] = workflows,
        ["Bootstrap__AdminPassword"] = Load.AdminPassword,
        ["Links__PublicAddress"] = "https://certificates.example.com",
        ["Auth__AccessTokenLifetime"] = "1.00:00:00",
        ["RateLimit__PerSecond"] = "100000",
        ["RateLimit__Burst"] = "100000",
        ["Connectors__Payments__Mode"] = "http",
        ["Connectors__Payments__Endpoint"] = gateway.Address,
        ["Connectors__Payments__Secret"] = "whsec_ZHVyYWJpbGl0eS10ZXN0LXNlY3JldC0wMDAwMDAwMDAx",
        ["Connectors__Payments__Http__Timeout"] = "00:00:02",
        ["Connectors__Payments__LookAgainAfter"] = "00:00:01",
        ["Effects__FirstDelay"] = "00:00:00.2",
        ["Effects__LongestDelay"] = "00:00:02",
        ["Effects__MaxAttempts"] = "100",
        ["Effects__Claim"] = "00:00:05",
        ["Deadlines__SweepInterval"] = "00:00:01",
        ["Logging__LogLevel__Default"] = "Warning",
    };

    /// <summary>One run from the first client to the verdict.</summary>
    private sealed class Run(
        BenchmarkDatabase database,
        ServerProcess server,
        RecordingGateway gateway,
        Acknowledged acknowledged,
        Random random,
        CancellationToken cancellationToken)
    {
        public async Task<bool> RunAsync(int seed, int clients, int kills, bool killDatabase)
        {
            using var reviewing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var load = new Load(server.Address, acknowledged, seed);
            var shoppers = Task.WhenAll(Enumerable.Range(0, clients).Select(i => Task.Run(() => load.ShopAsync(i, cancellationToken), cancellationToken)));
            var reviewers = Task.WhenAll(Enumerable.Range(0, Reviewers).Select(i => Task.Run(() => load.ReviewAsync(i, reviewing.Token), cancellationToken)));

            var databaseKills = 0;
            for (var kill = 1; kill <= kills; kill++)
            {
                databaseKills += await KillAsync(killDatabase) ? 1 : 0;
                if (kill % 10 == 0)
                {
                    Console.WriteLine($"{kill} kills; {Counts()}");
                }
            }

            load.StopOpening();
            await shoppers;
            await using var services = Reader();
            var store = services.GetRequiredService<IWorkflowStore>();
            await SettleAsync(store);
            await reviewing.CancelAsync();
            await IgnoreCancellationAsync(reviewers);

            Console.WriteLine($"{kills} kills of the server with SIGKILL, {databaseKills} of PostgreSQL; seed {seed}, {clients} clients, {Reviewers} reviewers");
            Console.WriteLine($"{Counts()}; {gateway.Calls} calls of the gateway, {gateway.Payouts.Count} keys; "
                + $"{Api.Repeats} requests repeated, {Api.Replays} answered from the first answer");
            return new Verdict(await Facts.ReadAsync(store, cancellationToken), acknowledged, gateway.Payouts).Print();
        }

        /// <summary>Lets the server live for a random while, sometimes not even until it is up, and kills it.</summary>
        private async Task<bool> KillAsync(bool killDatabase)
        {
            if (random.Next(100) >= PercentKilledWhileStarting)
            {
                await server.WaitUntilReadyAsync(cancellationToken);
            }

            await Task.Delay(random.Next(LongestLifeMilliseconds), cancellationToken);
            var databaseToo = killDatabase && random.Next(100) < PercentOfKillsWithDatabase;
            if (databaseToo)
            {
                // Both orders matter: a server that outlives its database, and one that dies with it.
                await database.Server!.KillAsync(cancellationToken);
                await Task.Delay(random.Next(300), cancellationToken);
            }

            await server.KillAsync(cancellationToken);
            if (databaseToo)
            {
                await database.Server!.StartAgainAsync(cancellationToken);
            }

            server.Start();
            return databaseToo;
        }

        private async Task SettleAsync(IWorkflowStore store)
        {
            await server.WaitUntilReadyAsync(cancellationToken);
            var (movedAt, before) = (Stopwatch.GetTimestamp(), "");
            while (await Facts.UnsettledAsync(store, cancellationToken) is { Length: > 0 } left)
            {
                if (left != before)
                {
                    (movedAt, before) = (Stopwatch.GetTimestamp(), left);
                }
                else if (Stopwatch.GetElapsedTime(movedAt) > MovesWithin)
                {
                    Console.WriteLine($"Nothing has moved for {MovesWithin}: {left}");
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
            }
        }

        private ServiceProvider Reader()
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Database:Provider"] = database.Provider,
                ["ConnectionStrings:CertWorkflows"] = database.ConnectionString,
            }).Build();
            return new ServiceCollection().AddLogging().AddInfrastructure(configuration).BuildServiceProvider();
        }

        private string Counts() => string.Create(
            CultureInfo.InvariantCulture,
            $"acknowledged: {acknowledged.Orders.Count} orders, {acknowledged.Refunds.Count} refunds, {acknowledged.Decisions.Count} decisions, "
                + $"{acknowledged.CancelledRefunds.Count} cancellations, {acknowledged.Waits.Count} waits");

        private static async Task IgnoreCancellationAsync(Task task)
        {
            try
            {
                await task;
            }
            catch (OperationCanceledException)
            {
                // it was asked to stop
            }
        }
    }
}
