using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TaskStatistics : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_human_tasks_open_escalated",
                table: "human_tasks");

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_open_escalated",
                table: "human_tasks",
                columns: new[] { "escalated_to", "group_name", "assignee", "due_at" },
                filter: "state = 'Open' AND escalated_to IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_human_tasks_open_escalated",
                table: "human_tasks");

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_open_escalated",
                table: "human_tasks",
                columns: new[] { "escalated_to", "due_at", "id" },
                filter: "state = 'Open' AND escalated_to IS NOT NULL");
        }
    }
}
