using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Renewals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "renewals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    old_certificate_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    old_expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    new_certificate_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    order_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    customer_id = table.Column<string>(type: "TEXT", nullable: false),
                    requested_by = table.Column<string>(type: "TEXT", nullable: false),
                    term_years = table.Column<int>(type: "INTEGER", nullable: false),
                    application = table.Column<string>(type: "TEXT", nullable: false),
                    host = table.Column<string>(type: "TEXT", nullable: false),
                    port = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    rule = table.Column<string>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    mismatch = table.Column<string>(type: "TEXT", nullable: false),
                    warnings = table.Column<string>(type: "TEXT", nullable: false),
                    carried_days = table.Column<int>(type: "INTEGER", nullable: false),
                    bonus_days = table.Column<int>(type: "INTEGER", nullable: false),
                    expected_expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expiry_differs = table.Column<bool>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    looked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    look_problem = table.Column<string>(type: "TEXT", nullable: true),
                    is_seen = table.Column<bool>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    close_reason = table.Column<string>(type: "TEXT", nullable: true),
                    instance_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_renewals", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_renewals_customer_id",
                table: "renewals",
                columns: new[] { "customer_id", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_renewals_instance_id",
                table: "renewals",
                column: "instance_id");

            migrationBuilder.CreateIndex(
                name: "ix_renewals_new_certificate_id",
                table: "renewals",
                column: "new_certificate_id");

            migrationBuilder.CreateIndex(
                name: "ix_renewals_old_certificate_id",
                table: "renewals",
                columns: new[] { "old_certificate_id", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_renewals_old_certificate_id_open",
                table: "renewals",
                column: "old_certificate_id",
                unique: true,
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_renewals_opened_at",
                table: "renewals",
                columns: new[] { "opened_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "renewals");
        }
    }
}
