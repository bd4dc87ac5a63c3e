using CertWorkflows.Application.RunTasks;
using CertWorkflows.Application.Tasks;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>Tasks of people and of programs. Their lists mostly read open ones only, so most indexes hold no others and stay small.</summary>
internal static class TaskTables
{
    private const string Open = "state = 'Open'";

    public static void Map(ModelBuilder model)
    {
        model.Entity<HumanTask>(row =>
        {
            row.ToTable("human_tasks");
            row.HasKey(task => new { task.InstanceId, task.Id });
            row.Property(task => task.Id).ValueGeneratedNever();
            row.Property(task => task.Group).HasColumnName("group_name");
            row.Property(task => task.Version).IsConcurrencyToken();
            row.HasIndex(task => task.Id, "ix_human_tasks_id").IsUnique();
            row.HasIndex(task => task.BookmarkId, "ix_human_tasks_bookmark_id").IsUnique();
            row.HasIndex(task => new { task.CreatedAt, task.Id }, "ix_human_tasks_created_at");

            // The inbox is walked in its order, with the groups as a filter, or within a group; its other orders are by expressions, see the
            // migrations TaskSearch and GroupOrder.
            row.HasIndex(task => new { task.Priority, task.Id }, "ix_human_tasks_open_priority").HasFilter(Open);
            row.HasIndex(task => new { task.CreatedAt, task.Id }, "ix_human_tasks_open_created").HasFilter(Open);
            row.HasIndex(task => new { task.Group, task.EscalatedTo, task.Assignee, task.DueAt, task.CreatedAt }, "ix_human_tasks_open_counts").HasFilter(Open);
            row.HasIndex(task => new { task.EscalatedTo, task.Group, task.Assignee, task.DueAt }, "ix_human_tasks_open_escalated")
                .HasFilter(Open + " AND escalated_to IS NOT NULL");
            row.HasIndex(task => new { task.Assignee, task.DueAt, task.Id }, "ix_human_tasks_open_assignee")
                .HasFilter(Open + " AND assignee IS NOT NULL");
            row.HasIndex(task => task.CaseId, "ix_human_tasks_case_id").HasFilter("case_id IS NOT NULL");
        });
        model.Entity<RunTask>(row =>
        {
            row.ToTable("run_tasks");
            row.HasKey(task => new { task.InstanceId, task.Id });
            row.Property(task => task.Id).ValueGeneratedNever();
            row.Property(task => task.Version).IsConcurrencyToken();
            row.HasIndex(task => task.Id, "ix_run_tasks_id").IsUnique();
            row.HasIndex(task => new { task.CreatedAt, task.Id }, "ix_run_tasks_created_at");
            row.HasIndex(task => new { task.CreatedAt, task.Id }, "ix_run_tasks_open").HasFilter(Open);
            row.HasIndex(task => new { task.Name, task.CreatedAt, task.Id }, "ix_run_tasks_open_name").HasFilter(Open);
        });
    }
}
