namespace CertWorkflows.TestKit;

/// <summary>A database that the product runs on.</summary>
public enum DatabaseKind
{
    /// <summary>The embedded default, one file.</summary>
    Sqlite,

    /// <summary>The server database; tests bring their own throw-away server.</summary>
    PostgreSql,
}
