using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

internal static class PackageRefundAssessmentEndpoints
{
    public static void MapPackageRefundAssessments(this IEndpointRouteBuilder api) =>
        api.MapPost("/package-refund-assessments", Assess).WithTags("Rules")
            .WithSummary("What section 6 says to given facts; nothing is stored.");

    private static Ok<PackageRefundAssessmentResponse> Assess(PackageRefundAssessmentRequest request, BusinessCalendar calendar)
    {
        var assessment = PackageRefundPolicy.Assess(
            new PackageRefundFacts(
                request.TicketAt,
                request.PaidAt,
                request.ExpiresAt,
                request.InUse,
                request.Bundled is not { } bundled ? null : new BundledCertificateFacts(
                    bundled.IssuedAt, bundled.RevokedAt, (bundled.Application ?? Client.ApplicationStatus.NotSubmitted).As<Domain.Certificates.ApplicationStatus>()),
                request.At,
                request.Refund.As<RefundStatus>(),
                request.Paid.ToMoney("paid"),
                request.Voucher.ToMoney("voucher")),
            calendar);
        return TypedResults.Ok(new PackageRefundAssessmentResponse
        {
            Outcome = assessment.Outcome.As<Client.PackageRefundOutcome>(),
            Rule = assessment.Rule,
            Code = assessment.Code,
            Refund = assessment.Refund?.ToDto(),
            WaitingFor = assessment.WaitingFor,
            PayBy = assessment.PayBy,
            Warnings = assessment.Warnings,
            Message = assessment.Message,
        });
    }
}
