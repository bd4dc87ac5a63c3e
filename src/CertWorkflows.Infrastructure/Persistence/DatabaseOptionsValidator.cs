using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>Says what is wrong with the database settings before anything connects.</summary>
internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        if (options.IsPostgreSql)
        {
            return options.ConnectionString is null
                ? ValidateOptionsResult.Fail(
                    "Database__Provider is postgresql, but ConnectionStrings__CertWorkflows is not set; "
                    + "it needs at least Host, Database and Username.")
                : Parse(() => new NpgsqlConnectionStringBuilder(options.ConnectionString), "PostgreSQL");
        }

        if (!string.Equals(options.Provider, DatabaseOptions.Sqlite, StringComparison.OrdinalIgnoreCase))
        {
            return ValidateOptionsResult.Fail(
                $"Database__Provider is '{options.Provider}'; it may be '{DatabaseOptions.Sqlite}' or '{DatabaseOptions.PostgreSql}'.");
        }

        return options.ConnectionString is null
            ? ValidateOptionsResult.Success
            : Parse(() => new SqliteConnectionStringBuilder(options.ConnectionString), "SQLite");
    }

    private static ValidateOptionsResult Parse(Func<DbConnectionStringBuilder> parse, string database)
    {
        try
        {
            var parsed = parse();
            return parsed is SqliteConnectionStringBuilder { DataSource: "" or ":memory:" }
                ? ValidateOptionsResult.Fail(
                    "ConnectionStrings__CertWorkflows names no file (Data Source=...); a database in memory would lose every case.")
                : ValidateOptionsResult.Success;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            return ValidateOptionsResult.Fail(
                $"ConnectionStrings__CertWorkflows is not a connection string for {database}: {exception.Message}");
        }
    }
}
