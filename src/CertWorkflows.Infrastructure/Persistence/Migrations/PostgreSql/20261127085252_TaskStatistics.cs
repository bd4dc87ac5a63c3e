using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.PostgreSql
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

            // How many are open in a group, escalated to another and without an assignee, is not the product of the shares: only open tasks are escalated
            // or nobody's. The planner walks a list in its order or sorts all that is in it by that number.
            migrationBuilder.Sql("CREATE STATISTICS human_tasks_whose (mcv) ON state, group_name, escalated_to, assignee FROM human_tasks");
            migrationBuilder.Sql("ALTER STATISTICS human_tasks_whose SET STATISTICS 500");
            migrationBuilder.Sql("ANALYZE human_tasks");

            // Many people ask short questions at once: several processes for one of them cost more than they save.
            migrationBuilder.Sql("ALTER TABLE human_tasks SET (parallel_workers = 0)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE human_tasks RESET (parallel_workers)");
            migrationBuilder.Sql("DROP STATISTICS human_tasks_whose");

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
