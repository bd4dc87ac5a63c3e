using System.Diagnostics;

namespace CertWorkflows.Benchmarks.Throughput;

/// <summary>How long single turns took, and how long the slices in which they ran.</summary>
/// <param name="serverCpu">Processor time of the database server so far.</param>
internal sealed class Sample(Func<Task<TimeSpan>> serverCpu)
{
    private readonly List<long> _ticks = [];
    private TimeSpan _elapsed;
    private TimeSpan _ownCpu;
    private TimeSpan _serverCpu;

    public int Count => _ticks.Count;

    public double Rate => _elapsed > TimeSpan.Zero ? Count / _elapsed.TotalSeconds : 0;

    /// <summary>Processor time of this process for one turn, in milliseconds; unlike the rate it hardly suffers from busy neighbours.</summary>
    public double OwnCpu => _ownCpu.TotalMilliseconds / Math.Max(1, Count);

    /// <summary>Processor time of the database server for one turn, in milliseconds.</summary>
    public double ServerCpu => _serverCpu.TotalMilliseconds / Math.Max(1, Count);

    /// <summary>Calls the turn from so many workers for so long; a worker ends early when its turn says that nothing is left.</summary>
    public async Task RunSliceAsync(int workers, TimeSpan length, Func<int, Task<bool>> turn)
    {
        var (ownBefore, serverBefore) = (Environment.CpuUsage.TotalTime, await serverCpu());
        var begun = Stopwatch.GetTimestamp();
        var measured = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => WorkAsync(worker))));
        _elapsed += Stopwatch.GetElapsedTime(begun);
        _ownCpu += Environment.CpuUsage.TotalTime - ownBefore;
        _serverCpu += await serverCpu() - serverBefore;
        foreach (var ticks in measured)
        {
            _ticks.AddRange(ticks);
        }

        async Task<List<long>> WorkAsync(int worker)
        {
            var ticks = new List<long>();
            while (Stopwatch.GetElapsedTime(begun) < length)
            {
                var at = Stopwatch.GetTimestamp();
                if (!await turn(worker))
                {
                    break;
                }

                ticks.Add(Stopwatch.GetTimestamp() - at);
            }

            return ticks;
        }
    }

    /// <summary>The latency that this part of the turns stayed within, in milliseconds.</summary>
    public double Percentile(double part)
    {
        if (_ticks.Count == 0)
        {
            return double.NaN;
        }

        _ticks.Sort();
        var ticks = _ticks[Math.Min((int)(part * _ticks.Count), _ticks.Count - 1)];
        return ticks * 1000.0 / Stopwatch.Frequency;
    }
}
