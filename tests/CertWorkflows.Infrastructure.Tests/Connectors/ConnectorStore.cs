using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Tests.Connectors;

/// <summary>A store in memory with what connectors need of the contract.</summary>
internal sealed class ConnectorStore : IWorkflowStore, IDisposable
{
    private const int UniqueViolation = 19;
    private readonly SqliteConnection keptOpen;
    private readonly DbContextOptions<ConnectorDb> options;

    public ConnectorStore()
    {
        var source = $"Data Source={Path.GetRandomFileName()};Mode=Memory;Cache=Shared";
        keptOpen = new SqliteConnection(source);
        keptOpen.Open();
        options = new DbContextOptionsBuilder<ConnectorDb>().UseSqlite(source).Options;
        using var session = Open();
        session.Database.EnsureCreated();
    }

    /// <summary>Runs once, just before the next commit: the place where another party gets in between.</summary>
    public Func<Task>? BeforeNextCommit { get; set; }

    public WorkflowDb Open() => new ConnectorDb(options);

    public async Task CommitAsync(WorkflowDb session, CancellationToken cancellationToken)
    {
        var between = BeforeNextCommit;
        BeforeNextCommit = null;
        await (between?.Invoke() ?? Task.CompletedTask);
        try
        {
            await session.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (
            exception.InnerException is SqliteException { SqliteErrorCode: UniqueViolation } violation)
        {
            throw new DuplicateRowException(violation.Message, exception);
        }
    }

    public Task<IReadOnlyList<Deadline>> ClaimDeadlinesAsync(
        DateTimeOffset now, DateTimeOffset claimUntil, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Connectors claim nothing.");

    public Task<IReadOnlyList<Effect>> ClaimEffectsAsync(
        DateTimeOffset now, DateTimeOffset claimUntil, IReadOnlyDictionary<string, int> limits, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Connectors claim nothing.");

    public Task<NextDue> NextDueAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("Connectors claim nothing.");

    public void Dispose() => keptOpen.Dispose();
}
