using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.RunTask: hands a named task to a program outside and waits until it reports the result .</summary>
internal sealed class RunTaskActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder(RunTaskBookmark.Name, "Primitives", "Run Task", "Hands a task to another program and waits for its result.")
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
            Name = RunTaskBookmark.Name,
            Payload = new JsonObject { ["TaskId"] = taskId, ["TaskName"] = context.Input<string>("TaskName") },
            NotHashed = ["TaskName"],
            IncludeContextId = false,
            Tag = context.Input("Payload") is { } payload ? JsonValues.Text(payload) : null,
        });
        return new(ActivityResult.Wait);
    }

    public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        context.SetOutput("Result", context.ResumeInput.GetValueOrDefault(RunTaskBookmark.ResultKey));
        return new(ActivityResult.Done);
    }
}

/// <summary>How a host finds and resumes an <c>Elsa.RunTask</c> (6.3, A-22).</summary>
public static class RunTaskBookmark
{
    /// <summary>Name of its bookmarks; <see cref="Bookmark.Tag"/> is the task's payload as JSON.</summary>
    public const string Name = "Elsa.RunTask";

    /// <summary>Key of the result in the stimulus input.</summary>
    public const string ResultKey = "RunTaskInput";

    /// <summary>The id under which the result is reported.</summary>
    public static Guid TaskIdOf(Bookmark bookmark) => Guid.ParseExact(bookmark.Payload!["TaskId"]!.GetValue<string>(), "N");

    /// <summary>What the definition calls the task; empty where it says nothing.</summary>
    public static string TaskNameOf(Bookmark bookmark) => bookmark.Payload!["TaskName"]?.GetValue<string>() ?? "";
}
