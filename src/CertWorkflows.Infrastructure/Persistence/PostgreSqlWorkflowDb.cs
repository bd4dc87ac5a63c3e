using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.RunTasks;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Persistence.Mapping;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>A session with PostgreSQL: <c>timestamptz</c> and <c>numeric(18,2)</c>.</summary>
internal sealed class PostgreSqlWorkflowDb(DbContextOptions<PostgreSqlWorkflowDb> options) : WorkflowDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ColumnTypes.Apply(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantAsUtc>();
        configurationBuilder.Properties<decimal>().HaveConversion<WholeFen>().HavePrecision(18, 2);
        configurationBuilder.Properties<Domain.Money>().HaveConversion<MoneyAsAmount>().HavePrecision(18, 2);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Tables.Map(modelBuilder, new DueInstantAsUtc());
        modelBuilder.HasDbFunction(() => TaskTitles.HasPair("", "")).HasName("has_letter_pair");

        // Room on the page lets an update that touches no indexed column stay there and spare the indexes.
        modelBuilder.Entity<WorkflowInstance>().HasStorageParameter("fillfactor", 70);
        modelBuilder.Entity<HumanTask>().HasStorageParameter("fillfactor", 85);
        modelBuilder.Entity<RunTask>().HasStorageParameter("fillfactor", 85);
        modelBuilder.Entity<Effect>().HasStorageParameter("fillfactor", 80);
        modelBuilder.Entity<Deadline>().HasStorageParameter("fillfactor", 80);

        // Many people ask short questions at once: several processes for one of them cost more than they save.
        modelBuilder.Entity<HumanTask>().HasStorageParameter("parallel_workers", 0);

        // Rows come and go all the time; left to the default, dead ones would pile up at the front of the due index.
        modelBuilder.Entity<Deadline>().HasStorageParameter("autovacuum_vacuum_scale_factor", 0.02);
        modelBuilder.Entity<Effect>().HasStorageParameter("autovacuum_vacuum_scale_factor", 0.02);
        modelBuilder.Entity<EventBookmark>().HasStorageParameter("autovacuum_vacuum_scale_factor", 0.02);
    }
}
