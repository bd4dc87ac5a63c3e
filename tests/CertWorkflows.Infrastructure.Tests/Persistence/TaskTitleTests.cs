using CertWorkflows.Application.Tasks;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Tests.Persistence;

/// <summary>How titles of tasks are searched for two letters.</summary>
public sealed class TaskTitleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pair_AmongTheOpenTasksOfPostgreSql_IsLookedUpInItsIndex()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql, Token);
        await using var session = database.Store.Open();
        await session.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO human_tasks (instance_id, id, bookmark_id, activity_id, definition_id, title, kind, group_name, form, outcomes, excluded, priority, state, created_at, version)
            SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'a', 'd', 'Task ' || n || CASE n WHEN 7 THEN ' 云帆 Qz' ELSE ' 海纳' END, 'k', 'g', '', '[]', '[]', 50, 'Open', now(), 1
            FROM generate_series(1, 2000) AS n;
            ANALYZE human_tasks
            """,
            Token);
        foreach (var pair in (string[])["云帆", "qz"])
        {
            var query = session.Tasks.Where(task => task.State == HumanTaskState.Open && TaskTitles.HasPair(task.Title, EF.Constant(pair))).Select(task => task.Title);
            Assert.Equal(["Task 7 云帆 Qz"], await query.ToListAsync(Token));

            var connection = session.Database.GetDbConnection();
            await session.Database.OpenConnectionAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = $"EXPLAIN {query.ToQueryString()}";
            await using var reader = await command.ExecuteReaderAsync(Token);
            var plan = "";
            while (await reader.ReadAsync(Token))
            {
                plan += reader.GetString(0) + "\n";
            }

            Assert.Contains("ix_human_tasks_open_pairs", plan, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Pair_OutsideOfAQuery_IsNotAnswered() => Assert.Throws<NotSupportedException>(() => TaskTitles.HasPair("a title", "ti"));
}
