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

    /// <summary>More rows than are ever claimed at the same time; a later one is found by the sweep.</summary>
    private const string Front = "1000";

    /// <summary>Rows that another node is claiming right now are skipped, not waited for.</summary>
    private const string SkipLocked = " FOR UPDATE SKIP LOCKED";

    /// <summary>Takes due deadlines: {0} now, {1} claim until, {2} limit.</summary>
    public static string PostgreSqlClaimDeadlines { get; } = PostgreSqlClaim(
        Deadlines, ", attempts = row.attempts + 1", [Due("instance_id, id", Deadlines, DeadlineDue, DeadlineLive, "{2}", SkipLocked)]);

    public static string SqliteClaimDeadlines { get; } = SqliteClaim(
        Deadlines, ", attempts = attempts + 1", [Due("rowid", Deadlines, DeadlineDue, DeadlineLive, "{2}")]);

    /// <summary>Takes due effects: {0} now, {1} claim until, then for each of so many kinds the kind and its limit.</summary>
    public static string PostgreSqlClaimEffects(int kinds) =>
        PostgreSqlClaim(Effects, "", DueEffects("instance_id, id", kinds, SkipLocked));

    public static string SqliteClaimEffects(int kinds) => SqliteClaim(Effects, "", DueEffects("rowid", kinds));

    /// <summary>The earliest instants of deadlines and of effects, as column <c>Value</c> of two rows in this order.</summary>
    /// <param name="greatest">The database's function for the later of two instants.</param>
    /// <param name="never">Later than every instant.</param>
    public static string NextDue(string greatest, string never) =>
        $"""
        SELECT "Value" FROM (
            SELECT 1 AS place, min(due) AS "Value" FROM (
                {NextDue(Deadlines, DeadlineDue, DeadlineLive, greatest, never)}) AS deadline
            UNION ALL
            SELECT 2, min(due) FROM (
                {NextDue(Effects, EffectDue, EffectLive, greatest, never)}) AS effect) AS next
        ORDER BY place
        """;

    private static string PostgreSqlClaim(string table, string alsoSet, IEnumerable<string> due) =>
        $$"""
        WITH taken AS MATERIALIZED ({{Together(due)}})
        UPDATE {{table}} AS row SET claimed_until = {1}{{alsoSet}} FROM taken
        WHERE row.instance_id = taken.instance_id AND row.id = taken.id RETURNING row.*
        """;

    private static string SqliteClaim(string table, string alsoSet, IEnumerable<string> due) =>
        $$"""
        UPDATE {{table}} SET claimed_until = {1}{{alsoSet}} WHERE rowid IN ({{Together(due)}}) RETURNING *
        """;

    private static IEnumerable<string> DueEffects(string key, int kinds, string locking = "") =>
        Enumerable.Range(1, kinds).Select(i =>
            Due(key, Effects, EffectDue, $"{EffectLive} AND kind = {{{2 * i}}}", $"{{{(2 * i) + 1}}}", locking));

    private static string Due(string key, string table, string due, string live, string limit, string locking = "") =>
        $$"""
        SELECT {{key}} FROM {{table}}
        WHERE {{live}} AND {{due}} <= {0} AND (claimed_until IS NULL OR claimed_until <= {0})
        ORDER BY {{due}}, id LIMIT {{limit}}{{locking}}
        """;

    // Each in a sub-query of its own: a union's parts can be neither ordered and cut off nor locked by themselves.
    private static string Together(IEnumerable<string> selects) =>
        string.Join(" UNION ALL ", selects.Select((select, i) => $"SELECT * FROM ({select}) AS due{i}"));

    // A claimed row is due again when its claim ends. Only claimed rows in front of the first free one can come before
    // it, and those are few: they are being worked on. So both parts read the front of the one due index; that the second
    // is cut off says so to PostgreSQL too, which would otherwise expect a third of the table and read it all.
    private static string NextDue(string table, string due, string live, string greatest, string never) =>
        $"""
        SELECT min({due}) AS due FROM {table} WHERE {live} AND claimed_until IS NULL
        UNION ALL
        SELECT min({greatest}(front.due, front.claimed_until)) FROM (
            SELECT {due} AS due, claimed_until FROM {table}
            WHERE {live} AND {due} <= coalesce((SELECT min({due}) FROM {table} WHERE {live} AND claimed_until IS NULL), {never})
            ORDER BY {due}, id LIMIT {Front}) AS front
        WHERE front.claimed_until IS NOT NULL
        """;
}
