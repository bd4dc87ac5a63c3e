namespace CertWorkflows.Infrastructure.Connectors.Guards;

/// <summary>How all connectors of this node fare.</summary>
public sealed class ConnectorHealths
{
    private readonly ConnectorGuard[] _guards;

    internal ConnectorHealths(IEnumerable<ConnectorGuard> guards) => _guards = [.. guards];

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<ConnectorHealth> All() =>
        [.. _guards.Select(guard => guard.Health()).OrderBy(health => health.Name, StringComparer.Ordinal)];
}
