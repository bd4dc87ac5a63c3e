using CertWorkflows.Application.Access;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Orders;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Renewals;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Renewals;

/// <summary>
/// <c>CertWorkflows.OpenRenewal</c>: asks section 4's policy and buys the new certificate. A case that was opened with the start
/// (POST /renewals) is taken as it is; a bare start opens it here, or is refused without one.
/// </summary>
public sealed class OpenRenewalActivity(OrderBook book) : Activity
{
    private const string Opened = "Opened";
    private const string Refused = "Refused";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.OpenRenewal", "CertWorkflows", "Open renewal", "Asks the renewal rules (RN-1 to RN-12) and buys the new certificate.")
        .Input("CertificateId", TypeRef.String, "Only for a start without a case: the certificate to renew.")
        .Input("TermYears", TypeRef.Int32, "Only for a start without a case: the years to buy.", 1, displayName: "Term (years)")
        .Input("SiteHost", TypeRef.String, "Only for a start without a case: where to look whether it is served; empty for its first name.", displayName: "Site (host)")
        .Input("SitePort", TypeRef.Int32, "Only for a start without a case: the port to look at, 1 to 65535.", 443, displayName: "Site (port)")
        .Output("RenewalId", TypeRef.String, "The case.")
        .Output("State", TypeRef.String, "The renewal's state.")
        .Output("Kind", TypeRef.String, "renewal, or newPurchase after a mismatch (RN-4).")
        .Output("Rule", TypeRef.String, "The rule that decided.")
        .Output("Code", TypeRef.String, "Its code, also of a refusal.")
        .Output("Mismatch", TypeRef.String, "The fields that differ, separated by commas (RN-4).")
        .Output("Product", TypeRef.String, "The new certificate's product.")
        .Output("Company", TypeRef.String, "The customer's company.")
        .Output("Email", TypeRef.String, "Where the customer gets mail.")
        .Output("Domains", TypeRef.String, "The names to certify, separated by commas.")
        .Output("Host", TypeRef.String, "Where to look whether the new certificate is served.")
        .Output("Port", TypeRef.Int32, "The port to look at.")
        .Output("Hosted", TypeRef.Boolean, "Whether the hosting service replaces the old certificate (RN-10).")
        .Output("OldExpiresAt", TypeRef.DateTimeOffset, "When the old certificate expires.")
        .Output("Advice", TypeRef.String, "How much time to leave before expiry (RN-2).")
        .Output("AdviceInChinese", TypeRef.String, "The same in Chinese.")
        .Outcomes(Opened, Refused)
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        try
        {
            if (turn.CaseKind != CaseKinds.Renewal)
            {
                await OpenAsync(context, turn, cancellationToken);
            }

            var (renewal, old, bought) = await RenewalParties.OfCaseAsync(turn, cancellationToken);
            SetOutputs(context, renewal, old, bought);
            return ActivityResult.Outcome(Opened);
        }
        catch (DomainException refusal)
        {
            return Refuse(context, refusal.Rule, refusal.Code, refusal.Message);
        }
        catch (ConflictException conflict)
        {
            return Refuse(context, null, conflict.Code, conflict.Message);
        }
    }

    private static ActivityResult Refuse(ActivityContext context, string? rule, string code, string message)
    {
        context.SetOutput("Rule", rule);
        context.SetOutput("Code", code);
        context.Journal("Refused", message);
        return ActivityResult.Outcome(Refused);
    }

    private static void SetOutputs(ActivityContext context, Renewal renewal, Certificate old, Certificate bought)
    {
        context.SetOutput("RenewalId", renewal.Id.ToString());
        context.SetOutput("State", CamelCase.Of(renewal.State));
        context.SetOutput("Kind", CamelCase.Of(renewal.Kind));
        context.SetOutput("Rule", renewal.Rule);
        context.SetOutput("Code", renewal.Code);
        context.SetOutput("Mismatch", string.Join(", ", renewal.Mismatch));
        context.SetOutput("Product", bought.ProductName());
        context.SetOutput("Company", bought.Company);
        context.SetOutput("Email", bought.Email);
        context.SetOutput("Domains", string.Join(", ", renewal.Application.Domains));
        context.SetOutput("Host", renewal.Host);
        context.SetOutput("Port", renewal.Port);
        context.SetOutput("Hosted", old.HostingId is not null);
        context.SetOutput("OldExpiresAt", renewal.OldExpiresAt);
        context.SetOutput("Advice", RenewalPolicy.Advice(bought.Validation));
        context.SetOutput("AdviceInChinese", RenewalPolicy.AdviceInChinese(bought.Validation));
    }

    private Task OpenAsync(ActivityContext context, CaseTurn turn, CancellationToken cancellationToken)
    {
        var host = context.Input<string>("SiteHost");
        var wish = new RenewalWish(CertificateId.Parse(context.Input<string>("CertificateId")), context.Input<int>("TermYears"))
        {
            Host = string.IsNullOrWhiteSpace(host) ? null : host,
            Port = context.Input<int>("SitePort"),
        };
        return new RenewalOpening(book, wish).OpenAsync(turn, new Dictionary<string, object?>(), cancellationToken);
    }
}
