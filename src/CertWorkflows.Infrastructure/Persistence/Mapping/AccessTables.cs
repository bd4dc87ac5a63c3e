using CertWorkflows.Application.Access;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>Who may do what, and the server's own values.</summary>
internal static class AccessTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<User>(row =>
        {
            row.ToTable("users");
            row.HasKey(user => user.Id);
            row.Property(user => user.Id).ValueGeneratedNever();
            row.Property(user => user.Version).IsConcurrencyToken();
            row.HasIndex(user => user.Username, "ix_users_username").IsUnique();
        });
        model.Entity<ApiKey>(row =>
        {
            row.ToTable("api_keys");
            row.HasKey(key => key.Id);
            row.Property(key => key.Id).ValueGeneratedNever();
            row.HasIndex(key => key.Hash, "ix_api_keys_hash").IsUnique();
            row.HasIndex(key => key.Name, "ix_api_keys_name_active").IsUnique().HasFilter("revoked_at IS NULL");
        });
        model.Entity<RefreshToken>(row =>
        {
            row.ToTable("refresh_tokens");
            row.HasKey(token => token.Hash);

            // Spent once: of two that spend it at the same time, one must lose.
            row.Property(token => token.SpentAt).IsConcurrencyToken();
            row.HasIndex(token => token.Family, "ix_refresh_tokens_family");
            row.HasIndex(token => token.UserId, "ix_refresh_tokens_user_id");
            row.HasIndex(token => token.ExpiresAt, "ix_refresh_tokens_expires_at");
        });
        model.Entity<Setting>(row =>
        {
            row.ToTable("settings");
            row.HasKey(setting => setting.Key);
        });
        model.Entity<StoredAnswer>(row =>
        {
            row.ToTable("answers");
            row.HasKey(answer => new { answer.Caller, answer.Key });
            row.HasIndex(answer => answer.CreatedAt, "ix_answers_created_at");
        });
    }
}
