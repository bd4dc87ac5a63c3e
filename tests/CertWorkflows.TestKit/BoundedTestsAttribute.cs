using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using Xunit.v3;

namespace CertWorkflows.TestKit;

/// <summary>
/// Ends the run, and names the test, when one goes on for longer than any may: a run that hangs tells nobody why. Every test project
/// has it.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class BoundedTestsAttribute : BeforeAfterTestAttribute
{
    private const int HungExitCode = 3;
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(15);
    private static readonly ConcurrentDictionary<string, (string Name, long Since)> Running = new(StringComparer.Ordinal);
    private static readonly Timer Watch = new(_ => Look(), null, BetweenLooks, BetweenLooks);

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        GC.KeepAlive(Watch);
        Running[test.UniqueID] = (test.TestDisplayName, Stopwatch.GetTimestamp());
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Running.TryRemove(test.UniqueID, out _);

    private static void Look()
    {
        var hung = Running.Values.Where(one => Stopwatch.GetElapsedTime(one.Since) > Bound).Select(one => one.Name).ToList();
        if (hung.Count > 0)
        {
            Console.Error.WriteLine($"failed: after {Bound.TotalMinutes} minutes these tests have not ended: {string.Join("; ", hung)}");
            Environment.Exit(HungExitCode);
        }
    }
}
