using System.Globalization;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain.Revocations;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Revocations;

/// <summary>
/// <c>CertWorkflows.MakeConfirmationLink</c>: a new link for the mail of RV-5; links before it are void. The link that the
/// workflow sees has its token sealed: only the message that is sent tells it.
/// </summary>
public sealed class MakeConfirmationLinkActivity(ISealedTexts texts, IOptions<PublicLinkOptions> options) : Activity
{
    /// <summary>Where the page is, below the public address.</summary>
    public const string PagePath = "api/v1/revocation-confirmations";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.MakeConfirmationLink", "CertWorkflows", "Make confirmation link", "Makes the link by which the customer confirms; older ones are void (RV-5).")
        .Input("ValidDays", TypeRef.Int32, "Natural days for which the link can be used, at most until the request lapses; at least 1.", 7,
            displayName: "Valid for (natural days)")
        .Input("ConfirmBy", TypeRef.DateTimeOffset, "When the request lapses unless it is confirmed.", required: true, hint: UiHints.DateTimePicker, displayName: "Confirm by")
        .Output("Link", TypeRef.String, "The link, for the text of a message.")
        .Output("ValidUntil", TypeRef.String, "Until when it can be used: date, time and offset of the business zone.")
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var revocation = await turn.RevocationOfCaseAsync(cancellationToken);
        var days = context.Input<int>("ValidDays") is >= 1 and var given ? given
            : throw new InvalidOperationException("A link can be used for 1 natural day or more; ValidDays is less.");
        var confirmBy = context.Input<DateTimeOffset?>("ConfirmBy")
            ?? throw new InvalidOperationException("MakeConfirmationLink needs the instant at which the request lapses; ConfirmBy is empty.");
        var token = Secrets.NewToken();
        var hash = Secrets.Fingerprint(token);
        var until = RevocationCase.SendLink(
            revocation, hash, turn.Calendar.AddNaturalDays(turn.Now, days), confirmBy, turn.Actor, turn.Now);
        turn.Db.ConfirmationLinks.Add(new ConfirmationLink { Hash = hash, RevocationId = revocation.Id, SentAt = turn.Now });
        context.SetOutput("Link", options.Value.To($"{PagePath}/{texts.Seal(token, turn.InstanceId)}"));
        context.SetOutput(
            "ValidUntil", TimeZoneInfo.ConvertTime(until, turn.Calendar.Zone).ToString("yyyy-MM-dd HH:mm 'UTC'zzz", CultureInfo.InvariantCulture));
        return ActivityResult.Done;
    }
}
