using System.Collections.Concurrent;
using Xunit;

namespace CertWorkflows.TestKit;

/// <summary>
/// Stages a race: the parties stop at named points, the test waits until they stand there, and lets them go in the
/// order it wants. A party calls <see cref="StopAtAsync"/>; points that the test did not <see cref="Close"/> let pass.
/// </summary>
public sealed class StagedRace(TimeSpan? atMost = null)
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new(StringComparer.Ordinal);
    private readonly TimeSpan _bound = atMost ?? TimeSpan.FromSeconds(20);

    /// <summary>From now on whoever comes to the point stops there.</summary>
    public void Close(string point) => _gates[point] = new Gate();

    /// <summary>Called by a party: stops here until the point is opened.</summary>
    public async Task StopAtAsync(string point, CancellationToken cancellationToken)
    {
        if (_gates.TryGetValue(point, out var gate))
        {
            gate.Arrive();
            await gate.Opened.WaitAsync(_bound, cancellationToken);
        }
    }

    /// <summary>Called by the test: waits until so many parties stand at the point.</summary>
    public async Task ArrivedAsync(string point, int parties, CancellationToken cancellationToken)
    {
        Assert.True(_gates.TryGetValue(point, out var gate), $"The point '{point}' was not closed, so nobody stops there.");
        for (var i = 0; i < parties; i++)
        {
            Assert.True(
                await gate.Arrivals.WaitAsync(_bound, cancellationToken),
                $"Only {i} of {parties} parties came to '{point}' within {_bound.TotalSeconds:0} s.");
        }
    }

    /// <summary>Lets everybody at the point go on, and lets later ones pass.</summary>
    public void Open(string point)
    {
        if (_gates.TryGetValue(point, out var gate))
        {
            gate.Open();
        }
    }

    private sealed class Gate
    {
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SemaphoreSlim Arrivals { get; } = new(0);

        public Task Opened => _opened.Task;

        public void Arrive() => Arrivals.Release();

        public void Open() => _opened.TrySetResult();
    }
}
