using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Cases;

/// <summary>
/// <c>CertWorkflows.FollowService</c>: looks where a certificate or package stands between its order and its end (rules.md sections 3
/// and 8). The first look ties the instance to it; one that another instance follows already is over for this one.
/// </summary>
public sealed class FollowServiceActivity : Activity
{
    private const string Certificate = "certificate";
    private const string Package = "package";
    private const string Moved = "Moved";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.FollowService", "CertWorkflows", "Follow service", "Looks whether a certificate or package is in service, expired or over.")
        .Input("Subject", TypeRef.String, "What is followed.", Certificate, true, hint: UiHints.DropDown, options: UiHints.OneOf(Certificate, Package))
        .Input("SubjectId", TypeRef.String, "Its id; only the first look needs it.", displayName: "Id")
        .Input("KnownEnd", TypeRef.DateTimeOffset, "The end that an earlier look saw; in service until another, it has moved. Empty for any.", hint: UiHints.DateTimePicker, displayName: "Known end")
        .Output("State", TypeRef.String, "Its state.")
        .Output("EndsAt", TypeRef.DateTimeOffset, "When it expires; of an unissued certificate, when the bought service ends.")
        .Output("EndsOn", TypeRef.String, "The same as a date in the business zone, yyyy-MM-dd.")
        .Output("KeptFrom", TypeRef.DateTimeOffset, "The end of the day of expiry: the days for which the configuration is kept count from here (EX-4, T-1).")
        .Output("KeptUntil", TypeRef.String, "The last day on which a renewal finds the configuration, yyyy-MM-dd (EX-4, RN-12).")
        .Output("Product", TypeRef.String, "What was bought.")
        .Output("Domains", TypeRef.String, "The names that it serves, separated by commas.")
        .Output("Company", TypeRef.String, "The customer's company.")
        .Output("Email", TypeRef.String, "Where the customer gets mail.")
        .Output("Mobile", TypeRef.String, "Where the customer gets SMS; empty when unknown.")
        .Output("InUse", TypeRef.Boolean, "Whether a package serves a domain (EX-6).")
        .Output("Renewal", TypeRef.String, "The state of the renewal under way; empty for none.")
        .Output("Sites", TypeRef.Object, "The domains of packages that are served with the certificate: PackageId and Domain of each (EX-7).")
        .Outcomes(FollowedService.Unissued, FollowedService.InService, Moved, FollowedService.Held, FollowedService.Expired, FollowedService.Over)
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var subject = context.Input<string>("Subject");
        var kind = subject switch
        {
            Certificate => CaseKinds.Certificate,
            Package => CaseKinds.Package,
            _ => throw new InvalidOperationException($"'{subject}' cannot be followed; allowed are {Certificate} and {Package}."),
        };
        if (turn.CaseKind is null && !await TakeAsync(context, turn, kind, cancellationToken))
        {
            context.Journal("Followed", "Another instance follows it already.");
            return ActivityResult.Outcome(FollowedService.Over);
        }

        var id = turn.CaseOf(kind, "its order's event", "FollowService");
        var found = kind == CaseKinds.Certificate
            ? await FollowedService.OfCertificateAsync(turn, new CertificateId(id), cancellationToken)
            : await FollowedService.OfPackageAsync(turn, new PackageId(id), cancellationToken);
        context.SetOutput("State", found.State);
        context.SetOutput("EndsAt", found.EndsAt);
        context.SetOutput("EndsOn", found.EndsOn);
        context.SetOutput("KeptFrom", found.KeptFrom);
        context.SetOutput("KeptUntil", found.KeptUntil);
        context.SetOutput("Product", found.Product);
        context.SetOutput("Domains", string.Join(", ", found.Domains));
        context.SetOutput("Company", found.Company);
        context.SetOutput("Email", found.Email);
        context.SetOutput("Mobile", found.Mobile ?? "");
        context.SetOutput("InUse", found.InUse);
        context.SetOutput("Renewal", found.Renewal);
        context.SetOutput("Sites", found.Sites);
        return ActivityResult.Outcome(
            found.Outcome == FollowedService.InService && context.Input<DateTimeOffset?>("KnownEnd") is { } known && known != found.EndsAt ? Moved : found.Outcome);
    }

    private static async Task<bool> TakeAsync(ActivityContext context, CaseTurn turn, string kind, CancellationToken cancellationToken)
    {
        var text = context.Input<string>("SubjectId");
        var id = kind == CaseKinds.Certificate ? CertificateId.Parse(text).Value : PackageId.Parse(text).Value;

        // Of two that begin to follow at once only one passes; the other runs again and sees it.
        await Activation.PassAsync(turn.Db, $"follow:{kind}:{id:N}", turn.InstanceId, cancellationToken);
        if (await turn.Db.Instances.AnyAsync(
            i => i.CaseId == id && i.CaseKind == kind && i.Status == nameof(WorkflowStatus.Running) && i.Id != turn.InstanceId, cancellationToken))
        {
            return false;
        }

        turn.WorksOn(kind, id);
        context.CorrelationId = id.ToString();
        return true;
    }
}
