using CertWorkflows.Application.Revocations;
using CertWorkflows.Domain.Revocations;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>Revocations, and which of them a link belongs to.</summary>
internal static class RevocationTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Revocation>(row =>
        {
            row.ToTable("revocations");
            row.HasKey(revocation => revocation.Id);
            row.Property(revocation => revocation.Id).ValueGeneratedNever();
            row.Property(revocation => revocation.Version).IsConcurrencyToken();
            row.Ignore(revocation => revocation.PermittedTriggers);

            // At most one revocation of a certificate is under way.
            row.HasIndex(revocation => revocation.CertificateId, "ix_revocations_certificate_id_open").IsUnique().HasFilter("closed_at IS NULL");
            row.HasIndex(revocation => new { revocation.CertificateId, revocation.RequestedAt }, "ix_revocations_certificate_id");
            row.HasIndex(revocation => new { revocation.CustomerId, revocation.RequestedAt, revocation.Id }, "ix_revocations_customer_id");
            row.HasIndex(revocation => new { revocation.RequestedAt, revocation.Id }, "ix_revocations_requested_at");
            row.HasIndex(revocation => revocation.InstanceId, "ix_revocations_instance_id");
        });
        model.Entity<ConfirmationLink>(row =>
        {
            row.ToTable("confirmation_links");
            row.HasKey(link => link.Hash);
            row.HasIndex(link => link.RevocationId, "ix_confirmation_links_revocation_id");
        });
    }
}
