using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Refunds;
using Microsoft.AspNetCore.Http.HttpResults;
using DomainStatus = CertWorkflows.Domain.Certificates.ApplicationStatus;

namespace CertWorkflows.Server.Endpoints;

internal static class RefundAssessmentEndpoints
{
    public static void MapRefundAssessments(this IEndpointRouteBuilder api) =>
        api.MapPost("/refund-assessments", Assess).WithTags("Rules")
            .WithSummary("What section 5 says to given facts; nothing is stored.");

    private static Ok<RefundAssessmentResponse> Assess(RefundAssessmentRequest request, BusinessCalendar calendar)
    {
        var assessment = RefundPolicy.Assess(
            new RefundFacts(
                request.At,
                request.Product.As<RefundProduct>(),
                request.Bundled,
                request.Channel.As<RefundChannel>(),
                request.Application.As<DomainStatus>(),
                request.PaidAt,
                request.ServiceEndsAt,
                request.IssuedAt,
                request.RevokedAt,
                request.ExpiresAt,
                request.Refund.As<RefundStatus>(),
                request.Paid.ToMoney("paid"),
                request.Voucher.ToMoney("voucher")),
            calendar);
        return TypedResults.Ok(new RefundAssessmentResponse
        {
            Outcome = assessment.Outcome.As<Client.RefundOutcome>(),
            Rule = assessment.Rule,
            Code = assessment.Code,
            Refund = assessment.Refund?.ToDto(),
            Warnings = assessment.Warnings,
            DecideBy = assessment.DecideBy,
            Message = assessment.Message,
        });
    }
}
