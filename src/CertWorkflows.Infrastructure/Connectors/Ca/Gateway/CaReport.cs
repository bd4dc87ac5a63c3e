using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Gateway;

/// <summary>How an application or a revocation stands, as the CA puts it in its answers and in its callbacks.</summary>
internal sealed record CaReport(
    string Status,
    string? IdempotencyKey = null,
    string? Reference = null,
    string? ChainPem = null,
    DateTimeOffset? IssuedAt = null,
    int BonusDays = 0,
    DateTimeOffset? RevokedAt = null,
    string? Code = null,
    string? Message = null)
{
    public const string Issued = "issued";
    public const string Revoked = "revoked";
    public const string Failed = "failed";
    private const int MostBonusDays = 31;

    /// <summary>Null when it is not readable as one. Members that we do not know are the CA's business.</summary>
    public static CaReport? Read(JsonObject? body)
    {
        try
        {
            var report = body.Deserialize<CaReport>(JsonSerializerOptions.Web);
            return report?.Status is null ? null : report;
        }
        catch (JsonException)
        {
            // Null is the record of it: callers say in their outcome that the report was unreadable.
            return null;
        }
    }

    /// <summary>
    /// The outcome of an answer; null while it is not over. An answer that says it is done without all that belongs to it
    /// may pass.
    /// </summary>
    /// <param name="done">How a thing of that kind is over.</param>
    public static EffectOutcome? Outcome(JsonObject? body, string done) =>
        Read(body) is { } report && (report.Status == done || report.Status == Failed)
            ? report.Final(out var problem) ?? new EffectOutcome.Failed($"The CA's answer cannot be taken: {problem}")
            : null;

    /// <summary>The outcome that it tells, or what keeps it from telling one.</summary>
    public EffectOutcome? Final(out string problem)
    {
        problem = "";
        switch (this)
        {
            case { Status: Failed }:
                return new EffectOutcome.Rejected(
                    string.IsNullOrEmpty(Code) ? "ca-refused" : Code,
                    string.IsNullOrEmpty(Message) ? "The CA says that it will not do it." : Message);
            case { Status: Revoked, RevokedAt: { } revokedAt }:
                return new EffectOutcome.Succeeded(new JsonObject { ["revokedAt"] = ConnectorJson.Instant(revokedAt) });
            case { Status: Revoked }:
                problem = "revokedAt is missing; a revoked certificate has one.";
                return null;
            case { Status: Issued, BonusDays: < 0 or > MostBonusDays }:
                problem = $"bonusDays is {BonusDays}; allowed is 0 to {MostBonusDays} (RN-7).";
                return null;
            case { Status: Issued }:
                return Certificate(out problem);
            default:
                problem = $"status is '{Status}'; it must be {Issued}, {Revoked} or {Failed}.";
                return null;
        }
    }

    // What the certificate says goes before what is said about it.
    private EffectOutcome.Succeeded? Certificate(out string problem)
    {
        if (!CertificateChain.TryRead(ChainPem, out var leaf, out var unreadable))
        {
            problem = $"chainPem {unreadable}";
            return null;
        }

        problem = "";
        using (leaf)
        {
            return new EffectOutcome.Succeeded(new JsonObject
            {
                ["chainPem"] = ChainPem,
                ["serial"] = leaf.SerialNumber,
                ["issuedAt"] = ConnectorJson.Instant(IssuedAt ?? CertificateChain.Instant(leaf.NotBefore)),
                ["expiresAt"] = ConnectorJson.Instant(CertificateChain.Instant(leaf.NotAfter)),
                ["bonusDays"] = BonusDays,
            });
        }
    }
}
