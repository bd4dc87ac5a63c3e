using CertWorkflows.Application.Access;
using CertWorkflows.Domain;

namespace CertWorkflows.Application.Cases;

/// <summary>What a caller has seen of an aggregate, against what it is.</summary>
internal static class SeenVersions
{
    /// <param name="name">What answers call it.</param>
    /// <param name="seen">The version that the caller saw; null for whichever it is.</param>
    /// <exception cref="StaleException">It is at another version.</exception>
    public static void EnsureVersion(this IAggregate aggregate, string name, long? seen)
    {
        if (seen is { } version && version != aggregate.Version)
        {
            throw new StaleException(name, version, aggregate.Version);
        }
    }
}
