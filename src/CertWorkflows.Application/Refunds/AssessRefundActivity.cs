using CertWorkflows.Application.Access;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Refunds;

/// <summary>
/// <c>CertWorkflows.AssessRefund</c>: asks section 5's policy. A case that was opened with the start (POST /refunds) keeps the
/// answer it was opened with; a bare start opens the case here, or is refused without one.
/// </summary>
public sealed class AssessRefundActivity(IOptions<RefundOptions> options) : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.AssessRefund", "CertWorkflows", "Assess refund", "Asks the refund rules (RF-1 to RF-12) and opens the case.")
        .Input("CertificateId", TypeRef.String, "Only for a start without a case: the certificate to refund.")
        .Input("Reason", TypeRef.String, "Only for a start without a case (RF-26).", RefundReason.NotNeeded.Code(), true,
            hint: UiHints.DropDown, options: UiHints.OneOf(RefundReasons.Codes))
        .Output("RefundId", TypeRef.String, "The case.")
        .Output("Rule", TypeRef.String, "The rule that decided.")
        .Output("Code", TypeRef.String, "The refusal's code; empty when accepted.")
        .Output("State", TypeRef.String, "The refund's state.")
        .Output("Amount", TypeRef.Decimal, "What will be returned, CNY.")
        .Output("Reason", TypeRef.String, "Why it was asked for (RF-26).")
        .Output("Product", TypeRef.String, "The certificate's product.")
        .Output("Company", TypeRef.String, "The customer's company.")
        .Output("Email", TypeRef.String, "Where the customer gets mail.")
        .Output("RequestedBy", TypeRef.String, "Who asked; may not decide.")
        .Output("SubmittedAt", TypeRef.DateTimeOffset, "When it was asked for; the limit of RF-22 runs from here.")
        .Output("CertificateExpiresAt", TypeRef.DateTimeOffset, "When the certificate, or the service that it was bought for, ends (RF-23).")
        .Output("HelpWanted", TypeRef.Boolean, "Whether the customer wants help (RF-26).")
        .Outcomes(nameof(RefundOutcome.Automatic), nameof(RefundOutcome.Manual), nameof(RefundOutcome.Refused))
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        try
        {
            var refund = turn.CaseKind == CaseKinds.Refund
                ? await turn.RefundOfCaseAsync(cancellationToken)
                : await OpenAsync(context, turn, cancellationToken);
            SetOutputs(context, refund, await turn.CertificateAsync(refund.CertificateId, cancellationToken));
            return ActivityResult.Outcome(refund.Outcome.ToString());
        }
        catch (DomainException refusal)
        {
            return Refuse(context, refusal.Rule, refusal.Code, refusal.Message);
        }
        catch (ConflictException conflict)
        {
            return Refuse(context, null, conflict.Code, conflict.Message);
        }
    }

    private static ActivityResult Refuse(ActivityContext context, string? rule, string code, string message)
    {
        context.SetOutput("Rule", rule);
        context.SetOutput("Code", code);
        context.Journal("Refused", message);
        return ActivityResult.Outcome(nameof(RefundOutcome.Refused));
    }

    private static void SetOutputs(ActivityContext context, Refund refund, Certificate certificate)
    {
        context.SetOutput("RefundId", refund.Id.ToString());
        context.SetOutput("Rule", refund.Rule);
        context.SetOutput("Code", "");
        context.SetOutput("State", CamelCase.Of(refund.State));
        context.SetOutput("Amount", refund.Amount.Amount);
        context.SetOutput("Reason", refund.Reason.Code());
        context.SetOutput("Product", certificate.ProductName());
        context.SetOutput("Company", certificate.Company);
        context.SetOutput("Email", certificate.Email);
        context.SetOutput("RequestedBy", refund.RequestedBy);
        context.SetOutput("SubmittedAt", refund.SubmittedAt);
        context.SetOutput("CertificateExpiresAt", certificate.Expiry);
        context.SetOutput("HelpWanted", refund.Assistance is { Wanted: true });
    }

    private async Task<Refund> OpenAsync(ActivityContext context, CaseTurn turn, CancellationToken cancellationToken)
    {
        var reasonCode = context.Input<string>("Reason");
        if (!RefundReasons.TryParse(reasonCode, out var reason))
        {
            throw new DomainException(
                "invalid-refund-request", $"'{reasonCode}' is no reason; allowed are {string.Join(", ", RefundReasons.Codes)}.", "RF-26");
        }

        var certificateId = CertificateId.Parse(context.Input<string>("CertificateId"));
        var opening = new RefundOpening(certificateId, reason, RefundChannel.Ticket, null, null, options.Value.SecondReviewerAbove);
        await opening.OpenAsync(turn, new Dictionary<string, object?>(), cancellationToken);
        return opening.Refund!;
    }
}
