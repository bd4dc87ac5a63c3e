using System.Collections.Concurrent;

namespace CertWorkflows.Benchmarks.Durability;

/// <summary>What the server said it did. It must be true at the end, once and no more.</summary>
internal sealed class Acknowledged
{
    /// <summary>Orders by id, with the certificate that each bought.</summary>
    public ConcurrentDictionary<Guid, Guid> Orders { get; } = new();

    /// <summary>Refunds by id, with their certificate.</summary>
    public ConcurrentDictionary<Guid, Guid> Refunds { get; } = new();

    public ConcurrentDictionary<Guid, byte> CancelledRefunds { get; } = new();

    /// <summary>Claimed tasks with who holds them.</summary>
    public ConcurrentDictionary<Guid, string> Claims { get; } = new();

    /// <summary>Decided tasks with outcome and who decided.</summary>
    public ConcurrentDictionary<Guid, (string Outcome, string By)> Decisions { get; } = new();

    /// <summary>Started waits with the wait that was asked for.</summary>
    public ConcurrentDictionary<Guid, TimeSpan> Waits { get; } = new();

    /// <summary>Answers that were neither success nor an expected refusal.</summary>
    public ConcurrentBag<string> Surprises { get; } = [];
}
