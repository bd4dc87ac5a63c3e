using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Workflows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "parent_bookmark_id",
                table: "workflow_instances",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "parent_instance_id",
                table: "workflow_instances",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "published_at",
                table: "definitions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "revision",
                table: "definitions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1L);

            // until now every version was published as it was made
            migrationBuilder.Sql("UPDATE definitions SET published_at = created_at");

            migrationBuilder.CreateTable(
                name: "activation_gates",
                columns: table => new
                {
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    instance_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activation_gates", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "triggers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    definition_id = table.Column<string>(type: "TEXT", nullable: false),
                    definition_version_id = table.Column<string>(type: "TEXT", nullable: false),
                    activity_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: false),
                    next_fire_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_triggers", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_triggers_definition_id",
                table: "triggers",
                columns: new[] { "definition_id", "activity_id", "hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_triggers_hash",
                table: "triggers",
                column: "hash");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "activation_gates");

            migrationBuilder.DropTable(
                name: "triggers");

            migrationBuilder.DropColumn(
                name: "parent_bookmark_id",
                table: "workflow_instances");

            migrationBuilder.DropColumn(
                name: "parent_instance_id",
                table: "workflow_instances");

            migrationBuilder.DropColumn(
                name: "published_at",
                table: "definitions");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "definitions");
        }
    }
}
