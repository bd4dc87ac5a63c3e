using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.StartAt: waits until an instant; goes on at once where it is past or started the run .</summary>
internal sealed class StartAtActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.StartAt", "Scheduling", "Start At", "Waits until an instant, or starts a workflow at it.")
            .Input("DateTime", TypeRef.DateTimeOffset, "The instant.", hint: UiHints.DateTimePicker, displayName: "Date and time")
            .Kind(ActivityKind.Trigger)
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var due = context.Input<DateTimeOffset>("DateTime");
        if (context.IsTrigger || due <= context.Now)
            return new(ActivityResult.Done);
        context.Wait(new BookmarkRequest
        {
            Name = "Elsa.StartAt",
            Payload = new JsonObject { ["ExecuteAt"] = due.ToString("O", CultureInfo.InvariantCulture) },
            DueAt = due,
        });
        return new(ActivityResult.Wait);
    }
}
