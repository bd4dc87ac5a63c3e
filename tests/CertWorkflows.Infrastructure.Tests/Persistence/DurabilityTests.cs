using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Persistence;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CertWorkflows.Infrastructure.Tests.Persistence;

public sealed class DurabilityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commit_WhenPostgreSqlIsKilledAfterIt_IsThereWhenItComesBack()
    {
        await using var server = await PostgreSqlServer.StartAsync(fsync: true, Token);
        await using var node = new ServiceCollection()
            .AddLogging()
            .AddInfrastructure(new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?>
                {
                    ["Database:Provider"] = "postgresql",
                    ["ConnectionStrings:CertWorkflows"] = server.ConnectionString("durable"),
                })
                .Build())
            .BuildServiceProvider();
        await node.GetRequiredService<DatabaseStart>().RunAsync(Token);
        var store = node.GetRequiredService<IWorkflowStore>();
        await using (var session = store.Open())
        {
            session.Add(Rows.Instance(1));
            await store.CommitAsync(session, Token);
        }

        await server.KillAsync(Token);
        await server.StartAgainAsync(Token);

        // The pool's connections died with the server; a first use may still meet one of them.
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await using var read = store.Open();
                    return await read.Instances.CountAsync(Token) == 1;
                }
                catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
                {
                    return false;
                }
            },
            "the committed instance is read",
            Token);
    }
}
