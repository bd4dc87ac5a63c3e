using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

internal sealed class AcmeMappings : IEntityTypeConfiguration<AcmeOrder>, IEntityTypeConfiguration<AcmeChallenge>
{
    public void Configure(EntityTypeBuilder<AcmeOrder> builder)
    {
        builder.ToTable("acme_orders");
        builder.HasKey(order => order.IdempotencyKey);
        builder.Property(order => order.IdempotencyKey).HasMaxLength(256);
    }

    public void Configure(EntityTypeBuilder<AcmeChallenge> builder)
    {
        builder.ToTable("acme_challenges");
        builder.HasKey(challenge => challenge.Token);
        builder.Property(challenge => challenge.Token).HasMaxLength(256);
        builder.HasIndex(challenge => challenge.IdempotencyKey, "ix_acme_challenges_idempotency_key");
    }
}
