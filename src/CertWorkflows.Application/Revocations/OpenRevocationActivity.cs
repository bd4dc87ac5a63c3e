using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Revocations;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Revocations;

/// <summary>
/// <c>CertWorkflows.OpenRevocation</c>: the case and its facts. One that was opened with the start (POST /revocations) is taken
/// as it is; a bare start opens the case here, or is refused without one.
/// </summary>
public sealed class OpenRevocationActivity : Activity
{
    private const string Unconfirmed = "Unconfirmed";
    private const string AtOnce = "AtOnce";
    private const string Refused = "Refused";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.OpenRevocation", "CertWorkflows", "Open revocation", "Opens the revocation of a certificate (RV-1, RV-3, RV-4).")
        .Input("CertificateId", TypeRef.String, "Only for a start without a case: the certificate to revoke.")
        .Input("Reason", TypeRef.String, "Only for a start without a case: why, as RFC 5280 names it.", RevocationReason.Unspecified.Name(), true,
            hint: UiHints.DropDown, options: UiHints.OneOf(RevocationReasons.Names))
        .Input("ConfirmWithinDays", TypeRef.Int32, "Natural days from the request after which an unconfirmed one lapses (RV-5); at least 1.", 7,
            displayName: "Confirm within (natural days)")
        .Output("RevocationId", TypeRef.String, "The case.")
        .Output("Rule", TypeRef.String, "The rule that refused; empty otherwise.")
        .Output("Code", TypeRef.String, "The refusal's code; empty when accepted.")
        .Output("State", TypeRef.String, "The revocation's state.")
        .Output("Product", TypeRef.String, "The certificate's product.")
        .Output("FreeDv", TypeRef.Boolean, "Whether it is a free DV certificate, of which no mail is sent (RV-4).")
        .Output("Bundled", TypeRef.Boolean, "Whether its package is being refunded with it (RV-3).")
        .Output("Serial", TypeRef.String, "The certificate's serial number.")
        .Output("Company", TypeRef.String, "The customer's company.")
        .Output("Email", TypeRef.String, "Where the customer gets mail.")
        .Output("RequestedBy", TypeRef.String, "Who asked; may not decide a forced revocation.")
        .Output("RequestedAt", TypeRef.DateTimeOffset, "When it was asked for.")
        .Output("ConfirmBy", TypeRef.DateTimeOffset, "When it lapses unless it is confirmed.")
        .Output("CertificateExpiresAt", TypeRef.DateTimeOffset, "When the certificate expires, which ends the case.")
        .Outcomes(Unconfirmed, AtOnce, Refused)
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        try
        {
            if (turn.CaseKind != CaseKinds.Revocation)
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

        var (revocation, certificate) = await turn.RevocationAndCertificateAsync(cancellationToken);
        var confirmBy = turn.Calendar.AddNaturalDays(revocation.RequestedAt, Days(context));
        if (certificate is { IsBundled: true, IssuedAt: { } issuedAt }
            && PackageRefundPolicy.RevokeBefore(issuedAt, turn.Calendar) is var end
            && end < confirmBy)
        {
            confirmBy = end; // PK-7: later it would only cost the customer the certificate
        }

        SetOutputs(context, revocation, certificate, confirmBy);
        return ActivityResult.Outcome(revocation.State == RevocationState.AwaitingConfirmation ? Unconfirmed : AtOnce);
    }

    private static void SetOutputs(ActivityContext context, Revocation revocation, Certificate certificate, DateTimeOffset confirmBy)
    {
        context.SetOutput("RevocationId", revocation.Id.ToString());
        context.SetOutput("Rule", "");
        context.SetOutput("Code", "");
        context.SetOutput("State", CamelCase.Of(revocation.State));
        context.SetOutput("Product", certificate.ProductName());
        context.SetOutput("FreeDv", certificate.FreeDv);
        context.SetOutput("Bundled", certificate.IsBundled);
        context.SetOutput("Serial", certificate.Serial);
        context.SetOutput("Company", certificate.Company);
        context.SetOutput("Email", certificate.Email);
        context.SetOutput("RequestedBy", revocation.RequestedBy);
        context.SetOutput("RequestedAt", revocation.RequestedAt);
        context.SetOutput("ConfirmBy", confirmBy);
        context.SetOutput("CertificateExpiresAt", certificate.Expiry);
    }

    private static async Task OpenAsync(ActivityContext context, CaseTurn turn, CancellationToken cancellationToken)
    {
        var name = context.Input<string>("Reason");
        var reason = RevocationReasons.TryParse(name, out var known) ? known : throw new DomainException(
            "invalid-reason", $"'{name}' is no reason; allowed are {string.Join(", ", RevocationReasons.Names)}.");
        var certificateId = CertificateId.Parse(context.Input<string>("CertificateId"));
        await new RevocationOpening(certificateId, reason, RefundChannel.Ticket)
            .OpenAsync(turn, new Dictionary<string, object?>(), cancellationToken);
    }

    private static int Days(ActivityContext context) => context.Input<int>("ConfirmWithinDays") is >= 1 and var days ? days
        : throw new InvalidOperationException("A revocation can be confirmed within 1 natural day or more; ConfirmWithinDays is less.");
}
