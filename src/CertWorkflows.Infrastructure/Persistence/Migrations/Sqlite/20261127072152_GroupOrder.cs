using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class GroupOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_human_tasks_open_group_due",
                table: "human_tasks");

            // A group's open tasks in the order of the inbox: what has no limit comes last.
            migrationBuilder.Sql("CREATE INDEX ix_human_tasks_open_group_order ON human_tasks (group_name, COALESCE(due_at, 221845392000000000), id) WHERE state = 'Open'");

            migrationBuilder.AddColumn<long>(
                name: "last_used_at",
                table: "api_keys",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX ix_human_tasks_open_group_order");

            migrationBuilder.DropColumn(
                name: "last_used_at",
                table: "api_keys");

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_open_group_due",
                table: "human_tasks",
                columns: new[] { "group_name", "due_at", "id" },
                filter: "state = 'Open'");
        }
    }
}
