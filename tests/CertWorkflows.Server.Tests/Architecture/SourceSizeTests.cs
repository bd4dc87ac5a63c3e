namespace CertWorkflows.Server.Tests.Architecture;

/// <summary>Files stay small enough to be read whole.</summary>
public sealed class SourceSizeTests
{
    private const int HardLimit = 400;

    [Fact]
    public void Sources_AsTheyAre_HaveAtMostFourHundredLines()
    {
        var tooLong = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(f => (File: Path.GetRelativePath(Repository.Root, f), Lines: File.ReadLines(f).Count()))
            .Where(f => f.Lines > HardLimit);
        Assert.Empty(tooLong);
    }
}
