namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>The hand-written statements, where claiming and looking ahead must be one round trip on a small index.</summary>
internal static class DueSql
{
    private const string Deadlines = "deadlines";
    private const string DeadlineDue = "due_at";
    private const string DeadlineLive = "NOT parked";
    private const string Effects = "effects";
    private const string EffectDue = "next_attempt_at";
    private const string EffectLive = "next_attempt_at IS NOT NULL";

    /// <summary>Rows that another node is claiming right now are skipped, not waited for.</summary>
    public static string PostgreSqlClaimDeadlines { get; } =
        PostgreSqlClaim(Deadlines, DeadlineDue, DeadlineLive, ", attempts = row.attempts + 1");

    public static string PostgreSqlClaimEffects { get; } = PostgreSqlClaim(Effects, EffectDue, EffectLive, "");

    public static string SqliteClaimDeadlines { get; } =
        SqliteClaim(Deadlines, DeadlineDue, DeadlineLive, ", attempts = attempts + 1");

    public static string SqliteClaimEffects { get; } = SqliteClaim(Effects, EffectDue, EffectLive, "");

    /// <summary>The earliest instant of both tables, as column <c>Value</c>.</summary>
    /// <param name="greatest">The database's function for the later of two instants.</param>
    /// <param name="never">Later than every instant.</param>
    public static string NextDue(string greatest, string never) =>
        $"""
        SELECT min(due) AS "Value" FROM (
            {NextDue(Deadlines, DeadlineDue, DeadlineLive, greatest, never)}
            UNION ALL
            {NextDue(Effects, EffectDue, EffectLive, greatest, never)}) AS next
        """;

    private static string PostgreSqlClaim(string table, string due, string live, string alsoSet) =>
        $$"""
        WITH taken AS MATERIALIZED (
            SELECT instance_id, id FROM {{table}}
            WHERE {{live}} AND {{due}} <= {0} AND (claimed_until IS NULL OR claimed_until <= {0})
            ORDER BY {{due}}, id LIMIT {2} FOR UPDATE SKIP LOCKED)
        UPDATE {{table}} AS row SET claimed_until = {1}{{alsoSet}} FROM taken
        WHERE row.instance_id = taken.instance_id AND row.id = taken.id RETURNING row.*
        """;

    private static string SqliteClaim(string table, string due, string live, string alsoSet) =>
        $$"""
        UPDATE {{table}} SET claimed_until = {1}{{alsoSet}}
        WHERE rowid IN (
            SELECT rowid FROM {{table}}
            WHERE {{live}} AND {{due}} <= {0} AND (claimed_until IS NULL OR claimed_until <= {0})
            ORDER BY {{due}}, id LIMIT {2})
        RETURNING *
        """;

    // A claimed row is due again when its claim ends. Only claimed rows in front of the first free one can come before
    // it, and those are few: they are being worked on. So both parts read the front of the one due index.
    private static string NextDue(string table, string due, string live, string greatest, string never) =>
        $"""
        SELECT min({due}) AS due FROM {table} WHERE {live} AND claimed_until IS NULL
        UNION ALL
        SELECT min({greatest}({due}, claimed_until)) FROM {table}
        WHERE {live} AND claimed_until IS NOT NULL
            AND {due} <= coalesce((SELECT min({due}) FROM {table} WHERE {live} AND claimed_until IS NULL), {never})
        """;
}
