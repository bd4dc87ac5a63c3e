using CertWorkflows.Application.Access;
using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Renewals;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Renewals;

/// <summary>What a customer does with a renewal that is under way.</summary>
public sealed class RenewalService(IWorkflowStore store, WorkflowService workflows)
{
    /// <summary>The events that the workflow waits for.</summary>
    public const string CancelEvent = "renewal-cancelled";

    public const string AppliedEvent = "renewal-applied";

    public const string InstalledEvent = "renewal-installed";

    /// <summary>Gives the case up before the CA has signed; the certificate that was bought stays, and can be refunded (RN-11).</summary>
    /// <exception cref="NotFoundException">No renewal with this id.</exception>
    /// <exception cref="ConflictException"><c>not-cancellable</c>: the CA has signed, or the case is closed.</exception>
    public Task CancelAsync(RenewalId id, long? version, Caller caller, CancellationToken cancellationToken) => SendAsync(
        id,
        version,
        CancelEvent,
        caller,
        parties => RenewalCase.IsUnsigned(parties.Renewal),
        "not-cancellable",
        "only one that the CA has not signed can be cancelled",
        (_, _) => { },
        cancellationToken);

    /// <summary>Submits the application again, corrected, after the CA has refused it.</summary>
    /// <exception cref="NotFoundException">No renewal with this id.</exception>
    /// <exception cref="ConflictException"><c>not-applicable</c>: no application is wanted now.</exception>
    /// <exception cref="DomainException"><c>invalid-application</c>.</exception>
    public Task ApplyAsync(
        RenewalId id, CertificateApplication application, long? version, Caller caller, CancellationToken cancellationToken) => SendAsync(
        id,
        version,
        AppliedEvent,
        caller,
        parties => parties.Renewal.State == RenewalState.Ordered,
        "not-applicable",
        "only one whose application the CA has refused takes another",
        (parties, turn) => RenewalCase.Correct(parties.Renewal, parties.Bought, application),
        cancellationToken);

    /// <summary>The customer says that the new certificate is installed: the site is looked at at once.</summary>
    /// <exception cref="NotFoundException">No renewal with this id.</exception>
    /// <exception cref="ConflictException"><c>not-installable</c>: it is not issued, or the case is closed.</exception>
    public Task InstalledAsync(RenewalId id, long? version, Caller caller, CancellationToken cancellationToken) => SendAsync(
        id,
        version,
        InstalledEvent,
        caller,
        parties => parties.Renewal.State is RenewalState.Issued or RenewalState.Installed,
        "not-installable",
        "only an issued one can be installed",
        (_, _) => { },
        cancellationToken);

    private async Task SendAsync(
        RenewalId id,
        long? version,
        string eventName,
        Caller caller,
        Func<RenewalParties, bool> isPossible,
        string code,
        string allowed,
        Action<RenewalParties, CaseTurn> prepare,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var instanceId = await db.Renewals.Where(r => r.Id == id).Select(r => (Guid?)r.InstanceId).SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("renewal", id.ToString());
        Renewal? renewal = null;
        var (_, consumed) = await workflows.ResumeAsync(instanceId, caller, PrepareAsync, cancellationToken);
        if (!consumed)
        {
            throw Refusal();
        }

        async ValueTask<Stimulus?> PrepareAsync(CaseTurn turn, CancellationToken token)
        {
            var parties = await RenewalParties.LoadAsync(turn, id, token);
            renewal = parties.Renewal;
            renewal.EnsureVersion("renewal", version);

            if (!isPossible(parties))
            {
                throw Refusal();
            }

            prepare(parties, turn);
            return new Stimulus.SendEvent(eventName, null);
        }

        ConflictException Refusal() => new(
            code,
            $"The renewal is {CamelCase.Of(renewal!.State)}; {allowed}.",
            CamelCase.Of(renewal.State),
            [.. renewal.PermittedTriggers.Select(trigger => CamelCase.Of(trigger))]);
    }
}
