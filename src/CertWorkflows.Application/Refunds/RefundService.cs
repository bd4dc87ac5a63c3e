using CertWorkflows.Application.Access;
using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Refunds;

/// <summary>What a customer does with a refund that is under way.</summary>
public sealed class RefundService(IWorkflowStore store, WorkflowService workflows)
{
    /// <summary>The event that the workflow's cancel branch waits for.</summary>
    public const string CancelEvent = "refund-cancelled";

    /// <summary>The customer takes the request back (RF-24).</summary>
    /// <exception cref="NotFoundException">No refund with this id.</exception>
    /// <exception cref="ConflictException"><c>not-cancellable</c>: it is not under review.</exception>
    public async Task<Refund> CancelAsync(RefundId id, long? version, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var instanceId = await db.Refunds.Where(r => r.Id == id).Select(r => (Guid?)r.InstanceId).SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("refund", id.ToString());
        Refund? refund = null;
        var (_, consumed) = await workflows.ResumeAsync(instanceId, caller, PrepareAsync, cancellationToken);
        return consumed ? refund! : throw NotCancellable(refund!);

        async ValueTask<Stimulus?> PrepareAsync(CaseTurn turn, CancellationToken token)
        {
            refund = await turn.RefundAsync(id, token);
            refund.EnsureVersion("refund", version);

            return refund.State == RefundState.UnderReview ? new Stimulus.SendEvent(CancelEvent, null) : throw NotCancellable(refund);
        }
    }

    private static ConflictException NotCancellable(Refund refund) => new(
        "not-cancellable",
        $"The refund is {CamelCase.Of(refund.State)}; only one under review can be cancelled (RF-24).",
        CamelCase.Of(refund.State),
        refund.PermittedTriggers.Select(t => CamelCase.Of(t)).ToArray());
}
