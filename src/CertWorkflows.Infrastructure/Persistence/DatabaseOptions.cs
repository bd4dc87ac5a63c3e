namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>Which database holds everything. Keys: <c>Database__Provider</c>, <c>ConnectionStrings__CertWorkflows</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The embedded database: one file, one node.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>The server database: any number of nodes.</summary>
    public const string PostgreSql = "postgresql";

    /// <summary><c>sqlite</c> (the default) or <c>postgresql</c>.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>
    /// ADO.NET connection string. For SQLite the default is a file under the user's local application data;
    /// for PostgreSQL there is none.
    /// </summary>
    public string? ConnectionString { get; set; }

    internal bool IsPostgreSql => string.Equals(Provider, PostgreSql, StringComparison.OrdinalIgnoreCase);
}
