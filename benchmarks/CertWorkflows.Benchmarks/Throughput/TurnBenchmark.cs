using System.Collections.Concurrent;
using System.Globalization;
using CertWorkflows.Benchmarks.Floor;

namespace CertWorkflows.Benchmarks.Throughput;

/// <summary>
/// Measures one kind of turn against its floor, in slices that take turns, so that both meet the same disk, the same
/// table sizes and the same neighbours.
/// </summary>
internal sealed class TurnBenchmark(
    BenchmarkDatabase database, TurnImage image, Func<Guid, CancellationToken, Task> turn, Func<int, CancellationToken, Task<IReadOnlyList<Guid>>> supply) : IDisposable
{
    private const int PrepareTogether = 200;
    private const int LeastSupply = 500;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private readonly ConcurrentQueue<Guid> _ourSupply = new();
    private readonly ConcurrentQueue<Guid[]> _floorSupply = new();
    private readonly SemaphoreSlim _oneWriter = new(1, 1);

    /// <summary>Runs the slices and answers a line of the table.</summary>
    /// <param name="sides"><c>ours</c>, <c>floor</c> or <c>both</c>.</param>
    public async Task<string> RunAsync(
        string name, int workers, TimeSpan length, TimeSpan slice, string sides, CancellationToken cancellationToken)
    {
        var writers = new List<FloorWriter>();
        try
        {
            for (var i = 0; i < workers; i++)
            {
                writers.Add(await FloorWriter.OpenAsync(database, image.Statements, _oneWriter, cancellationToken));
            }

            var (ours, floor) = (NewSample(), NewSample());
            await RoundAsync(NewSample(), NewSample(), WarmUp / 2);
            await RoundAsync(NewSample(), NewSample(), WarmUp / 2);
            for (var done = TimeSpan.Zero; done < length; done += slice)
            {
                await RoundAsync(ours, floor, slice);
            }

            return Line(name, workers, ours, floor);

            async Task RoundAsync(Sample ourSample, Sample floorSample, TimeSpan time)
            {
                if (sides != "floor")
                {
                    await SupplyOursAsync(Enough(ours, time), cancellationToken);
                    await ourSample.RunSliceAsync(workers, time, OurTurnAsync);
                }

                if (sides != "ours")
                {
                    await SupplyFloorAsync(Enough(floor, time), cancellationToken);
                    await floorSample.RunSliceAsync(workers, time, FloorTurnAsync);
                }
            }
        }
        finally
        {
            foreach (var writer in writers)
            {
                await writer.DisposeAsync();
            }
        }

        Sample NewSample() => new(() => database.ServerCpuAsync(cancellationToken));

        async Task<bool> OurTurnAsync(int worker)
        {
            if (!_ourSupply.TryDequeue(out var id))
            {
                return false;
            }

            await turn(id, cancellationToken);
            return true;
        }

        async Task<bool> FloorTurnAsync(int worker)
        {
            if (!_floorSupply.TryDequeue(out var ids))
            {
                return false;
            }

            await writers[worker].WriteAsync(ids, cancellationToken);
            return true;
        }
    }

    /// <summary>Writes the rows that turns begin with, and answers their ids.</summary>
    public async Task<IReadOnlyList<Guid[]>> PrepareAsync(int count, CancellationToken cancellationToken)
    {
        await using var writer = await FloorWriter.OpenAsync(database, image.Before, _oneWriter, cancellationToken);
        var prepared = new List<Guid[]>(count);
        while (prepared.Count < count)
        {
            Guid[][] together = [.. Enumerable.Range(0, Math.Min(PrepareTogether, count - prepared.Count)).Select(_ => NewIds(image.IdCount))];
            await writer.WriteAsync(together, cancellationToken);
            prepared.AddRange(together);
        }

        return prepared;
    }

    public void Dispose() => _oneWriter.Dispose();

    public static string Header =>
        "| turn | database | workers | starts or completions/s | p50 ms | p95 ms | CPU ms own+server | floor/s | floor p50 ms | floor p95 ms | floor CPU ms own+server | ratio |\n"
        + "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

    private static Guid[] NewIds(int count)
    {
        var ids = new Guid[count];
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < count; i++)
        {
            ids[i] = Application.Workflows.Ids.New(now);
        }

        return ids;
    }

    private static int Enough(Sample sample, TimeSpan time) =>
        sample.Count == 0 ? (int)(4 * LeastSupply * time.TotalSeconds) : LeastSupply + (int)(1.5 * sample.Rate * time.TotalSeconds);

    private async Task SupplyOursAsync(int wanted, CancellationToken cancellationToken)
    {
        if (wanted > _ourSupply.Count)
        {
            foreach (var id in await supply(wanted - _ourSupply.Count, cancellationToken))
            {
                _ourSupply.Enqueue(id);
            }
        }
    }

    private async Task SupplyFloorAsync(int wanted, CancellationToken cancellationToken)
    {
        if (wanted > _floorSupply.Count)
        {
            foreach (var ids in await PrepareAsync(wanted - _floorSupply.Count, cancellationToken))
            {
                _floorSupply.Enqueue(ids);
            }
        }
    }

    private string Line(string name, int workers, Sample ours, Sample floor) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {database.Kind} | {workers} | {ours.Rate:0} | {ours.Percentile(0.5):0.00} | {ours.Percentile(0.95):0.00} | {ours.OwnCpu:0.00}+{ours.ServerCpu:0.00} "
            + $"| {floor.Rate:0} | {floor.Percentile(0.5):0.00} | {floor.Percentile(0.95):0.00} | {floor.OwnCpu:0.00}+{floor.ServerCpu:0.00} "
            + $"| {(floor.Rate > 0 ? ours.Rate / floor.Rate : double.NaN):0.00} |");
}
