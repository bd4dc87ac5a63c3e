using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Timer: starts a workflow every interval; in the middle of a flow it waits for one interval .</summary>
internal sealed class TimerActivity : Activity
{
    public const string TypeName = "Elsa.Timer";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder(TypeName, "Scheduling", "Timer", "Starts a workflow again and again, or waits once.")
            .Input(
                "Interval",
                TypeRef.TimeSpan,
                "How often, as days.hours:minutes:seconds.",
                defaultValue: TimeSpan.FromMinutes(1),
                defaultReplacesNull: true)
            .Kind(ActivityKind.Trigger)
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        if (context.IsTrigger)
            return new(ActivityResult.Done);
        var interval = context.Input<TimeSpan>("Interval");
        var due = interval > DateTimeOffset.MaxValue - context.Now ? DateTimeOffset.MaxValue : context.Now + interval;
        context.Wait(new BookmarkRequest
        {
            Name = TypeName,
            Payload = new JsonObject { ["ResumeAt"] = due.ToString("O", CultureInfo.InvariantCulture) },
            DueAt = due,
        });
        return new(ActivityResult.Wait);
    }

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        // a trigger that is due again at once would start instances without end
        if (node.CanStartWorkflow && node.FindInput("Interval") is { Expression: null, Constant: TimeSpan interval } && interval <= TimeSpan.Zero)
        {
            yield return new DefinitionProblem(
                "trigger-payload", node.NodeId, $"Timer '{node.Id}' starts workflows every {interval}; the interval must be longer than zero.");
        }
    }
}
