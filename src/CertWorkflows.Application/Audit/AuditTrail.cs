using CertWorkflows.Application.Workflows;

namespace CertWorkflows.Application.Audit;

/// <summary>Writes to the audit trail outside of a turn.</summary>
internal static class AuditTrail
{
    /// <summary>Adds a record of what happens now; committed with the session or not at all.</summary>
    public static void Record(
        this WorkflowDb db,
        DateTimeOffset now,
        string actor,
        string subject,
        string subjectId,
        string action,
        string? from = null,
        string? to = null,
        string? reason = null,
        Guid? instanceId = null) => db.Audit.Add(new AuditRecord
        {
            Id = Ids.New(now),
            At = now,
            Actor = actor,
            Subject = subject,
            SubjectId = subjectId,
            Action = action,
            From = from,
            To = to,
            Reason = reason,
            InstanceId = instanceId,
        });
}
