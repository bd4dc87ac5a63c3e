using System.Linq.Expressions;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Persistence.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

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

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Tables.Map(modelBuilder, new DueInstantAsMicroseconds());
        modelBuilder.HasDbFunction(() => TaskTitles.HasPair("", "")).HasTranslation(arguments => new SqlBinaryExpression(
            ExpressionType.GreaterThan,
            new SqlFunctionExpression("instr", [Lower(arguments[0]), arguments[1]], true, [true, true], typeof(int), IntTypeMapping.Default),
            new SqlConstantExpression(0, IntTypeMapping.Default),
            typeof(bool),
            BoolTypeMapping.Default));

        static SqlFunctionExpression Lower(SqlExpression text) => new("lower", [text], true, [true], typeof(string), text.TypeMapping);
    }
}
