using System.Diagnostics.CodeAnalysis;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Gateways;

namespace CertWorkflows.Infrastructure.Connectors.Payments;

/// <summary>The gateway's word on a payout that it had accepted.</summary>
/// <param name="IdempotencyKey">Which effect it is about.</param>
/// <param name="Outcome"><see cref="EffectOutcome.Succeeded"/> or <see cref="EffectOutcome.Rejected"/>.</param>
public sealed record PaymentCallback(string IdempotencyKey, EffectOutcome Outcome)
{
    /// <summary>
    /// Reads a body that <see cref="CallbackVerifier"/> found genuine:
    /// <c>{idempotencyKey, status: "paid"|"failed", paymentReference, paidAt, code?, message?}</c>.
    /// </summary>
    public static bool TryParse(
        ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out PaymentCallback? callback,
        [NotNullWhen(false)] out string? problem)
    {
        callback = null;
        var report = PayoutReport.Read(ConnectorJson.ParseObject(body));
        problem = report switch
        {
            null => "The body must be a JSON object with idempotencyKey and status.",
            { IdempotencyKey: null or "" } => "idempotencyKey is missing.",
            { Status: not ("paid" or "failed") } => $"status is '{report.Status}'; it must be paid or failed.",
            { Status: "paid", PaymentReference: null or "" } => "paymentReference is missing; a paid payout has one.",
            { Status: "paid", PaidAt: null } => "paidAt is missing; a paid payout has one.",
            _ => null,
        };
        if (problem is not null)
        {
            return false;
        }

        callback = new PaymentCallback(report!.IdempotencyKey!, report.Final(report.PaidAt)!);
        return true;
    }
}
