using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Expiry : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_event_bookmarks_hash",
                table: "event_bookmarks");

            migrationBuilder.AddColumn<bool>(
                name: "expiring_soon",
                table: "packages",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "installed_certificate_id",
                table: "packages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "expiring_soon",
                table: "certificates",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "ix_event_bookmarks_hash",
                table: "event_bookmarks",
                columns: new[] { "hash", "correlation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_certificates_expiring_soon",
                table: "certificates",
                columns: new[] { "paid_at", "id" },
                filter: "expiring_soon");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_event_bookmarks_hash",
                table: "event_bookmarks");

            migrationBuilder.DropIndex(
                name: "ix_certificates_expiring_soon",
                table: "certificates");

            migrationBuilder.DropColumn(
                name: "expiring_soon",
                table: "packages");

            migrationBuilder.DropColumn(
                name: "installed_certificate_id",
                table: "packages");

            migrationBuilder.DropColumn(
                name: "expiring_soon",
                table: "certificates");

            migrationBuilder.CreateIndex(
                name: "ix_event_bookmarks_hash",
                table: "event_bookmarks",
                column: "hash");
        }
    }
}
