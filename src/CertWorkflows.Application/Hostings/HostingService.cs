using CertWorkflows.Application.Access;
using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Hostings;

/// <summary>What a customer does with a hosting.</summary>
public sealed class HostingService(IWorkflowStore store, WorkflowService workflows)
{
    /// <summary>Ends the hosting of a certificate. A renewal that is under way goes on; it was paid, and can be cancelled by itself.</summary>
    /// <exception cref="NotFoundException">No certificate with this id.</exception>
    /// <exception cref="ConflictException"><c>not-hosted</c>.</exception>
    public async Task EndAsync(CertificateId id, long? version, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var certificate = await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken)
            ?? throw new NotFoundException("certificate", id.ToString());
        var instanceId = await db.Hostings
            .Where(h => h.CertificateId == id && h.State == HostingState.Active).Select(h => h.InstanceId).SingleOrDefaultAsync(cancellationToken)
            ?? throw NotHosted(certificate);
        await workflows.ResumeAsync(instanceId, caller, PrepareAsync, cancellationToken);

        // The end holds whether or not the workflow is listening just now; it is woken to say so to the customer.
        async ValueTask<Stimulus?> PrepareAsync(CaseTurn turn, CancellationToken token)
        {
            var hosted = await turn.CertificateAsync(id, token);
            hosted.EnsureVersion("certificate", version);
            var hosting = await turn.HostingOfCaseAsync(token);
            if (!turn.Hosts(hosting) || hosting.CertificateId != id)
            {
                throw NotHosted(hosted);
            }

            HostingCase.End(hosting, hosted, turn.Actor, "the customer ended it", turn.Now);
            HostingNews.Send(turn, turn.InstanceId);
            return null;
        }
    }

    private static ConflictException NotHosted(Certificate certificate) => new(
        "not-hosted", $"Certificate {certificate.Id} is not hosted.", CamelCase.Of(certificate.State));
}
