using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;

namespace CertWorkflows.Infrastructure.Connectors.Payments;

/// <summary>How a payout stands, as the gateway puts it in its answers and in its callbacks.</summary>
internal sealed record PayoutReport(
    string Status,
    string? IdempotencyKey = null,
    string? PaymentReference = null,
    DateTimeOffset? PaidAt = null,
    string? Code = null,
    string? Message = null)
{
    /// <summary>Null when it is not readable as one. Members that we do not know are the gateway's business.</summary>
    public static PayoutReport? Read(JsonObject? body)
    {
        try
        {
            var report = body.Deserialize<PayoutReport>(JsonSerializerOptions.Web);
            return report?.Status is null ? null : report;
        }
        catch (JsonException)
        {
            // Null is the record of it: callers say in their outcome that the report was unreadable.
            return null;
        }
    }

    /// <summary>The outcome of a payout that is over; null while it is not, or when something is missing.</summary>
    public EffectOutcome? Final(DateTimeOffset? paidAtOtherwise) => this switch
    {
        { Status: "paid", PaymentReference.Length: > 0 } when (PaidAt ?? paidAtOtherwise) is { } paidAt =>
            new EffectOutcome.Succeeded(new JsonObject
            {
                ["paymentReference"] = PaymentReference,
                ["paidAt"] = ConnectorJson.Instant(paidAt),
            }),
        { Status: "failed" } => new EffectOutcome.Rejected(
            string.IsNullOrEmpty(Code) ? "payment-failed" : Code,
            string.IsNullOrEmpty(Message) ? "The gateway says that the payment failed." : Message),
        _ => null,
    };
}
