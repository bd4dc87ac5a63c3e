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
            "CertWorkflows.PayRefund", "CertWorkflows", "Pay refund", "Pays the refund of the case, a certificate's or a package's, to the account that paid, and waits for the result.")
        .Output("PaymentReference", TypeRef.String, "The gateway's reference.")
        .Output("Error", TypeRef.String, "Why it failed for good.")
        .Outcomes("Paid", "Failed")
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var refund = await PayableRefund.OfCaseAsync(turn, cancellationToken);
        if (refund.HasFailed)
        {
            refund.Fire(RefundTrigger.RetryPayment, "payment is tried again", null);
        }
        else if (!refund.IsApproved)
        {
            throw new InvalidOperationException($"The refund is {refund.State}; only an approved one is paid.");
        }

        if (refund.Amount == Money.Zero)
        {
            refund.Fire(RefundTrigger.Pay, "nothing had been paid in cash", null);
            return ActivityResult.Outcome("Paid");
        }

        var earlier = await turn.Db.Effects
            .Where(e => e.InstanceId == turn.InstanceId && e.Kind == Kind)
            .OrderByDescending(e => e.CreatedAt)
            .ToListAsync(cancellationToken);
        if (earlier.Find(e => e.State == EffectState.Done) is { } done)
        {
            return Paid(context, refund, JsonNode.Parse(done.Result!)!.AsObject());
        }

        if (earlier.Find(e => !EffectRequests.IsRefusal(e)) is { } unknown)
        {
            EffectRequests.RepeatAndWait(context, unknown);
            return ActivityResult.Wait;
        }

        EffectRequests.RequestAndWait(context, Kind, $"{refund.Reference}-{earlier.Count + 1}", new JsonObject
        {
            ["refundId"] = refund.Id,
            ["amount"] = refund.Amount.Amount.ToString("0.00", CultureInfo.InvariantCulture),
            ["currency"] = Money.Currency,
            ["channel"] = CamelCase.Of(refund.Channel),
            ["account"] = refund.Account,
            ["reference"] = refund.Reference,
        });
        return ActivityResult.Wait;
    }

    public override async ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        var refund = await PayableRefund.OfCaseAsync((CaseTurn)context.Turn, cancellationToken);
        var answer = EffectRequests.Answer(context);
        if (answer.Succeeded)
        {
            return Paid(context, refund, answer.Result!);
        }

        var error = $"{answer.Code}: {answer.Message}";
        refund.Fire(RefundTrigger.FailPayment, error, null);
        context.SetOutput("Error", error);
        return ActivityResult.Outcome("Failed");
    }

    private static ActivityResult Paid(ActivityContext context, PayableRefund refund, JsonObject result)
    {
        var reference = result["paymentReference"]?.GetValue<string>();
        refund.Fire(RefundTrigger.Pay, "paid", reference);
        context.SetOutput("PaymentReference", reference);
        return ActivityResult.Outcome("Paid");
    }
}
