using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.PostgreSql
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
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "package_refunds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    package_id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    certificate_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ticket = table.Column<string>(type: "text", nullable: false),
                    comment = table.Column<string>(type: "text", nullable: true),
                    requested_by = table.Column<string>(type: "text", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    pay_to_channel = table.Column<string>(type: "text", nullable: false),
                    pay_to_account = table.Column<string>(type: "text", nullable: false),
                    approvals_needed = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    review_started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    pay_by = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    warnings = table.Column<string>(type: "text", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: false),
                    decision_reason = table.Column<string>(type: "text", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    payment_reference = table.Column<string>(type: "text", nullable: true),
                    certificate_refund_id = table.Column<Guid>(type: "uuid", nullable: true),
                    instance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
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
