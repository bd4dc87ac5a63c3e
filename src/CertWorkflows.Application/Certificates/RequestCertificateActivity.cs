using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Renewals;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Renewals;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Certificates;

/// <summary><c>CertWorkflows.RequestCertificate</c>: hands the submitted application to the CA and waits for its word.</summary>
public sealed class RequestCertificateActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.RequestCertificate", "CertWorkflows", "Request certificate", "Hands the application to the CA and waits for its decision.")
        .Output("State", TypeRef.String, "The state of the case's renewal, or of its certificate, afterwards.")
        .Output("Serial", TypeRef.String, "Serial number of the issued certificate.")
        .Output("IssuedAt", TypeRef.DateTimeOffset, "When the CA signed.")
        .Output("ExpiresOn", TypeRef.String, "The date of expiry in the business zone, as yyyy-MM-dd.")
        .Output("CarriedDays", TypeRef.Int32, "Days carried over from the renewed certificate (RN-3).")
        .Output("ExpiryDiffers", TypeRef.Boolean, "Whether a renewal expires on another date than the rules say.")
        .Output("Error", TypeRef.String, "Why the CA refused.")
        .Outcomes("Issued", "ReviewFailed")
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var certificate = await turn.CertificateAsync(await CertificateSubject.OfCaseAsync(turn, cancellationToken), cancellationToken);
        var application = certificate.Application ?? throw new InvalidOperationException("The certificate has no application to hand in.");
        var payload = new JsonObject
        {
            ["certificateId"] = certificate.Id.ToString(),
            ["domains"] = new JsonArray([.. application.CertifiedNames().Select(d => (JsonNode)d)]),
            ["company"] = application.Company ?? certificate.Company,
            ["brand"] = certificate.Brand,
            ["validation"] = certificate.Validation.ToString(),
            ["wildcard"] = certificate.Wildcard,
            ["termYears"] = certificate.TermYears,
            ["csr"] = application.Csr,
        };
        if (await RenewalAsync(turn, cancellationToken) is { Renewal.CarryFrom: { } carryFrom })
        {
            payload["carryFrom"] = carryFrom.ToString("O", CultureInfo.InvariantCulture);
        }

        EffectRequests.RequestAndWait(context, "ca-issue", $"{turn.InstanceId}-{context.Id}", payload);
        return ActivityResult.Wait;
    }

    public override async ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var certificate = await turn.CertificateAsync(await CertificateSubject.OfCaseAsync(turn, cancellationToken), cancellationToken);
        var renewal = await RenewalAsync(turn, cancellationToken);
        var answer = EffectRequests.Answer(context);
        if (answer.Succeeded)
        {
            Issue(context, turn, certificate, renewal, Read(answer.Result!));
        }
        else
        {
            Fail(context, turn, certificate, renewal, $"{answer.Code}: {answer.Message}");
        }

        context.SetOutput("State", renewal is null ? CamelCase.Of(certificate.State) : CamelCase.Of(renewal.Renewal.State));
        return ActivityResult.Outcome(answer.Succeeded ? "Issued" : "ReviewFailed");
    }

    private static async ValueTask<RenewalParties?> RenewalAsync(CaseTurn turn, CancellationToken cancellationToken) =>
        turn.CaseKind == CaseKinds.Renewal ? await RenewalParties.OfCaseAsync(turn, cancellationToken) : null;

    private static void Issue(ActivityContext context, CaseTurn turn, Certificate certificate, RenewalParties? parties, CaIssue issue)
    {
        if (parties is var (renewal, old, bought))
        {
            RenewalCase.Issue(renewal, old, bought, issue, turn.Calendar, turn.Actor, turn.Now);
        }
        else
        {
            certificate.Issue(issue.IssuedAt, issue.ExpiresAt, issue.ChainPem, issue.Serial, turn.Actor, turn.Now);
        }

        context.SetOutput("Serial", issue.Serial);
        context.SetOutput("IssuedAt", issue.IssuedAt);
        context.SetOutput("ExpiresOn", turn.Calendar.DateOf(issue.ExpiresAt).ToString("O", CultureInfo.InvariantCulture));
        context.SetOutput("CarriedDays", parties?.Renewal.CarriedDays ?? 0);
        context.SetOutput("ExpiryDiffers", parties?.Renewal.ExpiryDiffers ?? false);
    }

    private static void Fail(ActivityContext context, CaseTurn turn, Certificate certificate, RenewalParties? parties, string error)
    {
        if (parties is null)
        {
            certificate.FailReview(error, turn.Actor, turn.Now);
        }
        else
        {
            RenewalCase.FailReview(parties.Renewal, parties.Bought, error, turn.Actor, turn.Now);
        }

        context.SetOutput("Error", error);
    }

    private static CaIssue Read(JsonObject result)
    {
        return new CaIssue(
            Instant("issuedAt"), Instant("expiresAt"), Text("chainPem"), Text("serial"), result["bonusDays"]?.GetValue<int>() ?? 0);

        string Text(string name) => result[name]?.GetValue<string>() ?? throw new InvalidOperationException($"The CA's answer lacks '{name}'.");

        DateTimeOffset Instant(string name) =>
            DateTimeOffset.Parse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
    }
}
