using System.Globalization;
using Jint.Runtime;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>
/// The scripts' clock: the time of the turn that evaluates on this thread, in UTC. One instance serves all engines,
/// because an evaluation never leaves its thread.
/// </summary>
internal sealed class TurnTimeSystem : ITimeSystem
{
    [ThreadStatic]
    private static DateTimeOffset s_now;

    private readonly DefaultTimeSystem _utc = new(TimeZoneInfo.Utc, CultureInfo.InvariantCulture);

    public TimeZoneInfo DefaultTimeZone => TimeZoneInfo.Utc;

    /// <summary>Sets the time for this thread and returns the one it replaces.</summary>
    public static DateTimeOffset Enter(DateTimeOffset now)
    {
        var previous = s_now;
        s_now = now;
        return previous;
    }

    public DateTimeOffset GetUtcNow() => s_now;

    public TimeSpan GetUtcOffset(long epochMilliseconds) => TimeSpan.Zero;

    public bool TryParse(string date, out long epochMilliseconds) => _utc.TryParse(date, out epochMilliseconds);
}
