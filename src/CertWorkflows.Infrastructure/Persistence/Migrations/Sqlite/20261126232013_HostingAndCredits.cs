using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "credit_lot_id",
                table: "certificates",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "hosting_id",
                table: "certificates",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "credit_lots",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    order_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    customer_id = table.Column<string>(type: "TEXT", nullable: false),
                    company = table.Column<string>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: false),
                    mobile = table.Column<string>(type: "TEXT", nullable: true),
                    uses = table.Column<int>(type: "INTEGER", nullable: false),
                    spent = table.Column<int>(type: "INTEGER", nullable: false),
                    paid_at = table.Column<long>(type: "INTEGER", nullable: false),
                    cash = table.Column<long>(type: "INTEGER", nullable: false),
                    voucher = table.Column<long>(type: "INTEGER", nullable: false),
                    payment_channel = table.Column<string>(type: "TEXT", nullable: false),
                    payment_account = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credit_lots", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "hostings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    order_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    customer_id = table.Column<string>(type: "TEXT", nullable: false),
                    company = table.Column<string>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: false),
                    mobile = table.Column<string>(type: "TEXT", nullable: true),
                    paid_at = table.Column<long>(type: "INTEGER", nullable: false),
                    cash = table.Column<long>(type: "INTEGER", nullable: false),
                    voucher = table.Column<long>(type: "INTEGER", nullable: false),
                    payment_channel = table.Column<string>(type: "TEXT", nullable: false),
                    payment_account = table.Column<string>(type: "TEXT", nullable: false),
                    intended_for = table.Column<Guid>(type: "TEXT", nullable: true),
                    certificate_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    host = table.Column<string>(type: "TEXT", nullable: true),
                    port = table.Column<int>(type: "INTEGER", nullable: false),
                    replacements = table.Column<int>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    end_reason = table.Column<string>(type: "TEXT", nullable: true),
                    instance_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
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
