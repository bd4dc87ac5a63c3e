using CertWorkflows.Application.Orders;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>What customers own and ask for: orders, certificates, refunds.</summary>
internal static class CaseTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Order>(row =>
        {
            row.ToTable("orders");
            row.HasKey(order => order.Id);
            row.Property(order => order.Id).ValueGeneratedNever();
            row.HasIndex(order => new { order.CustomerId, order.PaidAt, order.Id }, "ix_orders_customer_id");
        });
        model.Entity<Certificate>(row =>
        {
            row.ToTable("certificates");
            row.HasKey(certificate => certificate.Id);
            row.Property(certificate => certificate.Id).ValueGeneratedNever();
            row.Property(certificate => certificate.Version).IsConcurrencyToken();
            row.Ignore(certificate => certificate.Spec).Ignore(certificate => certificate.PermittedTriggers);
            row.HasIndex(certificate => new { certificate.PaidAt, certificate.Id }, "ix_certificates_paid_at");
            row.HasIndex(certificate => new { certificate.CustomerId, certificate.PaidAt, certificate.Id }, "ix_certificates_customer_id");
            row.HasIndex(certificate => certificate.OrderId, "ix_certificates_order_id");
            row.HasIndex(certificate => certificate.PackageId, "ix_certificates_package_id").HasFilter("package_id IS NOT NULL");
            row.HasIndex(certificate => certificate.Serial, "ix_certificates_serial").HasFilter("serial IS NOT NULL");
            row.HasIndex(certificate => new { certificate.ExpiresAt, certificate.Id }, "ix_certificates_expires_at")
                .HasFilter("expires_at IS NOT NULL");
            row.HasIndex(certificate => new { certificate.PaidAt, certificate.Id }, "ix_certificates_expiring_soon").HasFilter("expiring_soon");
        });
        model.Entity<Refund>(row =>
        {
            row.ToTable("refunds");
            row.HasKey(refund => refund.Id);
            row.Property(refund => refund.Id).ValueGeneratedNever();
            row.Property(refund => refund.Version).IsConcurrencyToken();
            row.Ignore(refund => refund.PermittedTriggers);

            // RF-3: at most one refund of a certificate is under way.
            row.HasIndex(refund => refund.CertificateId, "ix_refunds_certificate_id_open").IsUnique().HasFilter("closed_at IS NULL");
            row.HasIndex(refund => new { refund.CertificateId, refund.SubmittedAt }, "ix_refunds_certificate_id");
            row.HasIndex(refund => new { refund.CustomerId, refund.SubmittedAt, refund.Id }, "ix_refunds_customer_id");
            row.HasIndex(refund => new { refund.SubmittedAt, refund.Id }, "ix_refunds_submitted_at");
            row.HasIndex(refund => new { refund.DecideBy, refund.Id }, "ix_refunds_open_decide_by").HasFilter("closed_at IS NULL");
            row.HasIndex(refund => refund.InstanceId, "ix_refunds_instance_id");
            row.HasIndex(refund => refund.DecidedAt, "ix_refunds_decided_at").HasFilter("decided_at IS NOT NULL");
            row.HasIndex(refund => refund.ClosedAt, "ix_refunds_closed_at").HasFilter("closed_at IS NOT NULL");
        });
    }
}
