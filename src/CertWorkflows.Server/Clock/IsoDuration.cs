using System.Globalization;
using System.Text.RegularExpressions;

namespace CertWorkflows.Server.Clock;

/// <summary>
/// Durations as ISO 8601 writes them, of weeks, days, hours, minutes and seconds. Years and months have no fixed length and are refused.
/// </summary>
internal static partial class IsoDuration
{
    internal const string Wanted = "A duration of weeks, days, hours, minutes or seconds is needed, such as P3D or PT90M, of at most 100 years.";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_525);

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var match = Form().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var seconds = (Part(match, "w") * 604_800) + (Part(match, "d") * 86_400) + (Part(match, "h") * 3_600) + (Part(match, "m") * 60) + Part(match, "s");
        if (seconds > (decimal)Longest.TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    private static decimal Part(Match match, string name) =>
        match.Groups[name].Success ? decimal.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"\AP(?=\d|T\d)((?<w>\d{1,6})W)?((?<d>\d{1,6})D)?(T(?=\d)((?<h>\d{1,8})H)?((?<m>\d{1,8})M)?((?<s>\d{1,9}(\.\d{1,7})?)S)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
