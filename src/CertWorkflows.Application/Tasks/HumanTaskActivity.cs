using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Tasks;

/// <summary>
/// <c>CertWorkflows.HumanTask</c>: raises a task for a group and waits until somebody completes it; on the way it escalates
/// and becomes overdue by deadlines of its own. The task's outcome is the activity's.
/// </summary>
public sealed class HumanTaskActivity(IOptions<TaskOptions> options) : Activity
{
    /// <summary>Name of the bookmark that the task's completion resumes.</summary>
    public const string BookmarkName = "CertWorkflows.HumanTask";

    private const string DeadlineName = "CertWorkflows.HumanTask.Deadline";
    private const string OverdueTag = "overdue";
    private const string EscalationTag = "escalation:";
    private const int OverduePriority = 100;

    private static readonly JsonSerializerOptions StepJson = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            BookmarkName, "CertWorkflows", "Human task", "Raises a task for a group of people and waits for one of them to decide.")
        .Input("Title", TypeRef.String, "What is to be done, in one line.", required: true)
        .Input("Kind", TypeRef.String, "Sort of work, for filters: refund-review, customer-care, payment-failed, …", "task")
        .Input("Group", TypeRef.String, "Whose work it is.", required: true, hint: UiHints.DropDown, options: UiHints.OneOf(TaskOptions.KnownGroups))
        .Input("Form", TypeRef.String, "JSON Schema of what the person enters.", "{}", true, hint: UiHints.JsonEditor, displayName: "Form (JSON Schema)")
        .Input("Outcomes", TypeRef.TryParse("List<String>")!, "The decisions to choose from; each is a port.", new List<string> { "Done" }, true,
            hint: UiHints.DynamicOutcomes, options: UiHints.FixedOutcomes())
        .Input("DueInBusinessDays", TypeRef.Int32, "Overdue after so many business days; 0 for never.", 0, displayName: "Due in (business days)")
        .Input("CountFrom", TypeRef.DateTimeOffset, "The instant from which business days are counted; empty for now.", hint: UiHints.DateTimePicker, displayName: "Count from")
        .Input("Priority", TypeRef.Int32, "0 to 100, higher is more urgent.", 50, true)
        .Input("Escalations", TypeRef.String, "JSON list of steps: {\"afterBusinessDays\": 10, \"priority\": 80, \"group\": \"supervisors\"}.", "[]", true, hint: UiHints.JsonEditor)
        .Input("ExcludedPersons", TypeRef.TryParse("List<String>")!, "Who may not do it, by user name.", new List<string>(), true, hint: UiHints.MultiText, displayName: "Excluded persons")
        .Output("Outcome", TypeRef.String, "The decision.")
        .Output("CompletedBy", TypeRef.String, "Who decided.")
        .Output("Comment", TypeRef.String, "The remark made with the decision.")
        .Output("Data", TypeRef.Object, "What was entered in the form.")
        .Build();

    public override IEnumerable<string> Outcomes(ActivityNode node) => LiteralTexts(node, "Outcomes") ?? ["Done"];

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var bookmark = context.Wait(new BookmarkRequest { Name = BookmarkName });
        var countFrom = context.Input<DateTimeOffset?>("CountFrom") ?? turn.Now;
        var dueIn = context.Input<int>("DueInBusinessDays");
        DateTimeOffset? due = dueIn > 0 ? turn.Calendar.AddBusinessDays(countFrom, dueIn).At : null;
        turn.Add(new HumanTask
        {
            Id = turn.NewId(),
            InstanceId = turn.InstanceId,
            BookmarkId = bookmark.Id,
            ActivityId = context.Node.Id,
            DefinitionId = turn.DefinitionId,
            Title = context.Input<string>("Title") ?? context.Node.Id,
            Kind = context.Input<string>("Kind") ?? "task",
            Group = context.Input<string>("Group") ?? throw new InvalidOperationException("A human task needs a group: nobody could do it."),
            Form = TaskForm.Checked(context.Input<string>("Form")),
            Outcomes = JsonSerializer.Serialize(context.Input<List<string>>("Outcomes")),
            Excluded = JsonSerializer.Serialize(context.Input<List<string>>("ExcludedPersons")?.Where(p => !string.IsNullOrWhiteSpace(p)) ?? []),
            Priority = Math.Clamp(context.Input<int>("Priority"), 0, 100),
            State = HumanTaskState.Open,
            CaseKind = turn.CaseKind,
            CaseId = turn.CaseId,
            CreatedAt = turn.Now,
            DueAt = due,
        });

        var steps = Steps(context);
        for (var i = 0; i < steps.Length; i++)
        {
            var at = turn.Calendar.AddBusinessDays(countFrom, steps[i].AfterBusinessDays).At;
            context.Wait(new BookmarkRequest { Name = DeadlineName, DueAt = at, Tag = EscalationTag + i });
        }

        if (due is not null)
        {
            context.Wait(new BookmarkRequest { Name = DeadlineName, DueAt = due, Tag = OverdueTag });
        }

        return new(ActivityResult.Wait);
    }

    public override async ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        if (bookmark.Name == BookmarkName)
        {
            var outcome = (string)context.ResumeInput["outcome"]!;
            context.SetOutput("Outcome", outcome);
            context.SetOutput("CompletedBy", context.ResumeInput["completedBy"]);
            context.SetOutput("Comment", context.ResumeInput["comment"]);
            context.SetOutput("Data", context.ResumeInput["data"]);
            return ActivityResult.Outcome(outcome);
        }

        var turn = (CaseTurn)context.Turn;
        var own = context.Bookmarks.Single(b => b.Name == BookmarkName).Id;
        var task = await turn.Db.Tasks.SingleAsync(t => t.BookmarkId == own, cancellationToken);
        if (bookmark.Tag == OverdueTag)
        {
            task.OverdueAt = turn.Now;
            Escalate(turn, task, new EscalationStep(0, OverduePriority, TaskRules.SupervisorsGroup), "overdue");
        }
        else
        {
            var step = int.Parse(bookmark.Tag![EscalationTag.Length..], System.Globalization.CultureInfo.InvariantCulture);
            Escalate(turn, task, Steps(context)[step], "escalate");
        }

        return ActivityResult.Wait;
    }

    /// <summary>The stimulus input that tells the activity how its task was completed.</summary>
    internal static Dictionary<string, object?> ToInput(HumanTask task, string? comment) => new()
    {
        ["outcome"] = task.Outcome,
        ["completedBy"] = task.CompletedBy,
        ["comment"] = comment,
        ["data"] = StoredValue.Read(JsonNode.Parse(task.Data!)),
    };

    private static EscalationStep[] Steps(ActivityContext context) =>
        ReadSteps(context.Input<string>("Escalations") ?? "[]");

    /// <summary>The texts of an input that is written out in the definition; null where it is worked out at run time.</summary>
    internal static List<string>? LiteralTexts(ActivityNode node, string input)
    {
        try
        {
            return node.FindInput(input)?.Expression is { Type: "Object" or "Json" or "Literal", Value: string text }
                ? ValueConversion.Convert(text, TypeRef.ListOfString) as List<string>
                : null;
        }
        catch (ConversionException)
        {
            // the validator names the expression that is no list
            return null;
        }
    }

    /// <summary>What is wrong with the form and the escalation steps, as far as the definition writes them out: a task would fault over it.</summary>
    internal static IEnumerable<string> LiteralMistakes(ActivityNode node)
    {
        if (node.FindInput("Form")?.Constant is string form && Mistake(() => TaskForm.Checked(form)) is { } badForm)
        {
            yield return badForm;
        }

        if (node.FindInput("Escalations")?.Constant is not string text)
        {
            yield break;
        }

        EscalationStep[] steps = [];
        if (Mistake(() => steps = ReadSteps(text)) is { } badSteps)
        {
            yield return badSteps;
        }

        foreach (var step in steps)
        {
            if (step.AfterBusinessDays < 1)
            {
                yield return $"An escalation step is due after {step.AfterBusinessDays} business days; it must be 1 or more.";
            }

            if (step.Group is { } group && !TaskOptions.KnownGroups.Contains(group, StringComparer.Ordinal))
            {
                yield return $"An escalation step names the group '{group}', which does not exist; there are {string.Join(", ", TaskOptions.KnownGroups)}.";
            }
        }
    }

    private static string? Mistake(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (InvalidOperationException wrong)
        {
            return wrong.Message;
        }
    }

    /// <exception cref="InvalidOperationException">The text is no list of steps; the activity faults with this message.</exception>
    private static EscalationStep[] ReadSteps(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<EscalationStep[]>(text, StepJson) ?? [];
        }
        catch (JsonException error)
        {
            throw new InvalidOperationException($"The escalation steps of a human task are no JSON list of steps: {error.Message}", error);
        }
    }

    /// <summary>Priority raised, the step's group sees and may do it too, and is told by mail where an address is configured.</summary>
    private void Escalate(CaseTurn turn, HumanTask task, EscalationStep step, string action)
    {
        task.EscalatedAt ??= turn.Now;
        task.EscalatedTo = step.Group ?? task.EscalatedTo;
        task.Priority = Math.Max(task.Priority, Math.Clamp(step.Priority, 0, 100));
        task.Version++;
        turn.Record("task", task.Id.ToString(), action, null, task.EscalatedTo, task.Title);
        if (step.Group is { } group && options.Value.GroupMail.TryGetValue(group, out var address))
        {
            EffectRequests.Request(turn, "mail", $"task-{task.Id}-{action}-{step.AfterBusinessDays}", new JsonObject
            {
                ["to"] = address,
                ["subject"] = $"[{action}] {task.Title}",
                ["text"] = $"{task.Title}\nGroup: {task.Group}\nDue: {task.DueAt:u}\nTask: {task.Id}\n",
            });
        }
    }

    /// <summary>One step of a task's escalation.</summary>
    /// <param name="AfterBusinessDays">Counted from <c>CountFrom</c>.</param>
    /// <param name="Priority">The task's priority is raised to this.</param>
    /// <param name="Group">Sees and may do the task from then on.</param>
    internal sealed record EscalationStep(int AfterBusinessDays, int Priority = 80, string? Group = null);
}
