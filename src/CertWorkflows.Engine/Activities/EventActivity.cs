using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Event: waits for an event; as the trigger of a run it goes on at once .</summary>
internal sealed class EventActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.Event", "Primitives", "Event", "Waits for an event.")
            .Input("EventName", TypeRef.String, "Name of the event, case counts.", displayName: "Event name")
            .Output("Result", TypeRef.Object, "The event's payload.")
            .Kind(ActivityKind.Trigger)
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        if (context.IsTrigger)
            return new(Received(context));
        context.Wait(new BookmarkRequest
        {
            Name = "Elsa.Event",
            Payload = new JsonObject { ["EventName"] = context.Input<string>("EventName") },
            IncludeContextId = false,
        });
        return new(ActivityResult.Wait);
    }

    public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
        => new(Received(context));

    private static ActivityResult Received(ActivityContext context)
    {
        context.SetOutput("Result", context.ResumeInput.GetValueOrDefault(EventInput.PayloadKey));
        return ActivityResult.Done;
    }
}
