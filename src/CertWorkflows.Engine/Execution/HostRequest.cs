namespace CertWorkflows.Engine.Execution;

/// <summary>What an activity asks its host to do once the turn is committed; written in the same transaction as the turn. A closed family.</summary>
public abstract record HostRequest
{
    private HostRequest()
    {
    }

    /// <summary>Publishes an event .</summary>
    /// <param name="EventName">Name, case counts.</param>
    /// <param name="CorrelationId">Only to those with this correlation id; <see langword="null"/> for everybody.</param>
    /// <param name="IsLocal">Only to the publishing instance.</param>
    /// <param name="Payload">Result of the Event activities that receive it; <see langword="null"/> for none.</param>
    public sealed record PublishEvent(string EventName, string? CorrelationId, bool IsLocal, object? Payload) : HostRequest;

    /// <summary>Starts the published version of another definition as a child of this instance .</summary>
    /// <param name="ChildInstanceId">Id that the child will have: starting it twice is one start.</param>
    /// <param name="DefinitionId">Logical id of the definition.</param>
    /// <param name="CorrelationId">Correlation id of the child, or none; it is not inherited (B-14).</param>
    /// <param name="Input">Input of the child.</param>
    /// <param name="ReportTo">The bookmark that learns of the child; <see langword="null"/> where nobody waits.</param>
    /// <param name="Report">When it learns of it.</param>
    public sealed record StartWorkflow(
        Guid ChildInstanceId,
        string DefinitionId,
        string? CorrelationId,
        IReadOnlyDictionary<string, object?> Input,
        Guid? ReportTo,
        ChildReport Report) : HostRequest;

    /// <summary>Calls a URL; what came of it resumes the bookmark .</summary>
    /// <param name="BookmarkId">The bookmark that waits for the answer.</param>
    /// <param name="CallId">The same for every attempt at this call, another for each further call of the same execution.</param>
    /// <param name="Call">What is sent.</param>
    public sealed record SendHttp(Guid BookmarkId, string CallId, HttpCall Call) : HostRequest
    {
        /// <summary>Name of the bookmark.</summary>
        public const string BookmarkName = "Elsa.SendHttpRequest";
    }
}

/// <summary>A call that a workflow makes.</summary>
/// <param name="Url">Absolute, http or https.</param>
/// <param name="Method">Upper case.</param>
/// <param name="Headers">By name, in order; each with its values.</param>
/// <param name="Content">Body, sent only together with a content type; <see langword="null"/> for none.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Retries">How often a call that may succeed later is repeated before its answer is given .</param>
/// <param name="AsFile">Whether the body is wanted as bytes whatever its type.</param>
public sealed record HttpCall(
    Uri Url,
    string Method,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Headers,
    string? Content,
    string? ContentType,
    int Retries,
    bool AsFile = false);

/// <summary>What came of a call: the stimulus input that resumes the activity.</summary>
/// <param name="Status">Status code; <see langword="null"/> where there was no answer.</param>
/// <param name="Headers">Of the answer and its content.</param>
/// <param name="ContentType">As sent; <see langword="null"/> for none.</param>
/// <param name="Text">The body as text; <see langword="null"/> where it is none or binary.</param>
/// <param name="Base64">A binary body.</param>
/// <param name="Failure"><c>connect</c> or <c>timeout</c>; <see langword="null"/> where there was an answer.</param>
/// <param name="Message">Why there was no answer.</param>
public sealed record HttpAnswer(
    int? Status,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Headers,
    string? ContentType,
    string? Text,
    string? Base64,
    string? Failure,
    string? Message)
{
    /// <summary>There was no connection.</summary>
    public const string NoConnection = "connect";

    /// <summary>There was no answer in time.</summary>
    public const string TimedOut = "timeout";
}

/// <summary>When a child workflow reports to its parent.</summary>
public enum ChildReport
{
    /// <summary>Never.</summary>
    None,

    /// <summary>When its first turn is over, finished or not.</summary>
    Started,

    /// <summary>When it is over, whichever way.</summary>
    Finished,
}

/// <summary>Keys of the stimulus input by which a child reports to its parent .</summary>
public static class ChildInput
{
    /// <summary>Output of the child by name; empty where it failed.</summary>
    public const string Output = "WorkflowOutput";

    /// <summary>Id of the child.</summary>
    public const string InstanceId = "WorkflowInstanceId";

    /// <summary>Its status (S-1).</summary>
    public const string Status = "WorkflowStatus";

    /// <summary>Its sub-status (S-1).</summary>
    public const string SubStatus = "WorkflowSubStatus";

    /// <summary>In the child's own input: id of its parent .</summary>
    public const string ParentInstanceId = "ParentInstanceId";
}
