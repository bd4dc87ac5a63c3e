using CertWorkflows.Domain.Renewals;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>Renewals of certificates.</summary>
internal static class RenewalTables
{
    public static void Map(ModelBuilder model) =>
        model.Entity<Renewal>(row =>
        {
            row.ToTable("renewals");
            row.HasKey(renewal => renewal.Id);
            row.Property(renewal => renewal.Id).ValueGeneratedNever();
            row.Property(renewal => renewal.Version).IsConcurrencyToken();
            row.Ignore(renewal => renewal.PermittedTriggers);

            // At most one renewal of a certificate is under way.
            row.HasIndex(renewal => renewal.OldCertificateId, "ix_renewals_old_certificate_id_open").IsUnique().HasFilter("closed_at IS NULL");
            row.HasIndex(renewal => new { renewal.OldCertificateId, renewal.OpenedAt }, "ix_renewals_old_certificate_id");
            row.HasIndex(renewal => renewal.NewCertificateId, "ix_renewals_new_certificate_id");
            row.HasIndex(renewal => new { renewal.CustomerId, renewal.OpenedAt, renewal.Id }, "ix_renewals_customer_id");
            row.HasIndex(renewal => new { renewal.OpenedAt, renewal.Id }, "ix_renewals_opened_at");
            row.HasIndex(renewal => renewal.InstanceId, "ix_renewals_instance_id");
        });
}
