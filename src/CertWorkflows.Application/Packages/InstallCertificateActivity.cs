using System.Globalization;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Packages;

/// <summary>
/// <c>CertWorkflows.InstallCertificate</c>: lets the case's certificate serve a package's domain, unless another does by now (EX-7).
/// </summary>
public sealed class InstallCertificateActivity : Activity
{
    private const string Installed = "Installed";
    private const string NotNeeded = "NotNeeded";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.InstallCertificate", "CertWorkflows", "Install certificate", "Lets the case's certificate serve a package's domain (EX-7).")
        .Input("PackageId", TypeRef.String, "The package.", required: true)
        .Input("Domain", TypeRef.String, "The domain that it serves.", required: true)
        .Output("ExpiresOn", TypeRef.String, "The date on which the certificate expires, yyyy-MM-dd.")
        .Outcomes(Installed, NotNeeded)
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var certificate = await turn.CertificateAsync(await CertificateSubject.OfCaseAsync(turn, cancellationToken), cancellationToken);
        var package = await turn.LoadAsync<Package>(PackageId.Parse(context.Input<string>("PackageId")), "package", cancellationToken);
        var domain = context.Input<string>("Domain") ?? "";
        var reason = await OrderFreeCertificateActivity.ReasonAgainstAsync(turn, package, domain, cancellationToken);
        try
        {
            if (reason is null)
            {
                package.InstallFor(domain, certificate, turn.Actor, turn.Now);
            }
        }
        catch (DomainException refusal)
        {
            reason = refusal.Message;
        }

        if (reason is not null)
        {
            context.Journal(NotNeeded, reason);
            return ActivityResult.Outcome(NotNeeded);
        }

        context.SetOutput("ExpiresOn", turn.Calendar.DateOf(certificate.Expiry).ToString("O", CultureInfo.InvariantCulture));
        return ActivityResult.Outcome(Installed);
    }
}
