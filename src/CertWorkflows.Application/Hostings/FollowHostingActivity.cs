using System.Globalization;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Domain.Renewals;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Hostings;

/// <summary>
/// <c>CertWorkflows.FollowHosting</c>: looks how the hosted certificate and its renewal stand, and moves the hosting over to a
/// replacement that was verified. It renews nothing itself, and may be asked as often as one likes.
/// </summary>
public sealed class FollowHostingActivity : Activity
{
    private const string Waiting = "Waiting";
    private const string Due = "Due";
    private const string UnderWay = "UnderWay";
    private const string Replaced = "Replaced";
    private const string Over = "Over";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.FollowHosting", "CertWorkflows", "Follow hosting", "Looks how the hosted certificate and its renewal stand (RN-10).")
        .Input("RenewDaysBefore", TypeRef.Int32, "Natural days before expiry from which the certificate is renewed, 1 to 90 (RN-1).", 30, true,
            displayName: "Renew (days before)")
        .Input("HelpDaysBefore", TypeRef.Int32, "Natural days before expiry from which a person helps with a renewal that is not verified, 0 to 90.", 7, true,
            displayName: "Help (days before)")
        .Input("RenewAgain", TypeRef.Boolean, "Whether a person wants it renewed again, after a renewal that was given up.", false)
        .Output("CertificateId", TypeRef.String, "The hosted certificate.")
        .Output("Product", TypeRef.String, "Its product.")
        .Output("Domains", TypeRef.String, "Its names, separated by commas.")
        .Output("TermYears", TypeRef.Int32, "The years that it was bought for, and is renewed for.")
        .Output("ExpiresOn", TypeRef.String, "Its date of expiry in the business zone, as yyyy-MM-dd.")
        .Output("RenewAt", TypeRef.DateTimeOffset, "When it is renewed.")
        .Output("HelpAt", TypeRef.DateTimeOffset, "When a person is to help; now where the renewal is stuck.")
        .Output("Situation", TypeRef.String, "How the renewal stands: none, underReview, caRefused, ready (to be installed), givenUp or notRenewable.")
        .Output("Problem", TypeRef.String, "What is in the way; empty for nothing.")
        .Output("RenewalId", TypeRef.String, "The renewal under way.")
        .Output("RenewalCorrelation", TypeRef.String, "The correlation id of its workflow, for events.")
        .Output("NewCertificateId", TypeRef.String, "The certificate that it has bought.")
        .Output("Host", TypeRef.String, "Where to look whether that is served; empty for its first name.")
        .Output("Port", TypeRef.Int32, "The port to look at.")
        .Output("EndReason", TypeRef.String, "Why it is over.")
        .Outcomes(Waiting, Due, UnderWay, Replaced, Over)
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var hosting = await turn.HostingOfCaseAsync(cancellationToken);
        if (!turn.Hosts(hosting))
        {
            return End(context, hosting.EndReason);
        }

        var certificate = await turn.CertificateAsync(hosting.CertificateId!.Value, cancellationToken);
        var renewal = await LatestAsync(turn, certificate.Id, cancellationToken);
        if (renewal is { State: RenewalState.Verified })
        {
            var replacement = await turn.CertificateAsync(renewal.NewCertificateId, cancellationToken);
            if (replacement.HostingId is not null)
            {
                HostingCase.End(hosting, certificate, turn.Actor, "its replacement is hosted already", turn.Now);
                return End(context, hosting.EndReason);
            }

            HostingCase.Follow(hosting, certificate, replacement, turn.Actor, turn.Now);
            SetFacts(context, turn, hosting, replacement);
            return ActivityResult.Outcome(Replaced);
        }

        var open = renewal is { IsClosed: false } ? renewal : null;
        if (open is null && HostingCase.EndOf(certificate, turn.Now, turn.Calendar) is { } reason)
        {
            HostingCase.End(hosting, certificate, turn.Actor, reason, turn.Now);
            return End(context, hosting.EndReason);
        }

