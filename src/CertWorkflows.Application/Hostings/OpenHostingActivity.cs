using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Hostings;

/// <summary>
/// <c>CertWorkflows.OpenHosting</c>: starts a bought hosting for a certificate. One that was started with the call
/// (POST /certificates/{id}/hosting) is taken as it is; a bare start starts it here, or is refused.
/// </summary>
public sealed class OpenHostingActivity : Activity
{
    private const string Opened = "Opened";
    private const string Refused = "Refused";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.OpenHosting", "CertWorkflows", "Open hosting", "Starts a bought hosting for a certificate (BL-4).")
        .Input("CertificateId", TypeRef.String, "Only for a start without a case: the certificate to host.")
        .Output("HostingId", TypeRef.String, "The hosting.")
        .Output("Rule", TypeRef.String, "The rule that refused.")
        .Output("Code", TypeRef.String, "The code of the refusal; empty when accepted.")
        .Output("Product", TypeRef.String, "The certificate's product.")
        .Output("Company", TypeRef.String, "The customer's company.")
        .Output("Email", TypeRef.String, "Where the customer gets mail.")
        .Outcomes(Opened, Refused)
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        try
        {
            if (turn.CaseKind != CaseKinds.Hosting)
            {
                var opening = new HostingOpening(CertificateId.Parse(context.Input<string>("CertificateId")), null, 443, null);
                await opening.OpenAsync(turn, new Dictionary<string, object?>(), cancellationToken);
            }

            var hosting = await turn.HostingOfCaseAsync(cancellationToken);
            var certificate = await turn.CertificateAsync(hosting.CertificateId!.Value, cancellationToken);
            context.SetOutput("HostingId", hosting.Id.ToString());
            context.SetOutput("Code", "");
            context.SetOutput("Product", certificate.ProductName());
            context.SetOutput("Company", certificate.Company);
            context.SetOutput("Email", certificate.Email);
            return ActivityResult.Outcome(Opened);
        }
        catch (DomainException refusal)
        {
            context.SetOutput("Rule", refusal.Rule);
            context.SetOutput("Code", refusal.Code);
            context.Journal("Refused", refusal.Message);
            return ActivityResult.Outcome(Refused);
        }
    }
}
