using System.Diagnostics;
using Xunit;

namespace CertWorkflows.TestKit;

/// <summary>Waits for something that happens by itself: polls with a bound and says what did not happen.</summary>
public static class Eventually
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Polls until the condition holds.</summary>
    /// <param name="atMost">Ten seconds when null.</param>
    public static Task TrueAsync(
        Func<Task<bool>> condition, string what, CancellationToken cancellationToken, TimeSpan? atMost = null) =>
        ValueAsync(condition, holds => holds, what, cancellationToken, atMost);

    /// <summary>Polls until the condition holds.</summary>
    public static Task TrueAsync(
        Func<bool> condition, string what, CancellationToken cancellationToken, TimeSpan? atMost = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, cancellationToken, atMost);

    /// <summary>Polls until the value is as wanted and answers it; the message shows the last value otherwise.</summary>
    public static async Task<T> ValueAsync<T>(
        Func<Task<T>> read,
        Func<T, bool> wanted,
        string what,
        CancellationToken cancellationToken,
        TimeSpan? atMost = null)
    {
        var bound = atMost ?? TimeSpan.FromSeconds(10);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (wanted(value))
            {
                return value;
            }

            if (watch.Elapsed > bound)
            {
                Assert.Fail($"Not within {bound.TotalSeconds:0.#} s: {what}. Last seen: {value}");
            }

            await Task.Delay(PollInterval, cancellationToken);
        }
    }
}
