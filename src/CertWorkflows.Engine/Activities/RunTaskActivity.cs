using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.RunTask: hands a named task to a program outside and waits until it reports the result .</summary>
internal sealed class RunTaskActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder(RunTask.BookmarkName, "Primitives", "Run Task", "Hands a task to another program and waits for its result.")
            .Input("TaskName", TypeRef.String, "Name of the task.", displayName: "Task name")
            .Input("Payload", TypeRef.ObjectDictionary, "What the program needs to know.", hint: UiHints.JsonEditor)
            .Output("TaskId", TypeRef.String, "Id under which the result is reported.")
            .Output("Result", TypeRef.Object, "The reported result.")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var taskId = context.Turn.NewId().ToString("N");
        context.SetOutput("TaskId", taskId);
        context.Wait(new BookmarkRequest
        {
            Name = RunTask.BookmarkName,
            Payload = new JsonObject { ["TaskId"] = taskId, ["TaskName"] = context.Input<string>("TaskName") },
            NotHashed = ["TaskName"],
            IncludeContextId = false,
            Tag = StoredValue.Write(context.Input("Payload"))?.ToJsonString(),
        });
        return new(ActivityResult.Wait);
    }

    // an instance that nobody outside can resume would wait for ever
    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
        => [new DefinitionProblem(
            "refused-activity-type",
            node.NodeId,
            $"Activity '{node.Id}' ({RunTask.BookmarkName}) is not supported: the API has no call yet by which its result could be reported.")];

    public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        context.SetOutput("Result", context.ResumeInput.GetValueOrDefault(RunTask.ResultKey));
        return new(ActivityResult.Done);
    }
}

/// <summary>How a host finds and resumes an <c>Elsa.RunTask</c> (6.3, A-22).</summary>
public static class RunTask
{
    /// <summary>Name of its bookmarks.</summary>
    public const string BookmarkName = "Elsa.RunTask";

    /// <summary>Key of the result in the stimulus input.</summary>
    public const string ResultKey = "RunTaskInput";

    /// <summary>Hash of the bookmark that waits for the result of that task.</summary>
    public static string HashOf(string taskId) => BookmarkHash.Compute(BookmarkName, new JsonObject { ["TaskId"] = taskId });
}
