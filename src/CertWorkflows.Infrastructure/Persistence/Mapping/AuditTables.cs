using CertWorkflows.Application.Audit;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>Who did what, and the seals on it.</summary>
internal static class AuditTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<AuditRecord>(row =>
        {
            row.ToTable("audit_records");
            row.HasKey(record => record.Id);
            row.Property(record => record.Id).ValueGeneratedNever();
            row.HasIndex(record => new { record.Subject, record.SubjectId, record.At, record.Id }, "ix_audit_records_subject");
            row.HasIndex(record => record.InstanceId, "ix_audit_records_instance_id").HasFilter("instance_id IS NOT NULL");
        });
        model.Entity<AuditSeal>(row =>
        {
            row.ToTable("audit_seals");
            row.HasKey(seal => seal.Number);
            row.Property(seal => seal.Number).ValueGeneratedNever();
        });
    }
}
