using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PackageRefunds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "open_refund_id",
                table: "packages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "package_refunds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    package_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    customer_id = table.Column<string>(type: "TEXT", nullable: false),
                    certificate_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    ticket = table.Column<string>(type: "TEXT", nullable: false),
                    comment = table.Column<string>(type: "TEXT", nullable: true),
                    requested_by = table.Column<string>(type: "TEXT", nullable: false),
                    submitted_at = table.Column<long>(type: "INTEGER", nullable: false),
                    rule = table.Column<string>(type: "TEXT", nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: false),
                    pay_to_channel = table.Column<string>(type: "TEXT", nullable: false),
                    pay_to_account = table.Column<string>(type: "TEXT", nullable: false),
                    approvals_needed = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    review_started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    pay_by = table.Column<long>(type: "INTEGER", nullable: true),
                    warnings = table.Column<string>(type: "TEXT", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", nullable: false),
                    decision_reason = table.Column<string>(type: "TEXT", nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    payment_reference = table.Column<string>(type: "TEXT", nullable: true),
                    certificate_refund_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    instance_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_package_refunds", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_package_refunds_certificate_id",
                table: "package_refunds",
                column: "certificate_id",
                filter: "certificate_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_package_refunds_customer_id",
                table: "package_refunds",
                columns: new[] { "customer_id", "submitted_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_package_refunds_instance_id",
                table: "package_refunds",
                column: "instance_id");

            migrationBuilder.CreateIndex(
                name: "ix_package_refunds_package_id",
                table: "package_refunds",
                columns: new[] { "package_id", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "ix_package_refunds_package_id_open",
                table: "package_refunds",
                column: "package_id",
                unique: true,
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_package_refunds_submitted_at",
                table: "package_refunds",
                columns: new[] { "submitted_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "package_refunds");

            migrationBuilder.DropColumn(
                name: "open_refund_id",
                table: "packages");
        }
    }
}
