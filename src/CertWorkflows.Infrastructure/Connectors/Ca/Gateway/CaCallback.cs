using System.Diagnostics.CodeAnalysis;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Gateways;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Gateway;

/// <summary>The CA's word on an application or a revocation that it had accepted.</summary>
/// <param name="IdempotencyKey">Which effect it is about.</param>
/// <param name="Kinds">Which kinds of effects such a word can be about.</param>
/// <param name="Outcome"><see cref="EffectOutcome.Succeeded"/> or <see cref="EffectOutcome.Rejected"/>.</param>
public sealed record CaCallback(string IdempotencyKey, IReadOnlyList<string> Kinds, EffectOutcome Outcome)
{
    private const string Issue = "ca-issue";
    private const string Revoke = "ca-revoke";

    /// <summary>
    /// Reads a body that <see cref="CallbackVerifier"/> found genuine: <c>{idempotencyKey, status:
    /// "issued"|"revoked"|"failed", chainPem?, issuedAt?, bonusDays?, revokedAt?, code?, message?}</c>.
    /// </summary>
    public static bool TryParse(
        ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out CaCallback? callback,
        [NotNullWhen(false)] out string? problem)
    {
        callback = null;
        var report = CaReport.Read(ConnectorJson.ParseObject(body));
        if (report is null)
        {
            problem = "The body must be a JSON object with idempotencyKey and status.";
            return false;
        }

        if (string.IsNullOrEmpty(report.IdempotencyKey))
        {
            problem = "idempotencyKey is missing.";
            return false;
        }

        if (report.Final(out problem) is not { } outcome)
        {
            return false;
        }

        callback = new CaCallback(
            report.IdempotencyKey,
            report.Status switch
            {
                CaReport.Issued => [Issue],
                CaReport.Revoked => [Revoke],
                _ => [Issue, Revoke],
            },
            outcome);
        return true;
    }
}
