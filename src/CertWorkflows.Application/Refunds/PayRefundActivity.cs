using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Refunds;

/// <summary>
/// <c>CertWorkflows.PayRefund</c>: pays an approved refund back to where the money came from (RF-20, RF-21) and waits for the
/// gateway's word. The idempotency key belongs to the refund, not to the attempt: a payment whose fate is unknown is asked for
/// again under the same key, and only a payment that was refused for good gets a new one. So a refund is paid once.
/// </summary>
public sealed class PayRefundActivity : Activity
{
    private const string Kind = "payment";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.PayRefund", "CertWorkflows", "Pay refund", "Pays the refund to the account that paid, and waits for the result.")
        .Output("PaymentReference", TypeRef.String, "The gateway's reference.")
        .Output("Error", TypeRef.String, "Why it failed for good.")
        .Outcomes("Paid", "Failed")
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var refund = await turn.RefundOfCaseAsync(cancellationToken);
        if (refund.State == RefundState.PaymentFailed)
        {
            await FireAsync(turn, refund, RefundTrigger.RetryPayment, "payment is tried again", null, cancellationToken);
        }
        else if (refund.State != RefundState.Approved)
        {
            throw new InvalidOperationException($"The refund is {CamelCase.Of(refund.State)}; only an approved one is paid.");
        }

        var prefix = $"refund-{refund.Id}";
        var earlier = await turn.Db.Effects
            .Where(e => e.InstanceId == turn.InstanceId && e.Kind == Kind)
            .OrderByDescending(e => e.CreatedAt)
            .ToListAsync(cancellationToken);
        if (earlier.Find(e => e.State == EffectState.Done) is { } done)
        {
            return await PaidAsync(context, turn, refund, JsonNode.Parse(done.Result!)!.AsObject(), cancellationToken);
        }

        if (earlier.Find(e => !IsRefusal(e)) is { } unknown)
        {
            var bookmark = context.Wait(new BookmarkRequest { Name = EffectRequests.BookmarkName, Tag = Kind });
            (unknown.BookmarkId, unknown.State, unknown.Attempts) = (bookmark.Id, EffectState.Pending, 0);
            (unknown.NextAttemptAt, unknown.CompletedAt) = (turn.Now, null);
            unknown.Version++;
            return ActivityResult.Wait;
        }

        EffectRequests.RequestAndWait(context, Kind, $"{prefix}-{earlier.Count + 1}", new JsonObject
        {
            ["refundId"] = refund.Id.ToString(),
            ["amount"] = refund.Amount.Amount.ToString("0.00", CultureInfo.InvariantCulture),
            ["currency"] = Domain.Money.Currency,
            ["channel"] = CamelCase.Of(refund.PayToChannel),
            ["account"] = refund.PayToAccount,
            ["reference"] = prefix,
        });
        return ActivityResult.Wait;
    }

    public override async ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var refund = await turn.RefundOfCaseAsync(cancellationToken);
        var answer = EffectRequests.Answer(context);
        if (answer.Succeeded)
        {
            return await PaidAsync(context, turn, refund, answer.Result!, cancellationToken);
        }

        var error = $"{answer.Code}: {answer.Message}";
        await FireAsync(turn, refund, RefundTrigger.FailPayment, error, null, cancellationToken);
        context.SetOutput("Error", error);
        return ActivityResult.Outcome("Failed");
    }

    /// <summary>Whether the gateway itself said no: only then was certainly nothing paid.</summary>
    private static bool IsRefusal(Effect effect) =>
        effect.State == EffectState.Failed && effect.LastError?.StartsWith(EffectSender.RefusedMark, StringComparison.Ordinal) == true;

    private static async Task<ActivityResult> PaidAsync(
        ActivityContext context, CaseTurn turn, Refund refund, JsonObject result, CancellationToken cancellationToken)
    {
        var reference = result["paymentReference"]?.GetValue<string>();
        await FireAsync(turn, refund, RefundTrigger.Pay, "paid", reference, cancellationToken);
        context.SetOutput("PaymentReference", reference);
        return ActivityResult.Outcome("Paid");
    }

    private static async Task FireAsync(
        CaseTurn turn, Refund refund, RefundTrigger trigger, string reason, string? reference, CancellationToken cancellationToken)
    {
        var certificate = await turn.CertificateAsync(refund.CertificateId, cancellationToken);
        RefundCase.Fire(refund, certificate, trigger, turn.Actor, reason, turn.Now, reference);
    }
}
