using System.Runtime.CompilerServices;

namespace CertWorkflows.Client.Tests.Json;

/// <summary>Recorded documents of the API, in <c>Samples/</c>.</summary>
internal static class Sample
{
    public static string Text(string name, [CallerFilePath] string here = "") => File.ReadAllText(Find(name, here));

    private static string Find(string name, string here)
    {
        var folder = Path.GetDirectoryName(here)!;
        while (!Directory.Exists(Path.Combine(folder, "Samples")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "Samples", name + ".json");
    }
}
