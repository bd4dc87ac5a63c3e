using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;

namespace CertWorkflows.Domain.PackageRefunds;

/// <summary>
/// A package's refund and its package move together; nothing else moves such a refund, or a package that is being
/// refunded. A bundled certificate is looked at, never moved: its revocation and its refund are cases of their own. What
/// is refused changes nothing.
/// </summary>
public static class PackageRefundCase
{
    /// <summary>Opens a case; no domain can be switched over to the package from then on.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="package">The package whose cash is asked back.</param>
    /// <param name="bundled">The certificate bought with it; null without one.</param>
    /// <param name="calendar">Counts natural and business days.</param>
    /// <returns>The case: submitted, or waiting where something has to happen first.</returns>
    /// <exception cref="DomainException">The assessment's code and rule when it refuses; <c>ticket-required</c> (PK-2);
    /// <c>invalid-package-refund</c>; <c>wrong-certificate</c>.</exception>
    public static PackageRefund Open(
        PackageRefundRequest request, Package package, Certificate? bundled, BusinessCalendar calendar)
    {
        request.EnsureWellFormed();
        EnsureBelong(package.CertificateBundled ? package.CertificateId : null, bundled);
        var assessment = PackageRefundPolicy.Assess(
            PackageRefundFacts.Of(package, bundled, request.At, request.At), calendar);
        if (assessment.Outcome == PackageRefundOutcome.Refused || assessment.Refund is not { } amount)
        {
            throw new DomainException(assessment.Code, assessment.Message, assessment.Rule);
        }

        var refund = PackageRefund.Submit(request, package, assessment, amount);
        package.TakeRefundCase(refund.Id);
        if (assessment.Outcome == PackageRefundOutcome.Waiting)
        {
            refund.Move(
                PackageRefundTrigger.Wait,
                request.RequestedBy,
                $"waits for {string.Join(", ", assessment.WaitingFor)}",
                request.At);
        }

        return refund;
    }

    /// <summary>What section 6 says to an open case now.</summary>
    /// <param name="refund">The case.</param>
    /// <param name="package">Its package.</param>
    /// <param name="bundled">The certificate bought with it; null without one.</param>
    /// <param name="calendar">Counts natural and business days.</param>
    /// <param name="at">When.</param>
    /// <exception cref="DomainException"><c>wrong-package</c> or <c>wrong-certificate</c>: they do not belong
    /// together.</exception>
    public static PackageRefundAssessment Assess(
        PackageRefund refund, Package package, Certificate? bundled, BusinessCalendar calendar, DateTimeOffset at)
    {
        if (refund.PackageId != package.Id)
        {
            throw new DomainException(
                "wrong-package", $"Refund {refund.Id} is about package {refund.PackageId}, not {package.Id}.");
        }

        EnsureBelong(refund.CertificateId, bundled);
        return PackageRefundPolicy.Assess(
            PackageRefundFacts.Of(package, bundled, refund.SubmittedAt, at, refund.Id), calendar);
    }

