using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CertWorkflows.Infrastructure.Connectors.Payments;

internal sealed class SandboxPaymentMapping : IEntityTypeConfiguration<SandboxPayment>
{
    public void Configure(EntityTypeBuilder<SandboxPayment> builder)
    {
        builder.ToTable("sandbox_payments");
        builder.HasKey(payment => payment.IdempotencyKey);
        builder.Property(payment => payment.IdempotencyKey).HasMaxLength(256);
        builder.Property(payment => payment.Amount).HasPrecision(18, 2);
        builder.HasIndex(payment => payment.RefundId, "ix_sandbox_payments_refund_id");
    }
}
