using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class HostingAndCredits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "credit_given_back",
                table: "certificates",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "credit_lot_id",
                table: "certificates",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "hosting_id",
                table: "certificates",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "credit_lots",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    company = table.Column<string>(type: "text", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    mobile = table.Column<string>(type: "text", nullable: true),
                    uses = table.Column<int>(type: "integer", nullable: false),
                    spent = table.Column<int>(type: "integer", nullable: false),
                    paid_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    cash = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    voucher = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    payment_channel = table.Column<string>(type: "text", nullable: false),
                    payment_account = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credit_lots", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "hostings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: false),
                    company = table.Column<string>(type: "text", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    mobile = table.Column<string>(type: "text", nullable: true),
                    paid_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    cash = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    voucher = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    payment_channel = table.Column<string>(type: "text", nullable: false),
                    payment_account = table.Column<string>(type: "text", nullable: false),
                    intended_for = table.Column<Guid>(type: "uuid", nullable: true),
                    certificate_id = table.Column<Guid>(type: "uuid", nullable: true),
                    host = table.Column<string>(type: "text", nullable: true),
                    port = table.Column<int>(type: "integer", nullable: false),
                    replacements = table.Column<int>(type: "integer", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    end_reason = table.Column<string>(type: "text", nullable: true),
                    instance_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hostings", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_credit_lots_customer_id",
                table: "credit_lots",
                columns: new[] { "customer_id", "paid_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_credit_lots_paid_at",
                table: "credit_lots",
                columns: new[] { "paid_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_hostings_certificate_id_active",
                table: "hostings",
                column: "certificate_id",
                unique: true,
                filter: "state = 'Active'");

            migrationBuilder.CreateIndex(
                name: "ix_hostings_customer_id",
                table: "hostings",
                columns: new[] { "customer_id", "paid_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_hostings_paid_at",
                table: "hostings",
                columns: new[] { "paid_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "credit_lots");

            migrationBuilder.DropTable(
                name: "hostings");

            migrationBuilder.DropColumn(
                name: "credit_given_back",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "credit_lot_id",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "hosting_id",
                table: "certificates");
        }
    }
}
