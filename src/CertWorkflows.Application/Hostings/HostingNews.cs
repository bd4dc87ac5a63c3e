using System.Globalization;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Events;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Domain.Renewals;

namespace CertWorkflows.Application.Hostings;

/// <summary>Tells the workflow of a hosting that its certificate, or a renewal of it, has moved, whoever moved it.</summary>
internal static class HostingNews
{
    /// <summary>The event that the workflow waits for; it says nothing: the workflow looks for itself.</summary>
    public const string EventName = "hosting-changed";

    public static async ValueTask TellAsync(CaseTurn turn, CancellationToken cancellationToken)
    {
        var renewed = turn.Moved.OfType<Renewal>().Select(renewal => renewal.OldCertificateId).ToList();
        var hosted = turn.Moved.OfType<Certificate>().Concat(turn.Known<Certificate>().Where(c => renewed.Contains(c.Id)))
            .Select(certificate => certificate.HostingId).OfType<HostingId>().Distinct().ToList();
        foreach (var id in hosted)
        {
            // A simulation knows the certificate alone.
            if (await turn.Db.FindAsync<Hosting>([id], cancellationToken) is { State: HostingState.Active, InstanceId: { } instanceId }
                && instanceId != turn.InstanceId && instanceId != turn.Parent.InstanceId)
            {
                Send(turn, instanceId);
            }
        }
    }

    /// <summary>The row that wakes the workflow once the turn is committed.</summary>
    public static void Send(CaseTurn turn, Guid instanceId) => EffectRequests.Request(
        turn,
        EventDelivery.EffectKind,
        string.Create(CultureInfo.InvariantCulture, $"event-{turn.NewId():N}"),
        EventDelivery.PayloadOf(new PublishedEvent(EventName, null, null) { InstanceId = instanceId }));
}
