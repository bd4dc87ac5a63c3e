using System.Runtime.CompilerServices;
using Xunit;

namespace CertWorkflows.TestKit;

/// <summary>
/// Compares text with the accepted file beside the test's source: <c>{TestClass}.{name}.verified.{extension}</c>.
/// On a difference the text is written to <c>.received.</c>; <c>UPDATE_GOLDEN=1</c> accepts it (refused on a build server).
/// </summary>
public static class Golden
{
    /// <summary>Fails unless the text is what the accepted file says; line ends do not matter.</summary>
    /// <param name="name">Names the file, unique in the test class.</param>
    public static void Matches(
        string actual, string name, string extension = "txt", [CallerFilePath] string testSource = "")
    {
        var stem = Path.Combine(
            Path.GetDirectoryName(testSource)!, $"{Path.GetFileNameWithoutExtension(testSource)}.{name}");
        MatchesFile(actual, $"{stem}.verified.{extension}");
    }

    /// <summary>The same with a file of any name, for instance a picture in <c>docs/</c>.</summary>
    public static void MatchesFile(string actual, string verifiedFile)
    {
        var text = Normalise(actual);
        var accepted = File.Exists(verifiedFile) ? Normalise(File.ReadAllText(verifiedFile)) : null;
        var receivedFile = Path.ChangeExtension(
            verifiedFile.Replace(".verified", "", StringComparison.Ordinal), ".received" + Path.GetExtension(verifiedFile));
        if (text == accepted)
        {
            File.Delete(receivedFile);
            return;
        }

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Assert.False(Ci.IsBuildServer, "UPDATE_GOLDEN is refused on a build server: accept golden files by hand.");
            File.WriteAllText(verifiedFile, text);
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, text);
        Assert.Fail(
            $"{Path.GetFileName(verifiedFile)} {(accepted is null ? "does not exist" : "differs")}; see {receivedFile}. "
            + $"Accept with UPDATE_GOLDEN=1.{Environment.NewLine}{FirstDifference(accepted ?? "", text)}");
    }

    private static string Normalise(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";

    private static string FirstDifference(string accepted, string actual)
    {
        var (left, right) = (accepted.Split('\n'), actual.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(left.Length, right.Length))
            .First(i => left.ElementAtOrDefault(i) != right.ElementAtOrDefault(i));
        return $"line {line + 1}{Environment.NewLine}- {left.ElementAtOrDefault(line)}{Environment.NewLine}"
            + $"+ {right.ElementAtOrDefault(line)}";
    }
}
