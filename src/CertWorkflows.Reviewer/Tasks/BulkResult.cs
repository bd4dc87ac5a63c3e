namespace CertWorkflows.Reviewer.Tasks;

/// <summary>What became of one task in bulk.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Title">The task's title.</param>
/// <param name="Problem">Why nothing was done, in the user's language; null when it was done.</param>
public sealed record BulkResult(string Id, string Title, string? Problem);
