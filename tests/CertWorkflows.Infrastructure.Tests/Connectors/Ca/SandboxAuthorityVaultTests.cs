using CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;
using CertWorkflows.TestKit;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Ca;

public sealed class SandboxAuthorityVaultTests
{
    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Authority_WhenManyNodesNeedItFirst_IsOneForAllOfThem(DatabaseKind kind)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateAsync(kind, cancellationToken);

        var authorities = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Task.Run(() => new SandboxAuthorityVault(database.Store).GetAsync(cancellationToken), cancellationToken)));

        Assert.Single(authorities.Distinct());
    }
}
