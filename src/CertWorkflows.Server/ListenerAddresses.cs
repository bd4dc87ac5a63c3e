using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CertWorkflows.Server;

/// <summary>Where this host can be reached, once it listens.</summary>
internal static class ListenerAddresses
{
    /// <summary>What the pages call; the API is in the same process, so the first address is as good as any.</summary>
    public static Uri OwnBase(IServiceProvider services) =>
        All(services).Select(address => new Uri(Reachable(address))).FirstOrDefault() ?? new Uri("http://localhost/");

    public static IReadOnlyList<string> All(IServiceProvider services) =>
        [.. services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    /// <summary>Whether nobody on another machine can reach it; true also where nothing listens, as in tests.</summary>
    public static bool AreLoopback(IServiceProvider services) => All(services).All(address =>
        Uri.TryCreate(Reachable(address), UriKind.Absolute, out var uri)
        && !IsAnyAddress(address)
        && (uri.IsLoopback || (IPAddress.TryParse(uri.Host, out var ip) && IPAddress.IsLoopback(ip))));

    private static bool IsAnyAddress(string address) =>
        address.Contains("://*", StringComparison.Ordinal)
        || address.Contains("://+", StringComparison.Ordinal)
        || address.Contains("://0.0.0.0", StringComparison.Ordinal)
        || address.Contains("://[::]", StringComparison.Ordinal);

    private static string Reachable(string address) => address
        .Replace("://*", "://localhost", StringComparison.Ordinal)
        .Replace("://+", "://localhost", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
        .Replace("://[::]", "://localhost", StringComparison.Ordinal)
        .TrimEnd('/') + "/";
}
