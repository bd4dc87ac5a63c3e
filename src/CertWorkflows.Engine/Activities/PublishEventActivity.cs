using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.PublishEvent: sends an event to whoever waits for it or is started by it, once this turn is committed .</summary>
internal sealed class PublishEventActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.PublishEvent", "Primitives", "Publish Event", "Publishes an event.")
            .Input("EventName", TypeRef.String, "Name of the event, case counts.", displayName: "Event name")
            .Input("CorrelationId", TypeRef.String, "Only to workflows with this correlation id.", displayName: "Correlation ID")
            .Input("IsLocalEvent", TypeRef.Boolean, "Only to this instance.", displayName: "Local event")
            .Input("Payload", TypeRef.Object, "What the receivers get.")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var name = context.Input<string>("EventName") ?? throw new WorkflowFaultException("EventName is required.");
        var correlationId = context.Input<string>("CorrelationId");
        context.Ask(new HostRequest.PublishEvent(
            name,
            string.IsNullOrWhiteSpace(correlationId) ? null : correlationId,
            context.Input<bool>("IsLocalEvent"),
            context.Input("Payload")));
        return new(ActivityResult.Done);
    }
}
