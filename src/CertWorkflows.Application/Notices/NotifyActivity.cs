using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Notices;

/// <summary>
/// <c>CertWorkflows.Notify</c>: an e-mail or SMS to somebody. It goes on at once; the notice is sent after the commit and, when
/// it fails for good, parked for an operator. With <c>WaitForDelivery</c> it waits and takes the port Failed when it could not be sent.
/// </summary>
public sealed class NotifyActivity : Activity
{
    private const string Email = "email";
    private const string Sms = "sms";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.Notify", "CertWorkflows", "Notify", "Sends an e-mail or SMS.")
        .Input("Channel", TypeRef.String, "How it is sent.", Email, true, hint: UiHints.DropDown, options: UiHints.OneOf(Email, Sms))
        .Input("To", TypeRef.String, "E-mail address or mobile number.", required: true)
        .Input("Subject", TypeRef.String, "Of an e-mail.", "", true)
        .Input("Text", TypeRef.String, "What it says.", required: true, hint: UiHints.MultiLine)
        .Input("WaitForDelivery", TypeRef.Boolean, "Wait until it is sent, or has failed.", false, displayName: "Wait for delivery")
        .Output("Error", TypeRef.String, "Why it failed; only with WaitForDelivery.")
        .Outcomes("Done", "Failed")
        .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var channel = context.Input<string>("Channel");
        var payload = new JsonObject { ["to"] = context.Input<string>("To"), ["text"] = context.Input<string>("Text") };
        var kind = channel switch
        {
            Email => "mail",
            Sms => "sms",
            _ => throw new InvalidOperationException($"Notify cannot send by '{channel}'; allowed are {Email} and {Sms}."),
        };
        if (channel == Email)
        {
            payload["subject"] = context.Input<string>("Subject");
        }

        var turn = (CaseTurn)context.Turn;
        var key = $"{turn.InstanceId}-{context.Id}";
        if (!context.Input<bool>("WaitForDelivery"))
        {
            EffectRequests.Request(turn, kind, key, payload);
            return new(ActivityResult.Done);
        }

        EffectRequests.RequestAndWait(context, kind, key, payload);
        return new(ActivityResult.Wait);
    }

    public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        var answer = EffectRequests.Answer(context);
        if (answer.Succeeded)
        {
            return new(ActivityResult.Done);
        }

        context.SetOutput("Error", $"{answer.Code}: {answer.Message}");
        return new(ActivityResult.Outcome("Failed"));
    }
}
