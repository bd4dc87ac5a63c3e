using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;

internal sealed class SandboxRevocationMapping : IEntityTypeConfiguration<SandboxRevocation>
{
    public void Configure(EntityTypeBuilder<SandboxRevocation> builder)
    {
        builder.ToTable("sandbox_revocations");
        builder.HasKey(revocation => revocation.Serial);
        builder.Property(revocation => revocation.Serial).HasMaxLength(64);
    }
}
