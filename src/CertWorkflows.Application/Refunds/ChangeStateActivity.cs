using System.Text.Json;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Refunds;

/// <summary>
/// <c>CertWorkflows.ChangeState</c>: fires a trigger at the case's refund (its certificate follows) or at its certificate. A
/// trigger that the present state does not permit changes nothing and takes the port NotPermitted.
/// </summary>
public sealed class ChangeStateActivity : Activity
{
    private const string RefundSubject = "refund";
    private const string CertificateSubject = "certificate";

    private static readonly Dictionary<string, RefundTrigger> RefundTriggers =
        Enum.GetValues<RefundTrigger>().ToDictionary(t => NameOf(t), StringComparer.Ordinal);

    private static readonly Dictionary<string, CertificateTrigger> CertificateTriggers =
        Enum.GetValues<CertificateTrigger>().ToDictionary(t => NameOf(t), StringComparer.Ordinal);

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.ChangeState", "CertWorkflows", "Change state", "Fires a trigger at the refund or the certificate of the case.")
        .Input("Subject", TypeRef.String, "What changes its state.", RefundSubject, true, hint: UiHints.DropDown,
            options: UiHints.OneOf(RefundSubject, CertificateSubject))
        .Input("Trigger", TypeRef.String, "What happens to it.", required: true, hint: UiHints.DropDown,
            options: UiHints.OneOf(RefundTriggers.Keys.Union(CertificateTriggers.Keys).Order(StringComparer.Ordinal)))
        .Input("Reason", TypeRef.String, "Why; the customer sees it where a refund is refused (RF-28).", "", true, hint: UiHints.MultiLine)
        .Output("State", TypeRef.String, "The state afterwards.")
        .Outcomes("Done", "NotPermitted")
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var subject = context.Input<string>("Subject");
        var trigger = context.Input<string>("Trigger") ?? "";
        var reason = context.Input<string>("Reason") ?? "";
        try
        {
            var state = subject switch
            {
                RefundSubject => await FireAtRefundAsync(turn, trigger, reason, cancellationToken),
                CertificateSubject => await FireAtCertificateAsync(turn, trigger, reason, cancellationToken),
                _ => throw new InvalidOperationException($"'{subject}' has no state; allowed are {RefundSubject} and {CertificateSubject}."),
            };
            context.SetOutput("State", state);
            return ActivityResult.Done;
        }
        catch (IllegalTransitionException notPermitted)
        {
            context.SetOutput("State", notPermitted.State);
            context.Journal("NotPermitted", notPermitted.Message);
            return ActivityResult.Outcome("NotPermitted");
        }
        catch (DomainException refused) when (refused.Code == "separation-of-duties")
        {
            // The person's request is refused as a whole: the task stays open for somebody else.
            throw new ForbiddenException(refused.Code, refused.Message);
        }
        catch (DomainException refused) when (refused.Code == "reason-required")
        {
            throw new InvalidInputException("data.reason", refused.Message, refused.Code);
        }
    }

    /// <summary>The name of a state or trigger in definitions and answers.</summary>
    internal static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static async Task<string> FireAtRefundAsync(CaseTurn turn, string trigger, string reason, CancellationToken cancellationToken)
    {
        if (!RefundTriggers.TryGetValue(trigger, out var known))
        {
            throw new InvalidOperationException($"A refund has no trigger '{trigger}'; there are: {string.Join(", ", RefundTriggers.Keys)}.");
        }

        var refund = await turn.RefundOfCaseAsync(cancellationToken);
        var certificate = await turn.CertificateAsync(refund.CertificateId, cancellationToken);
        RefundCase.Fire(refund, certificate, known, turn.Actor, reason, turn.Now);
        return NameOf(refund.State);
    }

    private static async Task<string> FireAtCertificateAsync(CaseTurn turn, string trigger, string reason, CancellationToken cancellationToken)
    {
        if (!CertificateTriggers.TryGetValue(trigger, out var known))
        {
            throw new InvalidOperationException(
                $"A certificate has no trigger '{trigger}'; there are: {string.Join(", ", CertificateTriggers.Keys)}.");
        }

        var id = turn.CaseKind == CaseKinds.Refund
            ? (await turn.RefundOfCaseAsync(cancellationToken)).CertificateId
            : new CertificateId(turn.CaseId ?? throw new InvalidOperationException("This workflow works on no certificate."));
        var certificate = await turn.CertificateAsync(id, cancellationToken);
        certificate.Fire(known, turn.Actor, reason, turn.Now);
        return NameOf(certificate.State);
    }
}
