using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Connectors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "acme_challenges",
                columns: table => new
                {
                    token = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    idempotency_key = table.Column<string>(type: "TEXT", nullable: false),
                    identifier = table.Column<string>(type: "TEXT", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    key_authorization = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_acme_challenges", x => x.token);
                });

            migrationBuilder.CreateTable(
                name: "acme_orders",
                columns: table => new
                {
                    idempotency_key = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    url = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_acme_orders", x => x.idempotency_key);
                });

            migrationBuilder.CreateTable(
                name: "sandbox_revocations",
                columns: table => new
                {
                    serial = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    certificate_id = table.Column<string>(type: "TEXT", nullable: false),
                    idempotency_key = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sandbox_revocations", x => x.serial);
                });

            migrationBuilder.CreateIndex(
                name: "ix_acme_challenges_idempotency_key",
                table: "acme_challenges",
                column: "idempotency_key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "acme_challenges");

            migrationBuilder.DropTable(
                name: "acme_orders");

            migrationBuilder.DropTable(
                name: "sandbox_revocations");
        }
    }
}
