using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class WorkflowsAsActivities : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "activity_type",
                table: "definitions",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "definition_uses",
                columns: table => new
                {
                    version_id = table.Column<string>(type: "text", nullable: false),
                    used_version_id = table.Column<string>(type: "text", nullable: false),
                    used_definition_id = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_definition_uses", x => new { x.version_id, x.used_version_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_workflow_instances_parent",
                table: "workflow_instances",
                column: "parent_instance_id",
                filter: "parent_instance_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_definitions_activity_type",
                table: "definitions",
                column: "activity_type",
                filter: "activity_type IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_definition_uses_used",
                table: "definition_uses",
                column: "used_definition_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "definition_uses");

            migrationBuilder.DropIndex(
                name: "ix_workflow_instances_parent",
                table: "workflow_instances");

            migrationBuilder.DropIndex(
                name: "ix_definitions_activity_type",
                table: "definitions");

            migrationBuilder.DropColumn(
                name: "activity_type",
                table: "definitions");
        }
    }
}
