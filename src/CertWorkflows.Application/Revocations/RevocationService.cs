using CertWorkflows.Application.Access;
using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Revocations;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Revocations;

/// <summary>What happens to a revocation that is under way: the customer's link, a new mail, a ticket.</summary>
public sealed class RevocationService(IWorkflowStore store, WorkflowService workflows)
{
    private const string ConfirmedEvent = "revocation-confirmed";
    private const string MailEvent = "revocation-mail-requested";
    private const string ForcedEvent = "revocation-forced";

    /// <summary>Who a link's holder is in the records: whoever reads the customer's mail.</summary>
    private static readonly Caller LinkHolder = new("confirmation-link", new HashSet<string>(), new HashSet<string>());

    /// <summary>What a link is about; null for one that was never sent.</summary>
    public async Task<(Revocation Revocation, Certificate Certificate, string Hash)?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = Secrets.Fingerprint(token);
        await using var db = store.Open();
        var found = await db.ConfirmationLinks.AsNoTracking()
            .Where(l => l.Hash == hash)
            .Join(db.Revocations, l => l.RevocationId, r => r.Id, (_, revocation) => revocation)
            .Join(db.Certificates, r => r.CertificateId, c => c.Id, (revocation, certificate) => new { revocation, certificate })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.revocation, found.certificate, hash);
    }

    /// <summary>The customer confirms by the link (RV-1). Of two that come at once, one confirms.</summary>
    /// <exception cref="NotFoundException">The link was never sent.</exception>
    /// <exception cref="DomainException"><c>link-used</c>, <c>link-void</c> or <c>link-expired</c> (RV-5).</exception>
    /// <exception cref="ConflictException"><c>not-confirmable</c>: the workflow waits for no confirmation.</exception>
    public async Task ConfirmAsync(string token, CancellationToken cancellationToken)
    {
        var (found, _, hash) = await FindAsync(token, cancellationToken) ?? throw new NotFoundException("confirmation link", "in the request");
        Revocation? revocation = null;
        var (_, consumed) = await workflows.ResumeAsync(found.InstanceId, LinkHolder, PrepareAsync, cancellationToken);
        if (!consumed || revocation!.State == RevocationState.AwaitingConfirmation)
        {
            throw NotPermitted("not-confirmable", "waits for no confirmation by the link", revocation!);
        }

        async ValueTask<Stimulus?> PrepareAsync(CaseTurn turn, CancellationToken cancel)
        {
            revocation = await turn.RevocationAsync(found.Id, cancel);
            var link = revocation.LinkStateOf(hash, turn.Now);
            return link == ConfirmationLinkState.Valid
                ? new Stimulus.SendEvent(ConfirmedEvent, new Dictionary<string, object?> { ["linkHash"] = hash })
                : throw new DomainException($"link-{CamelCase.Of(link)}", $"The link is {CamelCase.Of(link)} and confirms nothing.", "RV-5");
        }
    }

    /// <summary>Sends the customer a new link; older ones are void (RV-5).</summary>
    /// <param name="answer">Makes the row for the request's idempotency key; null without one.</param>
    /// <exception cref="NotFoundException">No revocation with this id.</exception>
    /// <exception cref="ConflictException"><c>not-awaiting-confirmation</c>.</exception>
    public Task<Revocation> RequestMailAsync(
        RevocationId id, long? version, Caller caller, Func<CaseTurn, Revocation, Task<StoredAnswer?>> answer, CancellationToken cancellationToken) =>
        SendAsync(id, version, caller, RevocationTrigger.SendLink, new Stimulus.SendEvent(MailEvent, null), answer, cancellationToken);

    /// <summary>A ticket asks to force the revocation (RV-2).</summary>
    /// <param name="answer">Makes the row for the request's idempotency key; null without one.</param>
    /// <exception cref="NotFoundException">No revocation with this id.</exception>
    /// <exception cref="ConflictException"><c>not-awaiting-confirmation</c>.</exception>
    /// <exception cref="InvalidInputException"><c>invalid-ticket</c>.</exception>
    public Task<Revocation> ForceAsync(
        RevocationId id, string ticket, long? version, Caller caller, Func<CaseTurn, Revocation, Task<StoredAnswer?>> answer, CancellationToken cancellationToken) =>
        SendAsync(
            id,
            version,
            caller,
            RevocationTrigger.Force,
            new Stimulus.SendEvent(ForcedEvent, new Dictionary<string, object?> { ["ticket"] = ticket, ["by"] = caller.Name }),
            answer,
            cancellationToken);

    private async Task<Revocation> SendAsync(
        RevocationId id,
        long? version,
        Caller caller,
        RevocationTrigger trigger,
        Stimulus stimulus,
        Func<CaseTurn, Revocation, Task<StoredAnswer?>> answer,
        CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var instanceId = await db.Revocations.Where(r => r.Id == id).Select(r => (Guid?)r.InstanceId).SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("revocation", id.ToString());
        Revocation? revocation = null;
        var (_, consumed) = await workflows.ResumeAsync(
            instanceId, caller, PrepareAsync, async (turn, _, _) => await answer(turn, revocation!), cancellationToken);
        return consumed ? revocation! : throw NotAwaiting();

        async ValueTask<Stimulus?> PrepareAsync(CaseTurn turn, CancellationToken cancel)
        {
            revocation = await turn.RevocationAsync(id, cancel);
            revocation.EnsureVersion("revocation", version);

            return revocation.PermittedTriggers.Contains(trigger) ? stimulus : throw NotAwaiting();
        }

        ConflictException NotAwaiting() => NotPermitted("not-awaiting-confirmation", "does not wait for the customer's confirmation", revocation!);
    }

    private static ConflictException NotPermitted(string code, string why, Revocation revocation) => new(
        code,
        $"The revocation is {CamelCase.Of(revocation.State)} and {why}.",
        CamelCase.Of(revocation.State),
        [.. revocation.PermittedTriggers.Select(CamelCase.Of)]);
}
