using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Persistence.Mapping;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>A session with SQLite: instants as microseconds, money as fen, both integers that compare correctly.</summary>
internal sealed class SqliteWorkflowDb(DbContextOptions<SqliteWorkflowDb> options) : WorkflowDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ColumnTypes.Apply(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantAsMicroseconds>();
        configurationBuilder.Properties<decimal>().HaveConversion<AmountAsFen>();
        configurationBuilder.Properties<Domain.Money>().HaveConversion<MoneyAsFen>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) => Tables.Map(modelBuilder, new DueInstantAsMicroseconds());
}
