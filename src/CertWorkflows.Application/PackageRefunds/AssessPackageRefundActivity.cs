using System.Globalization;
using CertWorkflows.Application.Refunds;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.PackageRefunds;

/// <summary>
/// <c>CertWorkflows.AssessPackageRefund</c>: asks section 6's policy of the case as it stands now, as often as wanted. A case that
/// was opened with the start (POST /package-refunds) is taken as it is; a bare start opens it here, or is refused without one.
/// </summary>
public sealed class AssessPackageRefundActivity(IOptions<RefundOptions> options) : Activity
{
    private const string Assessed = "Assessed";
    private const string Refused = "Refused";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.AssessPackageRefund", "CertWorkflows", "Assess package refund", "Asks the package's refund rules (PK-1 to PK-8) of the case as it stands now.")
        .Input("PackageId", TypeRef.String, "Only for a start without a case: the package to refund.")
        .Input("Ticket", TypeRef.String, "Only for a start without a case: the ticket that asks (PK-2).")
        .Output("RefundId", TypeRef.String, "The case.")
        .Output("State", TypeRef.String, "The case's state.")
        .Output("Rule", TypeRef.String, "The rule that decided.")
        .Output("Code", TypeRef.String, "What the rules say now: eligible, waiting, or why not.")
        .Output("WaitingFor", TypeRef.String, "What has to happen first: usage-stopped, application-decided, revocation; empty for nothing.")
        .Output("TicketNumber", TypeRef.String, "The ticket that asked.")
        .Output("Amount", TypeRef.Decimal, "What will be returned, CNY.")
        .Output("Edition", TypeRef.String, "The package's edition.")
        .Output("Company", TypeRef.String, "The customer's company.")
        .Output("Email", TypeRef.String, "Where the customer gets mail.")
        .Output("RequestedBy", TypeRef.String, "Who asked; may not decide.")
        .Output("SubmittedAt", TypeRef.DateTimeOffset, "When the ticket asked; the time to switch domains back runs from here.")
        .Output("BusinessDays", TypeRef.Int32, "Business days since the ticket.")
        .Output("ReviewStartedAt", TypeRef.DateTimeOffset, "When nothing was waited for any more; the limit of PK-1 runs from here.")
        .Output("PackageExpiresAt", TypeRef.DateTimeOffset, "When the package expires.")
        .Output("PackageState", TypeRef.String, "The package's state.")
        .Output("Domains", TypeRef.String, "The domains that are still switched over, separated by commas.")
        .Output("CertificateId", TypeRef.String, "The bundled certificate; empty without one.")
        .Output("CertificateState", TypeRef.String, "Its state; empty without one.")
        .Output("RevokeBefore", TypeRef.DateTimeOffset, "When it is too late to revoke it (PK-7); the package's expiry where that does not matter.")
        .Output("LastRevocationDay", TypeRef.String, "The last day on which it can be revoked, as yyyy-MM-dd; empty where that does not matter.")
        .Output("CertificateRefundId", TypeRef.String, "The bundled certificate's own refund (PK-8); empty before.")
        .Outcomes(Assessed, Refused)
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        try
        {
            if (turn.CaseKind != CaseKinds.PackageRefund)
            {
                await OpenAsync(context, turn, cancellationToken);
            }
        }
        catch (DomainException refusal)
        {
            context.SetOutput("Rule", refusal.Rule);
            context.SetOutput("Code", refusal.Code);
            context.Journal(Refused, refusal.Message);
            return ActivityResult.Outcome(Refused);
        }

        var parties = await PackageRefundParties.OfCaseAsync(turn, cancellationToken);
        context.SetOutput("BusinessDays", turn.Calendar.BusinessDaysBetween(parties.Refund.SubmittedAt, turn.Now));
        SetCase(context, parties, PackageRefundCase.Assess(parties.Refund, parties.Package, parties.Bundled, turn.Calendar, turn.Now));
        SetPackage(context, parties.Package);
        SetCertificate(context, parties, turn);
        return ActivityResult.Outcome(Assessed);
    }

    private static void SetCase(ActivityContext context, PackageRefundParties parties, PackageRefundAssessment said)
    {
        var refund = parties.Refund;
        context.SetOutput("RefundId", refund.Id.ToString());
        context.SetOutput("State", CamelCase.Of(refund.State));
        context.SetOutput("Rule", said.Rule ?? refund.Rule);
        context.SetOutput("Code", said.Code);
        context.SetOutput("WaitingFor", said.WaitingFor.Count == 0 ? "" : said.WaitingFor[0]);
        context.SetOutput("TicketNumber", refund.Ticket);
        context.SetOutput("Amount", refund.Amount.Amount);
        context.SetOutput("RequestedBy", refund.RequestedBy);
        context.SetOutput("SubmittedAt", refund.SubmittedAt);
        context.SetOutput("ReviewStartedAt", refund.ReviewStartedAt);
        context.SetOutput("CertificateRefundId", refund.CertificateRefundId?.ToString() ?? "");
    }

    private static void SetPackage(ActivityContext context, Package package)
    {
        context.SetOutput("Edition", CamelCase.Of(package.Edition));
        context.SetOutput("Company", package.Company);
        context.SetOutput("Email", package.Email);
        context.SetOutput("PackageState", CamelCase.Of(package.State));
        context.SetOutput("PackageExpiresAt", package.ExpiresAt);
        context.SetOutput("Domains", string.Join(", ", package.Domains.Select(domain => domain.Name)));
    }

    private static void SetCertificate(ActivityContext context, PackageRefundParties parties, CaseTurn turn)
    {
        context.SetOutput("CertificateId", parties.Bundled?.Id.ToString() ?? "");
        context.SetOutput("CertificateState", parties.Bundled is { } bundled ? CamelCase.Of(bundled.State) : "");
        var issuedAt = parties.Bundled is { State: not CertificateState.Revoked } unrevoked ? unrevoked.IssuedAt : null;
        context.SetOutput(
            "RevokeBefore", issuedAt is null ? parties.Package.ExpiresAt : PackageRefundPolicy.RevokeBefore(issuedAt.Value, turn.Calendar));
        context.SetOutput(
            "LastRevocationDay",
            issuedAt is null
                ? ""
                : RefundPolicy.LastDayAfterIssue(issuedAt.Value, turn.Calendar)
                    .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private Task OpenAsync(ActivityContext context, CaseTurn turn, CancellationToken cancellationToken) => new PackageRefundOpening(
            PackageId.Parse(context.Input<string>("PackageId")), context.Input<string>("Ticket"), null, options.Value.SecondReviewerAbove)
        .OpenAsync(turn, new Dictionary<string, object?>(), cancellationToken);
}
