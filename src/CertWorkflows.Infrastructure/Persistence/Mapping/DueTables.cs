using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>What falls due: deadlines and effects. Claiming a row changes no indexed column.</summary>
internal static class DueTables
{
    /// <param name="roundedUp">Converter of the instants at which something falls due.</param>
    public static void Map(ModelBuilder model, ValueConverter roundedUp)
    {
        model.Entity<Deadline>(row =>
        {
            row.ToTable("deadlines");
            row.HasKey(deadline => new { deadline.InstanceId, deadline.Id });
            row.Property(deadline => deadline.Id).ValueGeneratedNever();
            row.Property(deadline => deadline.DueAt).HasConversion(roundedUp);
            row.HasIndex(deadline => new { deadline.DueAt, deadline.Id }, "ix_deadlines_due").HasFilter("NOT parked");
        });
        model.Entity<Effect>(row =>
        {
            row.ToTable("effects");
            row.HasKey(effect => new { effect.InstanceId, effect.Id });
            row.Property(effect => effect.Id).ValueGeneratedNever();
            row.Property(effect => effect.NextAttemptAt).HasConversion(roundedUp);
            row.Property(effect => effect.Version).IsConcurrencyToken();
            row.HasIndex(effect => effect.IdempotencyKey, "ix_effects_idempotency_key").IsUnique();
            row.HasIndex(effect => new { effect.NextAttemptAt, effect.Id }, "ix_effects_due").HasFilter("next_attempt_at IS NOT NULL");
            row.HasIndex(effect => new { effect.Kind, effect.NextAttemptAt, effect.Id }, "ix_effects_due_by_kind").HasFilter("next_attempt_at IS NOT NULL");
            row.HasIndex(effect => effect.ExternalReference, "ix_effects_external_reference").HasFilter("external_reference IS NOT NULL");
            row.HasIndex(effect => new { effect.CreatedAt, effect.Id }, "ix_effects_parked").HasFilter("state = 'Parked'");
        });
    }
}
