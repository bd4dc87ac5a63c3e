using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CertWorkflows.Infrastructure.Persistence.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class TaskStatistics : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_human_tasks_open_escalated",
                table: "human_tasks");

            migrationBuilder.AlterTable(
                name: "human_tasks")
                .Annotation("Npgsql:StorageParameter:fillfactor", 85)
                .Annotation("Npgsql:StorageParameter:parallel_workers", 0)
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 85);

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_open_escalated",
                table: "human_tasks",
                columns: new[] { "escalated_to", "group_name", "assignee", "due_at" },
                filter: "state = 'Open' AND escalated_to IS NOT NULL");

            // The pairs of letters in titles, and whether a title has one: asked first without the pairs, which are dear to make where the index is not used.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION letter_pairs(value text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
                    RETURN ARRAY(SELECT substr(value, i, 2) FROM generate_series(1, length(value) - 1) AS i)
                """);
            migrationBuilder.Sql(
                """
                CREATE FUNCTION has_letter_pair(title text, pair text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
                    RETURN strpos(lower(title), pair) > 0 AND letter_pairs(lower(title)) @> ARRAY[pair]
                """);
            migrationBuilder.Sql(
                "CREATE INDEX ix_human_tasks_open_pairs ON human_tasks USING gin (letter_pairs(lower(title))) WITH (fastupdate = off) WHERE state = 'Open'");
            migrationBuilder.Sql("CREATE STATISTICS human_tasks_pairs ON letter_pairs(lower(title)) FROM human_tasks");

            // How many are open in a group, escalated to another and without an assignee, is not the product of the shares: only open tasks are escalated
            // or nobody's. By that number the planner either walks a list in its order or sorts all that is in it.
            migrationBuilder.Sql("CREATE STATISTICS human_tasks_whose (mcv) ON state, group_name, escalated_to, assignee FROM human_tasks");
            migrationBuilder.Sql("ALTER STATISTICS human_tasks_whose SET STATISTICS 500");
            migrationBuilder.Sql("ANALYZE human_tasks");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP STATISTICS human_tasks_whose, human_tasks_pairs");
            migrationBuilder.Sql("DROP INDEX ix_human_tasks_open_pairs");
            migrationBuilder.Sql("DROP FUNCTION has_letter_pair(text, text)");
            migrationBuilder.Sql("DROP FUNCTION letter_pairs(text)");

            migrationBuilder.DropIndex(
                name: "ix_human_tasks_open_escalated",
                table: "human_tasks");

            migrationBuilder.AlterTable(
                name: "human_tasks")
                .Annotation("Npgsql:StorageParameter:fillfactor", 85)
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 85)
                .OldAnnotation("Npgsql:StorageParameter:parallel_workers", 0);

            migrationBuilder.CreateIndex(
                name: "ix_human_tasks_open_escalated",
                table: "human_tasks",
                columns: new[] { "escalated_to", "due_at", "id" },
                filter: "state = 'Open' AND escalated_to IS NOT NULL");
        }
    }
}
