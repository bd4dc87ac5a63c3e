using CertWorkflows.Application.Tasks;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>What stands beside people's tasks: remarks, mentions, files and saved filters.</summary>
internal static class TaskSideTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<TaskComment>(row =>
        {
            row.ToTable("task_comments");
            row.HasKey(comment => new { comment.TaskId, comment.Id });
            row.Property(comment => comment.Id).ValueGeneratedNever();
        });
        model.Entity<TaskMention>(row =>
        {
            row.ToTable("task_mentions");
            row.HasKey(mention => new { mention.TaskId, mention.CommentId, mention.Username });
            row.HasIndex(mention => new { mention.Username, mention.TaskId }, "ix_task_mentions_username");
        });
        model.Entity<TaskAttachment>(row =>
        {
            row.ToTable("task_attachments");
            row.HasKey(attachment => new { attachment.TaskId, attachment.Id });
            row.Property(attachment => attachment.Id).ValueGeneratedNever();
        });
        model.Entity<SavedFilter>(row =>
        {
            row.ToTable("saved_filters");
            row.HasKey(filter => filter.Id);
            row.Property(filter => filter.Id).ValueGeneratedNever();
            row.Property(filter => filter.Version).IsConcurrencyToken();
            row.HasIndex(filter => new { filter.Owner, filter.Name }, "ix_saved_filters_owner_name").IsUnique();
            row.HasIndex(filter => filter.SharedWith, "ix_saved_filters_shared_with").HasFilter("shared_with IS NOT NULL");
        });
    }
}
