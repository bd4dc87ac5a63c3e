using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.PackageRefunds;
using CertWorkflows.Application.Packages;
using CertWorkflows.Application.Hostings;
using CertWorkflows.Application.Refunds;
using CertWorkflows.Application.Renewals;
using CertWorkflows.Application.Revocations;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;

namespace CertWorkflows.Application.Cases;

/// <summary>Something of a case that has a state, for the activity that changes it.</summary>
internal abstract class CaseSubject
{
    /// <summary>All of them; a new kind of case adds its own here.</summary>
    public static IReadOnlyList<CaseSubject> All { get; } =
        [
            new RefundSubject(), new PackageRefundSubject(), new RevocationSubject(), new RenewalSubject(), new HostingSubject(), new CertificateSubject(),
            new PackageSubject(),
        ];

    /// <summary>What definitions call it.</summary>
    public abstract string Name { get; }

    /// <summary>The triggers' names.</summary>
    public abstract IReadOnlyCollection<string> Triggers { get; }

    /// <summary>Fires the trigger and answers the state that follows.</summary>
    /// <exception cref="IllegalTransitionException">The present state does not permit it.</exception>
    public abstract Task<string> FireAsync(CaseTurn turn, string trigger, string reason, CancellationToken cancellationToken);
}

/// <summary>A subject whose triggers are the members of an enumeration.</summary>
internal abstract class CaseSubject<TTrigger> : CaseSubject
    where TTrigger : struct, Enum
{
    private static readonly Dictionary<string, TTrigger> Known =
        Enum.GetValues<TTrigger>().ToDictionary(CamelCase.Of, StringComparer.Ordinal);

    public sealed override IReadOnlyCollection<string> Triggers => Known.Keys;

    public sealed override Task<string> FireAsync(CaseTurn turn, string trigger, string reason, CancellationToken cancellationToken) =>
        Known.TryGetValue(trigger, out var known)
            ? FireAsync(turn, known, reason, cancellationToken)
            : throw new InvalidOperationException($"A {Name} has no trigger '{trigger}'; there are: {string.Join(", ", Triggers)}.");

    protected abstract Task<string> FireAsync(CaseTurn turn, TTrigger trigger, string reason, CancellationToken cancellationToken);
}
