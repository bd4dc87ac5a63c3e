using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>For <c>dotnet ef migrations add</c> only; nothing connects.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteWorkflowDb>
{
    public SqliteWorkflowDb CreateDbContext(string[] args) =>
        new(SqliteDatabase.Configure(new DbContextOptionsBuilder<SqliteWorkflowDb>(), "Data Source=design.db").Options);
}

/// <summary>For <c>dotnet ef migrations add</c> only; nothing connects.</summary>
internal sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlWorkflowDb>
{
    public PostgreSqlWorkflowDb CreateDbContext(string[] args) => new(
        PostgreSqlDatabase.Configure(
            new DbContextOptionsBuilder<PostgreSqlWorkflowDb>(), "Host=localhost;Database=design").Options);
}
