using CertWorkflows.Client;
using CertWorkflows.Reviewer.Cases;
using CertWorkflows.Reviewer.Shell;

namespace CertWorkflows.Reviewer.Tasks;

/// <summary>The page of a task's case.</summary>
internal static class CaseLink
{
    /// <summary>The address relative to the site's root; null when the kind of case has no page.</summary>
    public static string? Of(TaskSummaryDto task) =>
        task.CaseId is { } id && CaseKind.All.FirstOrDefault(kind => kind.Machine == task.CaseKind) is { } kind ? PageAddress.Of(kind.Name, id) : null;
}
