using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class TaskSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_human_tasks_open_group_priority",
                table: "human_tasks");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "decided_at",
                table: "refunds",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_refunds_closed_at",
                table: "refunds",
                column: "closed_at",
                filter: "closed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_refunds_decided_at",
                table: "refunds",
                column: "decided_at",
                filter: "decided_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_open_counts",
                table: "human_tasks",
                columns: new[] { "group_name", "escalated_to", "assignee", "due_at", "created_at" },
                filter: "state = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_open_created",
                table: "human_tasks",
                columns: new[] { "created_at", "id" },
                filter: "state = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_open_priority",
                table: "human_tasks",
                columns: new[] { "priority", "id" },
                filter: "state = 'Open'");

            // The orders of lists whose key is an expression: what has no limit comes last, what was closed last comes first.
            migrationBuilder.Sql("CREATE INDEX ix_human_tasks_open_due ON human_tasks (COALESCE(due_at, TIMESTAMPTZ '9000-01-01T00:00:00Z'), id) WHERE state = 'Open'");
            migrationBuilder.Sql("CREATE INDEX ix_human_tasks_completed ON human_tasks (COALESCE(closed_at, TIMESTAMPTZ '1970-01-01T00:00:00Z'), id) WHERE state = 'Completed'");
            migrationBuilder.Sql("CREATE INDEX ix_human_tasks_completed_by ON human_tasks (completed_by, COALESCE(closed_at, TIMESTAMPTZ '1970-01-01T00:00:00Z'), id) WHERE completed_by IS NOT NULL");

            // Refunds that were decided before there was a column for it.
            migrationBuilder.Sql(
                """
                UPDATE refunds SET decided_at = (
                    SELECT min(at) FROM audit_records
                    WHERE subject = 'refund' AND subject_id = refunds.id::text AND action IN ('approve', 'reject') AND "to" IN ('approved', 'rejected'))
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX ix_human_tasks_open_due");
            migrationBuilder.Sql("DROP INDEX ix_human_tasks_completed");
            migrationBuilder.Sql("DROP INDEX ix_human_tasks_completed_by");

            migrationBuilder.DropIndex(
                name: "ix_refunds_closed_at",
                table: "refunds");

            migrationBuilder.DropIndex(
                name: "ix_refunds_decided_at",
                table: "refunds");

            migrationBuilder.DropIndex(
                name: "ix_human_tasks_open_counts",
                table: "human_tasks");

            migrationBuilder.DropIndex(
                name: "ix_human_tasks_open_created",
                table: "human_tasks");

            migrationBuilder.DropIndex(
                name: "ix_human_tasks_open_priority",
                table: "human_tasks");

            migrationBuilder.DropColumn(
                name: "decided_at",
                table: "refunds");

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_open_group_priority",
                table: "human_tasks",
                columns: new[] { "group_name", "priority", "id" },
                filter: "state = 'Open'");
        }
    }
}
