using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Xunit.v3;

namespace CertWorkflows.TestKit;

/// <summary>
/// Ends the run, and names the test, when one goes on for longer than any may, or when for as long none begins or ends, which is what
/// a hanging clean-up looks like: a run that hangs tells nobody why. Every test project has it. <c>TEST_BOUND_MINUTES</c> is for long runs by hand; 10 otherwise.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class BoundedTestsAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(
        int.TryParse(Environment.GetEnvironmentVariable("TEST_BOUND_MINUTES"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(15);
    private static readonly ConcurrentDictionary<string, (string Name, long Since)> Running = new(StringComparer.Ordinal);
    private static readonly Timer Watch = new(_ => Look(), null, BetweenLooks, BetweenLooks);
    private static long _lastMove;
    private static string _lastEnded = "none";

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        GC.KeepAlive(Watch);
        var now = Stopwatch.GetTimestamp();
        Running[test.UniqueID] = (test.TestDisplayName, now);
        Volatile.Write(ref _lastMove, now);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        Running.TryRemove(test.UniqueID, out _);
        _lastEnded = test.TestDisplayName;
        Volatile.Write(ref _lastMove, Stopwatch.GetTimestamp());
    }

    private static void Look()
    {
        var hung = Running.Values.Where(one => Stopwatch.GetElapsedTime(one.Since) > Bound).Select(one => one.Name).ToList();
        if (hung.Count > 0)
        {
            End($"these tests have not ended: {string.Join("; ", hung)}");
        }

        if (Stopwatch.GetElapsedTime(Volatile.Read(ref _lastMove)) > Bound)
        {
            End($"no test has begun or ended; the last that ended: {_lastEnded}");
        }
    }

    // What hangs may hang an orderly exit too.
    private static void End(string why)
    {
        Console.Error.WriteLine($"failed: for {Bound.TotalMinutes} minutes {why}");
        Console.Error.Flush();
        Process.GetCurrentProcess().Kill();
    }
}
