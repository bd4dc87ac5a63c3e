using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Delay: waits for a time span of any length (A-24, B-18). It always suspends, also for zero.</summary>
internal sealed class DelayActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.Delay", "Scheduling", "Delay", "Waits for a while.")
            .Input(
                "TimeSpan",
                TypeRef.TimeSpan,
                "How long, as days.hours:minutes:seconds.",
                defaultValue: TimeSpan.FromMinutes(1),
                defaultReplacesNull: true,
                displayName: "Time span")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var span = context.Input<TimeSpan>("TimeSpan");
        var due = span > DateTimeOffset.MaxValue - context.Now ? DateTimeOffset.MaxValue : context.Now + span;
        context.Wait(new BookmarkRequest
        {
            Name = "Elsa.Delay",
            Payload = new JsonObject { ["ResumeAt"] = due.ToString("O", CultureInfo.InvariantCulture) },
            DueAt = due,
        });
        return new(ActivityResult.Wait);
    }
}