        SetFacts(context, turn, hosting, certificate);
        return open is null
            ? WithoutRenewal(context, turn, hosting, certificate, renewal)
            : await WithRenewalAsync(context, turn, certificate, open, cancellationToken);
    }

    private static Task<Renewal?> LatestAsync(CaseTurn turn, CertificateId certificate, CancellationToken cancellationToken) =>
        turn.Db.Renewals.AsNoTracking().Where(r => r.OldCertificateId == certificate)
            .OrderByDescending(r => r.OpenedAt).ThenByDescending(r => r.Id).FirstOrDefaultAsync(cancellationToken);

    private static ActivityResult End(ActivityContext context, string? reason)
    {
        context.SetOutput("EndReason", reason ?? "");
        return ActivityResult.Outcome(Over);
    }

    /// <summary>A renewal that ended without a certificate after its time had come is not repeated without a person's word.</summary>
    private static ActivityResult WithoutRenewal(
        ActivityContext context, CaseTurn turn, Hosting hosting, Certificate certificate, Renewal? cancelled)
    {
        var renewAt = RenewAt(context, turn, certificate);
        Stand(context, "none", "", turn.Now);
        if (turn.Now < renewAt)
        {
            return ActivityResult.Outcome(Waiting);
        }

        if (!context.Input<bool>("RenewAgain") && cancelled is not null && cancelled.OpenedAt >= renewAt && cancelled.OpenedAt >= hosting.StartedAt)
        {
            Stand(context, "givenUp", cancelled.CloseReason ?? "", turn.Now);
            return ActivityResult.Outcome(UnderWay);
        }

        if (RenewalCase.Refusal(certificate, turn.Now, turn.Calendar) is { } refusal)
        {
            Stand(context, "notRenewable", refusal.Message, HelpAt(context, turn, certificate));
            return ActivityResult.Outcome(UnderWay);
        }

        return ActivityResult.Outcome(Due);
    }

    private static async ValueTask<ActivityResult> WithRenewalAsync(
        ActivityContext context, CaseTurn turn, Certificate certificate, Renewal renewal, CancellationToken cancellationToken)
    {
        var bought = await turn.CertificateAsync(renewal.NewCertificateId, cancellationToken);
        var helpAt = HelpAt(context, turn, certificate);
        switch (renewal)
        {
            case { State: RenewalState.Ordered } when bought.State == CertificateState.ReviewFailed:
                Stand(context, "caRefused", bought.ReviewFailure ?? "", turn.Now);
                break;
            case { State: RenewalState.Issued or RenewalState.Installed }:
                Stand(context, "ready", renewal.LookProblem ?? "", helpAt);
                break;
            default:
                Stand(context, "underReview", "", helpAt);
                break;
        }

        context.SetOutput("RenewalId", renewal.Id.ToString());
        context.SetOutput("NewCertificateId", bought.Id.ToString());
        context.SetOutput("Host", renewal.Host);
        context.SetOutput("Port", renewal.Port);
        context.SetOutput("RenewalCorrelation", await turn.Db.Instances
            .Where(i => i.Id == renewal.InstanceId).Select(i => i.CorrelationId).FirstOrDefaultAsync(cancellationToken));
        return ActivityResult.Outcome(UnderWay);
    }

    private static void Stand(ActivityContext context, string situation, string problem, DateTimeOffset helpAt)
    {
        context.SetOutput("Situation", situation);
        context.SetOutput("Problem", problem);
        context.SetOutput("HelpAt", helpAt);
    }

    private static void SetFacts(ActivityContext context, CaseTurn turn, Hosting hosting, Certificate certificate)
    {
        context.SetOutput("CertificateId", certificate.Id.ToString());
        context.SetOutput("Product", certificate.ProductName());
        context.SetOutput("Domains", string.Join(", ", certificate.Application?.Domains ?? []));
        context.SetOutput("TermYears", certificate.TermYears);
        context.SetOutput("ExpiresOn", turn.Calendar.DateOf(certificate.Expiry).ToString("O", CultureInfo.InvariantCulture));
        context.SetOutput("RenewAt", RenewAt(context, turn, certificate));
        context.SetOutput("Host", hosting.Host ?? "");
        context.SetOutput("Port", hosting.Port);
    }

    private static DateTimeOffset RenewAt(ActivityContext context, CaseTurn turn, Certificate certificate) =>
        turn.Calendar.AddNaturalDays(certificate.Expiry, -Days(context, "RenewDaysBefore", 1));

    private static DateTimeOffset HelpAt(ActivityContext context, CaseTurn turn, Certificate certificate) =>
        turn.Calendar.AddNaturalDays(certificate.Expiry, -Days(context, "HelpDaysBefore", 0));

    private static int Days(ActivityContext context, string input, int least) =>
        context.Input<int>(input) is var days && days >= least && days <= RenewalPolicy.OpensDaysBefore
            ? days
            : throw new InvalidOperationException(
                $"{input} is {days}; {least} to {RenewalPolicy.OpensDaysBefore} natural days before expiry are possible (RN-1).");
}
