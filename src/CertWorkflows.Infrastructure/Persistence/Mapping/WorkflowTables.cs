using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Triggers;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>Instances, what they wait for, what they did, and their definitions.</summary>
internal static class WorkflowTables
{
    public static void Map(ModelBuilder model)
    {
        MapInstances(model);
        model.Entity<EventBookmark>(row =>
        {
            row.ToTable("event_bookmarks");
            row.HasKey(bookmark => new { bookmark.InstanceId, bookmark.Id });
            row.Property(bookmark => bookmark.Id).ValueGeneratedNever();
            row.HasIndex(bookmark => new { bookmark.Hash, bookmark.CorrelationId }, "ix_event_bookmarks_hash");
        });
        model.Entity<Trigger>(row =>
        {
            row.ToTable("triggers");
            row.HasKey(trigger => trigger.Id);
            row.Property(trigger => trigger.Id).ValueGeneratedNever();
            row.Property(trigger => trigger.NextFireAt).IsConcurrencyToken();
            row.HasIndex(trigger => trigger.Hash, "ix_triggers_hash");
            row.HasIndex(trigger => new { trigger.DefinitionId, trigger.ActivityId, trigger.Hash }, "ix_triggers_definition_id").IsUnique();
        });
        model.Entity<JournalPage>(row =>
        {
            row.ToTable("journal_pages");
            row.HasKey(page => new { page.InstanceId, page.FirstSequence });
            row.Property(page => page.FirstSequence).ValueGeneratedNever();
        });
        model.Entity<DefinitionVersion>(row =>
        {
            row.ToTable("definitions");
            row.HasKey(definition => definition.Id);
            row.Property(definition => definition.Revision).IsConcurrencyToken();
            row.HasIndex(definition => new { definition.DefinitionId, definition.Version }, "ix_definitions_definition_id_version").IsUnique();
            row.HasIndex(definition => definition.DefinitionId, "ix_definitions_latest").HasFilter("is_latest");
            row.HasIndex(definition => definition.DefinitionId, "ix_definitions_published").HasFilter("is_published");
            row.HasIndex(definition => definition.ActivityType, "ix_definitions_activity_type").HasFilter("activity_type IS NOT NULL");
        });
        model.Entity<DefinitionUse>(row =>
        {
            row.ToTable("definition_uses");
            row.HasKey(use => new { use.VersionId, use.UsedVersionId });
            row.HasIndex(use => use.UsedDefinitionId, "ix_definition_uses_used");
        });
        model.Entity<ActivationGate>(row =>
        {
            row.ToTable("activation_gates");
            row.HasKey(gate => gate.Number);
            row.Property(gate => gate.Number).ValueGeneratedNever();
            row.Property(gate => gate.Version).IsConcurrencyToken();
        });
    }

    private static void MapInstances(ModelBuilder model) => model.Entity<WorkflowInstance>(row =>
    {
        row.ToTable("workflow_instances");
        row.HasKey(instance => instance.Id);
        row.Property(instance => instance.Id).ValueGeneratedNever();
        row.Property(instance => instance.Version).IsConcurrencyToken();

        // No index holds what every turn changes (state, sub-status, updated at, version): such an update spares them all.
        row.HasIndex(instance => new { instance.CreatedAt, instance.Id }, "ix_workflow_instances_created_at");
        row.HasIndex(instance => new { instance.DefinitionId, instance.CreatedAt, instance.Id }, "ix_workflow_instances_running")
            .HasFilter("status = 'Running'");
        row.HasIndex(instance => new { instance.CreatedAt, instance.Id }, "ix_workflow_instances_incidents")
            .HasFilter("incident_count > 0");
        row.HasIndex(instance => instance.CorrelationId, "ix_workflow_instances_correlation_id")
            .HasFilter("correlation_id IS NOT NULL");
        row.HasIndex(instance => instance.BusinessKey, "ix_workflow_instances_business_key")
            .HasFilter("business_key IS NOT NULL");
        row.HasIndex(instance => instance.ParentInstanceId, "ix_workflow_instances_parent").HasFilter("parent_instance_id IS NOT NULL");
        row.HasIndex(instance => instance.CaseId, "ix_workflow_instances_case_id").HasFilter("case_id IS NOT NULL");
    });
}
