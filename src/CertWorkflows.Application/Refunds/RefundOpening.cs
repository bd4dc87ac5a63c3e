using CertWorkflows.Application.PackageRefunds;
using CertWorkflows.Application.Renewals;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Renewals;

namespace CertWorkflows.Application.Refunds;

/// <summary>
/// Opens a refund in the turn that starts <c>refund-review</c>: the policy is asked, the certificate becomes refund pending,
/// the case is submitted. A refused request throws with the rule, and nothing is stored. What a renewal has bought is its until
/// it is cancelled, or the CA has signed (RN-11).
/// </summary>
/// <param name="secondReviewerAbove">See <see cref="RefundOptions.SecondReviewerAbove"/>.</param>
public sealed class RefundOpening(
    CertificateId certificateId,
    RefundReason reason,
    RefundChannel channel,
    Assistance? assistance,
    string? comment,
    decimal secondReviewerAbove) : ICaseOpening
{
    /// <summary>The workflow that a refund runs.</summary>
    public const string DefinitionId = "refund-review";

    /// <summary>The opened case, once <see cref="OpenAsync"/> has run.</summary>
    public Refund? Refund { get; private set; }

    /// <summary>The certificate that it is about.</summary>
    public Certificate? Certificate { get; private set; }

    public async Task OpenAsync(CaseTurn turn, IDictionary<string, object?> input, CancellationToken cancellationToken)
    {
        Certificate = await turn.CertificateAsync(certificateId, cancellationToken);
        if (await RenewalOpening.OpenOneAsync(turn.Db, r => r.NewCertificateId == certificateId, cancellationToken) is { } renewal
            && RenewalCase.IsUnsigned(renewal))
        {
            throw RenewalOpening.InProgress(renewal, "The certificate was bought by a renewal, and is refunded after that was cancelled (RN-11).");
        }

        var package = await BundledRefund.PackageOfAsync(turn.Db, Certificate, cancellationToken);
        var assessment = RefundPolicy.Assess(
            RefundFacts.Of(Certificate, channel, turn.Now, packageDeleted: package?.State == PackageState.Deleted), turn.Calendar);
        var approvals = assessment.Refund is { } amount && amount.Amount > secondReviewerAbove ? 2 : 1;
        var request = new RefundRequest(
            new RefundId(turn.NewId()),
            turn.InstanceId,
            reason,
            channel,
            await BundledRefund.RequesterAsync(turn, cancellationToken),
            turn.Now,
            comment,
            assistance,
            approvals);
        Refund = RefundCase.Open(request, Certificate, assessment);
        if (await BundledRefund.PaidOfAsync(turn, Certificate, cancellationToken) is { } ofPackage)
        {
            PackageRefundCase.Follow(ofPackage, Refund); // PK-8
        }

        turn.Add(Refund);
        turn.WorksOn(CaseKinds.Refund, Refund.Id.Value);
    }
}
