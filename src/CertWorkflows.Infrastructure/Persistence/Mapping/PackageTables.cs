using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Packages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>One-click HTTPS packages, and their refunds.</summary>
internal static class PackageTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Package>(Map);
        model.Entity<PackageRefund>(Map);
    }

    private static void Map(EntityTypeBuilder<Package> row)
    {
        row.ToTable("packages");
        row.HasKey(package => package.Id);
        row.Property(package => package.Id).ValueGeneratedNever();
        row.Property(package => package.Version).IsConcurrencyToken();
        row.Ignore(package => package.PermittedTriggers).Ignore(package => package.PermitsRevocation).Ignore(package => package.PermitsApplication);
        row.HasIndex(package => new { package.PaidAt, package.Id }, "ix_packages_paid_at");
        row.HasIndex(package => new { package.CustomerId, package.PaidAt, package.Id }, "ix_packages_customer_id");
        row.HasIndex(package => new { package.ExpiresAt, package.Id }, "ix_packages_expires_at");
    }

    private static void Map(EntityTypeBuilder<PackageRefund> row)
    {
        row.ToTable("package_refunds");
        row.HasKey(refund => refund.Id);
        row.Property(refund => refund.Id).ValueGeneratedNever();
        row.Property(refund => refund.Version).IsConcurrencyToken();
        row.Ignore(refund => refund.PermittedTriggers);

        // At most one refund of a package is under way.
        row.HasIndex(refund => refund.PackageId, "ix_package_refunds_package_id_open").IsUnique().HasFilter("closed_at IS NULL");
        row.HasIndex(refund => new { refund.PackageId, refund.SubmittedAt }, "ix_package_refunds_package_id");
        row.HasIndex(refund => refund.CertificateId, "ix_package_refunds_certificate_id").HasFilter("certificate_id IS NOT NULL");
        row.HasIndex(refund => new { refund.CustomerId, refund.SubmittedAt, refund.Id }, "ix_package_refunds_customer_id");
        row.HasIndex(refund => new { refund.SubmittedAt, refund.Id }, "ix_package_refunds_submitted_at");
        row.HasIndex(refund => refund.InstanceId, "ix_package_refunds_instance_id");
    }
}
