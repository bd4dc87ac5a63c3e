using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Certificates;

/// <summary><c>CertWorkflows.RequestCertificate</c>: hands the submitted application to the CA and waits for its word.</summary>
public sealed class RequestCertificateActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.RequestCertificate", "CertWorkflows", "Request certificate", "Hands the application to the CA and waits for its decision.")
        .Output("Serial", TypeRef.String, "Serial number of the issued certificate.")
        .Output("Error", TypeRef.String, "Why the CA refused.")
        .Outcomes("Issued", "ReviewFailed")
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var certificate = await CertificateOfCaseAsync(turn, cancellationToken);
        var application = certificate.Application ?? throw new InvalidOperationException("The certificate has no application to hand in.");
        EffectRequests.RequestAndWait(context, "ca-issue", $"{turn.InstanceId}-{context.Id}", new JsonObject
        {
            ["certificateId"] = certificate.Id.ToString(),
            ["domains"] = new JsonArray([.. application.Names.Select(d => (JsonNode)d)]),
            ["company"] = application.Company ?? certificate.Company,
            ["brand"] = certificate.Brand,
            ["validation"] = certificate.Validation.ToString(),
            ["wildcard"] = certificate.Wildcard,
            ["termYears"] = certificate.TermYears,
            ["csr"] = application.Csr,
        });
        return ActivityResult.Wait;
    }

    public override async ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var certificate = await CertificateOfCaseAsync(turn, cancellationToken);
        var answer = EffectRequests.Answer(context);
        if (!answer.Succeeded)
        {
            var error = $"{answer.Code}: {answer.Message}";
            certificate.FailReview(error, turn.Actor, turn.Now);
            context.SetOutput("Error", error);
            return ActivityResult.Outcome("ReviewFailed");
        }

        var result = answer.Result!;
        var serial = Text("serial");
        certificate.Issue(Instant("issuedAt"), Instant("expiresAt"), Text("chainPem"), serial, turn.Actor, turn.Now);
        context.SetOutput("Serial", serial);
        return ActivityResult.Outcome("Issued");

        string Text(string name) => result[name]?.GetValue<string>() ?? throw new InvalidOperationException($"The CA's answer lacks '{name}'.");

        DateTimeOffset Instant(string name) =>
            DateTimeOffset.Parse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
    }

    private static ValueTask<Certificate> CertificateOfCaseAsync(CaseTurn turn, CancellationToken cancellationToken) =>
        turn.CaseKind == CaseKinds.CertificateApplication && turn.CaseId is { } id
            ? turn.CertificateAsync(new CertificateId(id), cancellationToken)
            : throw new InvalidOperationException("This workflow works on no certificate's application.");
}
