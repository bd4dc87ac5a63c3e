using CertWorkflows.Application.Access;
using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.PackageRefunds;

/// <summary>What a customer does with a package's refund that is under way.</summary>
public sealed class PackageRefundService(IWorkflowStore store, WorkflowService workflows)
{
    /// <summary>The event that the workflow's cancel branch waits for.</summary>
    public const string CancelEvent = "package-refund-cancelled";

    /// <summary>The customer takes the request back, before it is approved.</summary>
    /// <exception cref="NotFoundException">No package refund with this id.</exception>
    /// <exception cref="ConflictException"><c>not-cancellable</c>: it is approved or closed.</exception>
    public async Task CancelAsync(PackageRefundId id, long? version, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var instanceId = await db.PackageRefunds.Where(r => r.Id == id).Select(r => (Guid?)r.InstanceId).SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("package refund", id.ToString());
        PackageRefund? refund = null;
        var (_, consumed) = await workflows.ResumeAsync(instanceId, caller, PrepareAsync, cancellationToken);
        if (!consumed)
        {
            throw NotCancellable(refund!);
        }

        async ValueTask<Stimulus?> PrepareAsync(CaseTurn turn, CancellationToken token)
        {
            refund = await turn.LoadAsync<PackageRefund>(id, "package refund", token);
            refund.EnsureVersion("package refund", version);
            return refund.PermittedTriggers.Contains(PackageRefundTrigger.Cancel)
                ? new Stimulus.SendEvent(CancelEvent, null)
                : throw NotCancellable(refund);
        }
    }

    private static ConflictException NotCancellable(PackageRefund refund) => new(
        "not-cancellable",
        $"The package's refund is {CamelCase.Of(refund.State)}; only one that waits or is under review can be cancelled.",
        CamelCase.Of(refund.State),
        [.. refund.PermittedTriggers.Select(CamelCase.Of)]);
}
