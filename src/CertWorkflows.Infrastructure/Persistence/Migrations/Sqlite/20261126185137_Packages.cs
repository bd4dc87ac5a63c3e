using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Packages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "packages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    order_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    customer_id = table.Column<string>(type: "TEXT", nullable: false),
                    company = table.Column<string>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: false),
                    mobile = table.Column<string>(type: "TEXT", nullable: true),
                    edition = table.Column<string>(type: "TEXT", nullable: false),
                    certificate_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    certificate_bundled = table.Column<bool>(type: "INTEGER", nullable: false),
                    paid_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    cash = table.Column<long>(type: "INTEGER", nullable: false),
                    voucher = table.Column<long>(type: "INTEGER", nullable: false),
                    payment_channel = table.Column<string>(type: "TEXT", nullable: false),
                    payment_account = table.Column<string>(type: "TEXT", nullable: false),
                    domains = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_packages", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_packages_customer_id",
                table: "packages",
                columns: new[] { "customer_id", "paid_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_packages_expires_at",
                table: "packages",
                columns: new[] { "expires_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_packages_paid_at",
                table: "packages",
                columns: new[] { "paid_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "packages");
        }
    }
}
