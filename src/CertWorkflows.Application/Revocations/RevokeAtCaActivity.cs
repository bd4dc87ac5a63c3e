using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Revocations;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Revocations;

/// <summary>
/// <c>CertWorkflows.RevokeAtCa</c>: asks the CA to revoke and waits for its word that it has. A request whose fate is unknown is
/// asked for again under the same key, one that the CA refused under a new one.
/// </summary>
public sealed class RevokeAtCaActivity : Activity
{
    internal const string EffectKind = "ca-revoke";

    private const string Revoked = "Revoked";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.RevokeAtCa", "CertWorkflows", "Revoke at the CA", "Asks the CA to revoke the certificate and waits until it has.")
        .Output("State", TypeRef.String, "The revocation's state afterwards.")
        .Output("Error", TypeRef.String, "Why the CA refused; empty otherwise.")
        .Output("RefundPossible", TypeRef.Boolean, "Whether RF-10 allows a refund now (RV-7).")
        .Output("RefundUntil", TypeRef.String, "The last day on which it can be asked for without a ticket (RF-9).")
        .Outcomes(Revoked, "Refused", "Expired")
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var (revocation, certificate) = await turn.RevocationAndCertificateAsync(cancellationToken);
        if (revocation.State != RevocationState.Confirmed)
        {
            throw new InvalidOperationException(
                $"The revocation is {CamelCase.Of(revocation.State)}; the CA is asked only for a confirmed one.");
        }

        context.SetOutput("Error", "");
        var earlier = await turn.Db.Effects
            .Where(e => e.InstanceId == turn.InstanceId && e.Kind == EffectKind)
            .OrderByDescending(e => e.CreatedAt)
            .ToListAsync(cancellationToken);
        if (earlier.Find(e => e.State == EffectState.Done) is { } done)
        {
            return Take(context, turn, revocation, certificate, JsonNode.Parse(done.Result!)!.AsObject());
        }

        if (earlier.Find(e => !EffectRequests.IsRefusal(e)) is { } unknown)
        {
            EffectRequests.RepeatAndWait(context, unknown);
            return ActivityResult.Wait;
        }

        EffectRequests.RequestAndWait(context, EffectKind, $"revocation-{revocation.Id}-{earlier.Count + 1}", new JsonObject
        {
            ["certificateId"] = certificate.Id.ToString(),
            ["serial"] = certificate.Serial,
            ["chainPem"] = certificate.ChainPem,
            ["brand"] = certificate.Brand,
            ["reason"] = revocation.Reason.Name(),
        });
        return ActivityResult.Wait;
    }

    public override async ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var (revocation, certificate) = await turn.RevocationAndCertificateAsync(cancellationToken);
        var answer = EffectRequests.Answer(context);
        if (answer.Succeeded)
        {
            return Take(context, turn, revocation, certificate, answer.Result!);
        }

        context.SetOutput("State", CamelCase.Of(revocation.State));
        context.SetOutput("Error", $"{answer.Code}: {answer.Message}");
        return ActivityResult.Outcome("Refused");
    }

    private static ActivityResult Take(
        ActivityContext context, CaseTurn turn, Revocation revocation, Certificate certificate, JsonObject result)
    {
        var outcome = Revoked;
        if (certificate.State == CertificateState.RevocationPending)
        {
            RevocationCase.Revoke(revocation, certificate, RevokedAt(result, turn.Now), turn.Actor, turn.Now);
            var refund = RefundPolicy.Assess(RefundFacts.Of(certificate, RefundChannel.SelfService, turn.Now), turn.Calendar);
            context.SetOutput("RefundPossible", refund.Outcome != RefundOutcome.Refused);
            context.SetOutput(
                "RefundUntil",
                RefundPolicy.LastDayAfterIssue(certificate.IssuedAt!.Value, turn.Calendar).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
        else
        {
            // Whoever watches the expiry was faster than the CA.
            RevocationCase.Fire(revocation, certificate, RevocationTrigger.Expire, turn.Actor, "the certificate expired before the CA revoked it", turn.Now);
            outcome = "Expired";
        }

        context.SetOutput("State", CamelCase.Of(revocation.State));
        return ActivityResult.Outcome(outcome);
    }

    /// <summary>The CA's clock may be a little ahead of ours; nothing was revoked later than we were told of it.</summary>
    private static DateTimeOffset RevokedAt(JsonObject result, DateTimeOffset now)
    {
        var text = result["revokedAt"]?.GetValue<string>() ?? throw new InvalidOperationException("The CA's answer lacks 'revokedAt'.");
        var at = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        return at < now ? at : now;
    }
}
