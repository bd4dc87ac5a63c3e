using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CertWorkflows.Benchmarks;

/// <summary>Where the figures come from; printed with every run, because figures without it mean nothing.</summary>
internal static class Machine
{
    private const int Flushes = 200;
    private const int BlockBytes = 8192;

    public static string Describe() =>
        $"""
        Machine: {Environment.ProcessorCount} cores ({Processor()}), {MemoryGiB()} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}
        Load average at the start: {LoadAverage()}; a write of 8 KiB with fsync takes {FlushMicroseconds():0} µs here (median of {Flushes})
        """;

    public static string LoadAverage() =>
        File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        var line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string MemoryGiB() =>
        (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30)).ToString("0", CultureInfo.InvariantCulture);

    private static double FlushMicroseconds()
    {
        var path = Path.GetTempFileName();
        try
        {
            var times = new List<double>();
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
            var block = new byte[BlockBytes];
            for (var i = 0; i < Flushes; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                file.Write(block);
                file.Flush(flushToDisk: true);
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
            }

            times.Sort();
            return times[Flushes / 2];
        }
        finally
        {
            File.Delete(path);
        }
    }
}
