using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Credits;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Renewals;
using CertWorkflows.Domain.Revocations;

namespace CertWorkflows.Domain;

/// <summary>What the state machine of one kind of thing permits, to be drawn; states and triggers in camelCase.</summary>
/// <param name="Initial">Where it begins.</param>
/// <param name="States">All states, in the order in which they are declared.</param>
/// <param name="Moves">What may follow what.</param>
public sealed record LifecycleGraph(string Initial, IReadOnlyList<string> States, IReadOnlyList<LifecycleMove> Moves)
{
    private static readonly Dictionary<string, Lazy<LifecycleGraph>> Graphs = new(StringComparer.Ordinal)
    {
        ["certificate"] = new(() => Certificate.Blank().Lifecycle.Graph()),
        ["credit-lot"] = new(() => CreditLot.Blank().Lifecycle.Graph()),
        ["hosting"] = new(() => Hosting.Blank().Lifecycle.Graph()),
        ["package"] = new(() => Package.Blank().Lifecycle.Graph()),
        ["package-refund"] = new(() => PackageRefund.Blank().Lifecycle.Graph()),
        ["refund"] = new(() => Refund.Blank().Lifecycle.Graph()),
        ["renewal"] = new(() => Renewal.Blank().Lifecycle.Graph()),
        ["revocation"] = new(() => Revocation.Blank().Lifecycle.Graph()),
    };

    /// <summary>The kinds of things that have a machine.</summary>
    public static IReadOnlyCollection<string> Kinds => Graphs.Keys;

    /// <summary>The machine of a kind; null when there is none of that name.</summary>
    /// <param name="kind">The kind, such as <c>package-refund</c>.</param>
    public static LifecycleGraph? Of(string kind) => Graphs.GetValueOrDefault(kind)?.Value;

    /// <summary>The states that may come next, each once.</summary>
    /// <param name="state">The present state.</param>
    public IReadOnlyList<string> After(string state) =>
        [.. Moves.Where(move => move.From == state && move.To != state).Select(move => move.To).Distinct()];
}

/// <summary>One move that a machine permits.</summary>
/// <param name="From">The state before.</param>
/// <param name="To">The state after; the same one where a trigger does not leave it.</param>
/// <param name="Trigger">What moves it.</param>
/// <param name="Guard">The condition; empty when there is none.</param>
public sealed record LifecycleMove(string From, string To, string Trigger, string Guard);
