using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Revocations;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Revocations;

/// <summary>
/// <c>CertWorkflows.ConfirmRevocation</c>: confirms by the link whose token hash the event brought. Without a link that is valid
/// nothing is confirmed, whoever sent the event. In a simulation, where nobody got a link, the event alone will do.
/// </summary>
public sealed class ConfirmRevocationActivity : Activity
{
    private const string NotConfirmed = "NotConfirmed";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.ConfirmRevocation", "CertWorkflows", "Confirm revocation", "Confirms the revocation by the link of the mail (RV-1).")
        .Input("LinkHash", TypeRef.String, "The hash that the event revocation-confirmed brought.")
        .Output("State", TypeRef.String, "The revocation's state afterwards.")
        .Outcomes("Confirmed", NotConfirmed)
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var (revocation, certificate) = await turn.RevocationAndCertificateAsync(cancellationToken);
        var hash = turn.IsSimulation ? revocation.LinkHash : context.Input<string>("LinkHash");
        try
        {
            RevocationCase.ConfirmByLink(revocation, certificate, hash ?? "", turn.Actor, turn.Now);
            context.SetOutput("State", CamelCase.Of(revocation.State));
            return ActivityResult.Outcome("Confirmed");
        }
        catch (DomainException refusal)
        {
            context.SetOutput("State", CamelCase.Of(revocation.State));
            context.Journal(NotConfirmed, refusal.Message);
            return ActivityResult.Outcome(NotConfirmed);
        }
    }
}
