using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Domain.Refunds;

/// <summary>
/// A refund and its certificate move together; nothing else moves a refund, or a certificate that is being refunded.
/// What is refused changes neither.
/// </summary>
public static class RefundCase
{
    /// <summary>Opens a case; the certificate becomes <see cref="CertificateState.RefundPending"/>.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="certificate">The certificate whose cash is asked back.</param>
    /// <param name="assessment">What <see cref="RefundPolicy"/> said of it, for the same instant.</param>
    /// <returns>The case, submitted.</returns>
    /// <exception cref="DomainException">The assessment's code and rule when it refuses; <c>invalid-refund-request</c>
    /// (RF-26).</exception>
    /// <exception cref="IllegalTransitionException">The certificate's state permits no refund.</exception>
    public static Refund Open(RefundRequest request, Certificate certificate, RefundAssessment assessment)
    {
        if (assessment.Outcome == RefundOutcome.Refused || assessment.Refund is not { } amount)
        {
            throw new DomainException(assessment.Code, assessment.Message, assessment.Rule);
        }

        request.EnsureWellFormed();
        certificate.RequestRefund(
            request.RequestedBy, request.At, $"refund {request.Id} was asked for: {request.Reason.Code()}");
        return Refund.Submit(request, certificate, assessment, amount);
    }

    /// <summary>Moves a case and, where the move ends it, its certificate.</summary>
    /// <param name="refund">The case.</param>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="trigger">The move.</param>
    /// <param name="actor">The person or the part of the system that does it.</param>
    /// <param name="reason">Why; a refusal's reason is shown to the customer (RF-28).</param>
    /// <param name="at">When.</param>
    /// <param name="paymentReference">The payment provider's reference, kept with
    /// <see cref="RefundTrigger.Pay"/>.</param>
    /// <exception cref="IllegalTransitionException">The state does not permit it; a cancellation anywhere but under
    /// review (RF-24).</exception>
    /// <exception cref="DomainException">
    /// <c>separation-of-duties</c>: the requester, or a reviewer who approved already, would decide.
    /// <c>reason-required</c> (RF-28): a refusal without a reason. <c>not-expired</c> (RF-23): the certificate has not
    /// expired. <c>wrong-certificate</c>: the two do not belong together.
    /// </exception>
    public static void Fire(
        Refund refund,
        Certificate certificate,
        RefundTrigger trigger,
        string actor,
        string reason,
        DateTimeOffset at,
        string? paymentReference = null)
    {
        if (refund.CertificateId != certificate.Id)
        {
            throw new DomainException(
                "wrong-certificate",
                $"Refund {refund.Id} is about certificate {refund.CertificateId}, not {certificate.Id}.");
        }

        refund.Lifecycle.Ensure(trigger);
        EnsureRules(refund, certificate, trigger, actor, reason, at);
        var why = $"refund {refund.Id}: {reason}";
        switch (trigger)
        {
            case RefundTrigger.Pay:
                certificate.CompleteRefund(actor, at, why);
                break;
            case RefundTrigger.Reject or RefundTrigger.Cancel or RefundTrigger.ExpireBeforeDecision:
                certificate.ReturnFromRefund(actor, at, why); // RF-24, RF-25
                break;
        }

        refund.Move(trigger, actor, reason, at, trigger == RefundTrigger.Pay ? paymentReference : null);
    }

    private static void EnsureRules(
        Refund refund, Certificate certificate, RefundTrigger trigger, string actor, string reason, DateTimeOffset at)
    {
        if (refund.State == RefundState.UnderReview && trigger is RefundTrigger.Approve or RefundTrigger.Reject)
        {
            Reviewers.EnsureMayDecide($"refund {refund.Id}", refund.RequestedBy, refund.DecidedBy, actor);
        }

        if (trigger == RefundTrigger.Reject && string.IsNullOrWhiteSpace(reason))
        {
            throw new DomainException(
                "reason-required", "A refusal needs a reason: the customer sees it in the refund list.", "RF-28");
        }

        if (trigger == RefundTrigger.ExpireBeforeDecision && at < certificate.Expiry)
        {
            throw new DomainException(
                "not-expired",
                $"It is {at:u}; the certificate serves until {certificate.Expiry:u}, so the case stays open.",
                "RF-23");
        }
    }
}