    /// <summary>Moves a case and, where the move begins the review or ends the case, its package.</summary>
    /// <param name="refund">The case.</param>
    /// <param name="package">Its package.</param>
    /// <param name="bundled">The certificate bought with it; null without one.</param>
    /// <param name="trigger">The move.</param>
    /// <param name="calendar">Counts natural and business days.</param>
    /// <param name="actor">The person or the part of the system that does it.</param>
    /// <param name="reason">Why; a refusal's reason is shown to the customer.</param>
    /// <param name="at">When.</param>
    /// <param name="paymentReference">The payment provider's reference, kept with
    /// <see cref="PackageRefundTrigger.Pay"/>.</param>
    /// <exception cref="IllegalTransitionException">The state does not permit it, or what it rests on does not hold: a
    /// review while something is waited for, an end over domains that are switched back (PK-3), over a certificate that
    /// can still be revoked (PK-7), or over an expiry that has not come.</exception>
    /// <exception cref="DomainException">
    /// <c>separation-of-duties</c>: the requester, or a reviewer who approved already, would decide.
    /// <c>reason-required</c>: a refusal without a reason. <c>wrong-package</c>, <c>wrong-certificate</c>: they do not
    /// belong together.
    /// </exception>
    public static void Fire(
        PackageRefund refund,
        Package package,
        Certificate? bundled,
        PackageRefundTrigger trigger,
        BusinessCalendar calendar,
        string actor,
        string reason,
        DateTimeOffset at,
        string? paymentReference = null)
    {
        refund.Lifecycle.Ensure(trigger);
        var said = Assess(refund, package, bundled, calendar, at);
        EnsureHolds(refund, package, said, trigger, at);
        EnsureRules(refund, trigger, actor, reason);
        var why = $"package refund {refund.Id}: {reason}";
        switch (trigger)
        {
            case PackageRefundTrigger.StartReview:
                package.RequestRefund(said, actor, at, $"package refund {refund.Id}, ticket {refund.Ticket}");
                break;
            case PackageRefundTrigger.Pay:
                package.CompleteRefund(actor, at, why);
                package.LeaveRefundCase();
                break;
            case PackageRefundTrigger.DeletePackage:
                package.Delete(actor, at, why);
                break;
            case PackageRefundTrigger.Reject
                or PackageRefundTrigger.Cancel
                or PackageRefundTrigger.KeepInUse
                or PackageRefundTrigger.KeepCertificate
                or PackageRefundTrigger.Expire:
                package.LeaveRefundCase();
                if (package.State == PackageState.RefundPending)
                {
                    package.ReturnFromRefund(actor, at, why);
                }

                break;
        }

        refund.Move(trigger, actor, reason, at, trigger == PackageRefundTrigger.Pay ? paymentReference : null);
        if (trigger == PackageRefundTrigger.StartReview)
        {
            refund.TakeReview(said, at);
        }
    }

    /// <summary>Notes the bundled certificate's own refund, which follows the package's (PK-8).</summary>
    /// <param name="refund">The package's refund.</param>
    /// <param name="ofCertificate">The certificate's.</param>
    /// <exception cref="DomainException"><c>wrong-certificate</c>: it is another certificate's.</exception>
    public static void Follow(PackageRefund refund, Refund ofCertificate)
    {
        if (refund.CertificateId != ofCertificate.CertificateId)
        {
            throw new DomainException(
                "wrong-certificate",
                $"Refund {ofCertificate.Id} is about certificate {ofCertificate.CertificateId}, which was not bought with "
                + $"package {refund.PackageId}.");
        }

        refund.TakeCertificateRefund(ofCertificate.Id);
    }

    private static void EnsureHolds(
        PackageRefund refund,
        Package package,
        PackageRefundAssessment said,
        PackageRefundTrigger trigger,
        DateTimeOffset at)
    {
        var unmet = trigger switch
        {
            PackageRefundTrigger.StartReview when said.Outcome != PackageRefundOutcome.Eligible => said.Message,
            PackageRefundTrigger.KeepInUse when package.Domains.Count == 0 => "every domain is switched back (PK-3)",
            PackageRefundTrigger.KeepCertificate when said.Code != "bundled-certificate-kept" =>
                "the bundled certificate is revoked, or can be (PK-7)",
            PackageRefundTrigger.Expire when at < package.ExpiresAt => $"the package serves until {package.ExpiresAt:u}",
            _ => null,
        };
        if (unmet is not null)
        {
            throw new IllegalTransitionException(
                PackageRefundLifecycle.Subject,
                CamelCase.Of(refund.State),
                CamelCase.Of(trigger),
                [.. refund.PermittedTriggers.Select(CamelCase.Of)],
                [unmet.TrimEnd('.')]);
        }
    }

    private static void EnsureRules(PackageRefund refund, PackageRefundTrigger trigger, string actor, string reason)
    {
        if (trigger is PackageRefundTrigger.Approve or PackageRefundTrigger.Reject)
        {
            Reviewers.EnsureMayDecide($"package refund {refund.Id}", refund.RequestedBy, refund.DecidedBy, actor);
        }

        if (trigger == PackageRefundTrigger.Reject && string.IsNullOrWhiteSpace(reason))
        {
            throw new DomainException("reason-required", "A refusal needs a reason: the customer sees it.");
        }
    }

    private static void EnsureBelong(CertificateId? expected, Certificate? bundled)
    {
        if (expected != bundled?.Id)
        {
            throw new DomainException(
                "wrong-certificate",
                $"The package's bundled certificate is {expected?.ToString() ?? "none"}, not {bundled?.Id.ToString() ?? "none"}.");
        }
    }
}
