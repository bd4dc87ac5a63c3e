using CertWorkflows.Domain.Packages;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>One-click HTTPS packages.</summary>
internal static class PackageTables
{
    public static void Map(ModelBuilder model) => model.Entity<Package>(row =>
    {
        row.ToTable("packages");
        row.HasKey(package => package.Id);
        row.Property(package => package.Id).ValueGeneratedNever();
        row.Property(package => package.Version).IsConcurrencyToken();
        row.Ignore(package => package.PermittedTriggers);
        row.HasIndex(package => new { package.PaidAt, package.Id }, "ix_packages_paid_at");
        row.HasIndex(package => new { package.CustomerId, package.PaidAt, package.Id }, "ix_packages_customer_id");
        row.HasIndex(package => new { package.ExpiresAt, package.Id }, "ix_packages_expires_at");
    });
}
