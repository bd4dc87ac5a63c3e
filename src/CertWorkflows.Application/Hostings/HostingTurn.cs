using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Hostings;

namespace CertWorkflows.Application.Hostings;

/// <summary>A turn's hosting.</summary>
internal static class HostingTurn
{
    /// <summary>The hosting that the instance works on.</summary>
    /// <exception cref="InvalidOperationException">It works on none; the activity faults with this message.</exception>
    public static ValueTask<Hosting> HostingOfCaseAsync(this CaseTurn turn, CancellationToken cancellationToken) => turn.LoadAsync<Hosting>(
        new HostingId(turn.CaseOf(CaseKinds.Hosting, "POST /certificates/{id}/hosting", "OpenHosting")), "hosting", cancellationToken);

    /// <summary>Whether the instance still hosts: the same hosting may have been ended, and started again for another certificate.</summary>
    public static bool Hosts(this CaseTurn turn, Hosting hosting) => hosting.State == HostingState.Active && hosting.InstanceId == turn.InstanceId;

    /// <summary>Ends what the instance hosts; nothing where it hosts no more.</summary>
    public static async ValueTask<Hosting> EndAsync(CaseTurn turn, string reason, CancellationToken cancellationToken)
    {
        var hosting = await turn.HostingOfCaseAsync(cancellationToken);
        if (turn.Hosts(hosting))
        {
            var certificate = await turn.CertificateAsync(hosting.CertificateId!.Value, cancellationToken);
            HostingCase.End(hosting, certificate, turn.Actor, reason, turn.Now);
        }

        return hosting;
    }
}
