using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Cases;

/// <summary>
/// What the audit trail knows of the links that customers are sent: who made one, and who took them back. The links themselves are kept nowhere.
/// </summary>
public sealed class CustomerLinkRecords(IWorkflowStore store, TimeProvider clock)
{
    private const string Made = "create-customer-link";
    private const string TakenBack = "withdraw-customer-links";

    /// <summary>A link to a case was made.</summary>
    /// <param name="subject">The kind of the case, such as <c>refund</c>.</param>
    /// <param name="id">The case.</param>
    /// <param name="expiresAt">Until when the link is good.</param>
    /// <param name="caller">Who made it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task RecordMadeAsync(string subject, Guid id, DateTimeOffset expiresAt, Caller caller, CancellationToken cancellationToken) =>
        RecordAsync(subject, id, Made, $"{expiresAt:yyyy-MM-ddTHH:mm:ssZ}", caller, cancellationToken);

    /// <summary>Takes back all links to a case that were made so far.</summary>
    /// <param name="subject">The kind of the case, such as <c>refund</c>.</param>
    /// <param name="id">The case.</param>
    /// <param name="caller">Who takes them back.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task WithdrawAsync(string subject, Guid id, Caller caller, CancellationToken cancellationToken) =>
        RecordAsync(subject, id, TakenBack, null, caller, cancellationToken);

    /// <summary>Whether a link that was made then has been taken back since.</summary>
    public static Task<bool> IsWithdrawnAsync(WorkflowDb db, string subject, Guid id, DateTimeOffset madeAt, CancellationToken cancellationToken)
    {
        var subjectId = id.ToString();
        return db.Audit.AnyAsync(
            record => record.Subject == subject && record.SubjectId == subjectId && record.Action == TakenBack && record.At >= madeAt, cancellationToken);
    }

    private async Task RecordAsync(string subject, Guid id, string action, string? reason, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        db.Record(clock.GetUtcNow(), caller.Name, subject, id.ToString(), action, reason: reason);
        await store.CommitAsync(db, cancellationToken);
    }
}
