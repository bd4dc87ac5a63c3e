using CertWorkflows.Domain.Credits;
using CertWorkflows.Domain.Hostings;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>Services that are sold beside certificates: lots of credits, and hosting.</summary>
internal static class ServiceTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<CreditLot>(row =>
        {
            row.ToTable("credit_lots");
            row.HasKey(lot => lot.Id);
            row.Property(lot => lot.Id).ValueGeneratedNever();
            row.Property(lot => lot.Version).IsConcurrencyToken();
            row.HasIndex(lot => new { lot.PaidAt, lot.Id }, "ix_credit_lots_paid_at");
            row.HasIndex(lot => new { lot.CustomerId, lot.PaidAt, lot.Id }, "ix_credit_lots_customer_id");
        });
        model.Entity<Hosting>(row =>
        {
            row.ToTable("hostings");
            row.HasKey(hosting => hosting.Id);
            row.Property(hosting => hosting.Id).ValueGeneratedNever();
            row.Property(hosting => hosting.Version).IsConcurrencyToken();
            row.Ignore(hosting => hosting.PermittedTriggers);

            // A certificate is hosted once.
            row.HasIndex(hosting => hosting.CertificateId, "ix_hostings_certificate_id_active").IsUnique().HasFilter("state = 'Active'");
            row.HasIndex(hosting => new { hosting.PaidAt, hosting.Id }, "ix_hostings_paid_at");
            row.HasIndex(hosting => new { hosting.CustomerId, hosting.PaidAt, hosting.Id }, "ix_hostings_customer_id");
        });
    }
}
