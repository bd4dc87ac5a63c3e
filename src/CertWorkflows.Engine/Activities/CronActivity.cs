using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Cron: starts a workflow at each occurrence, in UTC; in the middle of a flow it waits for the next one .</summary>
internal sealed class CronActivity : Activity
{
    public const string TypeName = "Elsa.Cron";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder(TypeName, "Scheduling", "Cron", "Starts a workflow at the times of a cron expression, or waits for the next.")
            .Input(
                "CronExpression",
                TypeRef.String,
                "Six fields in UTC: second, minute, hour, day, month, day of the week.",
                required: true,
                displayName: "Cron expression")
            .Kind(ActivityKind.Trigger)
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        if (context.IsTrigger)
            return new(ActivityResult.Done);
        var expression = context.Input<string>("CronExpression");
        var due = CronSchedule.Parse(expression).After(context.Now)
            ?? throw new WorkflowFaultException($"The cron expression '{expression}' never occurs after {context.Now:O}.");
        context.Wait(new BookmarkRequest
        {
            Name = TypeName,
            Payload = new JsonObject
            {
                ["ExecuteAt"] = due.ToString("O", CultureInfo.InvariantCulture),
                ["CronExpression"] = expression,
            },
            DueAt = due,
        });
        return new(ActivityResult.Wait);
    }

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        if (node.FindInput("CronExpression") is { Expression: null, Constant: string { Length: > 0 } text }
            && !CronSchedule.TryParse(text, out _, out var problem))
        {
            yield return new DefinitionProblem("invalid-cron", node.NodeId, $"Cron '{node.Id}': {problem}");
        }
    }
}
