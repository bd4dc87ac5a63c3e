using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Tasks;

/// <summary>The page of a task's case.</summary>
internal static class CaseLink
{
    /// <summary>The address relative to the site's root; null when the kind of case has no page.</summary>
    public static string? Of(TaskSummaryDto task) => task is { CaseKind: "refund", CaseId: { } id }
        ? $"refunds/{Uri.EscapeDataString(id)}"
        : null;
}
