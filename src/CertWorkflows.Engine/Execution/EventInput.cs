namespace CertWorkflows.Engine.Execution;

/// <summary>How an event's payload reaches the Event activity .</summary>
public static class EventInput
{
    /// <summary>Key of the payload in the stimulus input.</summary>
    public const string PayloadKey = "__EventPayloadWorkflowInput";

    /// <summary>What stands for a payload where the publisher gave none.</summary>
    public static object NoPayload() => new Dictionary<string, object?>(StringComparer.Ordinal);
}
