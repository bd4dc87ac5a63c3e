namespace CertWorkflows.Engine.Execution;

/// <summary>A fault of an activity (S-4).</summary>
/// <param name="ActivityId">Id of the activity.</param>
/// <param name="ActivityNodeId">Node id (D-7).</param>
/// <param name="ActivityInstanceId">The execution that failed.</param>
/// <param name="ActivityType">Type name.</param>
/// <param name="Message">The exception's message.</param>
/// <param name="Exception">Details.</param>
/// <param name="Timestamp">The turn's time.</param>
public sealed record Incident(
    string ActivityId,
    string ActivityNodeId,
    string ActivityInstanceId,
    string ActivityType,
    string Message,
    FailureDetails Exception,
    DateTimeOffset Timestamp);

/// <summary>A failure as stored (S-7): never the exception itself.</summary>
/// <param name="Type">Exception type name.</param>
/// <param name="Message">Its message.</param>
/// <param name="StackTrace">Its stack trace, if any.</param>
/// <param name="Inner">Its cause, if any.</param>
/// <param name="Metadata">Extra facts such as <c>Code</c>, <c>Category</c> and <c>Type</c> of a workflow fault .</param>
public sealed record FailureDetails(
    string Type, string Message, string? StackTrace, FailureDetails? Inner, IReadOnlyDictionary<string, string>? Metadata)
{
    /// <summary>The details of an exception and its causes.</summary>
    public static FailureDetails Of(Exception exception) => new(
        exception.GetType().Name,
        exception.Message,
        exception.StackTrace,
        exception.InnerException is { } inner ? Of(inner) : null,
        (exception as WorkflowFaultException)?.Metadata);
}
