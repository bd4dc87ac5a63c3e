using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Events;

/// <summary>
/// Moves of aggregates that are events for whoever waits for them or is started by them: an effect in the commit of the move, so that
/// none is lost, with a key by the aggregate's version, so that none is doubled. The correlation id is the aggregate's.
/// </summary>
internal static class Announcement
{
    public const string CertificateOrdered = "certificate-ordered";

    public const string CertificateIssued = "certificate-issued";

    public const string PackageOrdered = "package-ordered";

    private const string Bought = "buy";
    private const string Issued = "issue";

    /// <summary>The row that tells of a move; null for one that nobody is told.</summary>
    public static Effect? Of(IAggregate thing, StateChange move, DateTimeOffset now) => thing switch
    {
        Certificate certificate when move.Trigger == Bought => Row(CertificateOrdered, certificate.Id.Value, thing, now, IdsOf(certificate)),
        Certificate certificate when move.Trigger == Issued => Row(CertificateIssued, certificate.Id.Value, thing, now, IdsOf(certificate)),
        Package package when move.Trigger == Bought => Row(PackageOrdered, package.Id.Value, thing, now, new()
        {
            ["packageId"] = package.Id.ToString(),
            ["orderId"] = package.OrderId.ToString(),
            ["customerId"] = package.CustomerId.Value,
        }),
        _ => null,
    };

    private static Dictionary<string, object?> IdsOf(Certificate certificate) => new()
    {
        ["certificateId"] = certificate.Id.ToString(),
        ["orderId"] = certificate.OrderId.ToString(),
        ["customerId"] = certificate.CustomerId.Value,
        ["packageId"] = certificate.PackageId?.ToString(),
    };

    /// <summary>It belongs to no instance, and is delivered once: who comes later sees what has been announced in the thing itself.</summary>
    private static Effect Row(string name, Guid subject, IAggregate thing, DateTimeOffset now, Dictionary<string, object?> ids)
    {
        var id = Ids.New(now);
        return new Effect
        {
            Id = id,
            InstanceId = id,
            Kind = EventDelivery.EffectKind,
            IdempotencyKey = string.Create(CultureInfo.InvariantCulture, $"{name}-{subject:N}-{thing.Version}"),
            Payload = new JsonObject
            {
                ["name"] = name,
                ["correlationId"] = subject.ToString(),
                ["payload"] = StoredValue.Write(ids),
                [EventDelivery.OnceMember] = true,
            }.ToJsonString(),
            State = EffectState.Pending,
            NextAttemptAt = now,
            CreatedAt = now,
        };
    }
}
