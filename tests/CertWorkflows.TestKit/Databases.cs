using Xunit;

namespace CertWorkflows.TestKit;

/// <summary>Theory data: <c>[MemberData(nameof(Databases.All), MemberType = typeof(Databases))]</c>.</summary>
public static class Databases
{
    /// <summary>Every database that the contract suites run on.</summary>
    public static TheoryData<DatabaseKind> All { get; } = new(DatabaseKind.Sqlite, DatabaseKind.PostgreSql);
}
