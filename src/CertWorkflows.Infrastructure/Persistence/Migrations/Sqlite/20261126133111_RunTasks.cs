using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RunTasks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "run_tasks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    instance_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    bookmark_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    activity_id = table.Column<string>(type: "TEXT", nullable: false),
                    definition_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: true),
                    correlation_id = table.Column<string>(type: "TEXT", nullable: true),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    completed_by = table.Column<string>(type: "TEXT", nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_tasks", x => new { x.instance_id, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_run_tasks_created_at",
                table: "run_tasks",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_run_tasks_id",
                table: "run_tasks",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_run_tasks_open",
                table: "run_tasks",
                columns: new[] { "created_at", "id" },
                filter: "state = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_run_tasks_open_name",
                table: "run_tasks",
                columns: new[] { "name", "created_at", "id" },
                filter: "state = 'Open'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "run_tasks");
        }
    }
}
