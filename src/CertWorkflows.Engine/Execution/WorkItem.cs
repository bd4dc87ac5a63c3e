using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Engine.Execution;

/// <summary>One entry of the queue: a node to run below its owner, or an execution to go on with.</summary>
internal readonly record struct WorkItem(
    ActivityNode Node,
    ActivityContext? Owner,
    ActivityContext? Existing = null,
    string? Tag = null,
    IReadOnlyDictionary<string, object?>? Variables = null,
    Bookmark? Bookmark = null);
