using System.Globalization;

namespace CertWorkflows.Benchmarks;

/// <summary>What stands behind the command's name: <c>--name value</c>, or <c>--name</c> alone.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public Arguments(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new UsageException($"'{words[i]}' stands where an option was expected.");
            }

            var hasValue = i + 1 < words.Count && !words[i + 1].StartsWith("--", StringComparison.Ordinal);
            _values[words[i][2..]] = hasValue ? words[++i] : "true";
        }
    }

    public string Text(string name, string otherwise, params string[] allowed)
    {
        _asked.Add(name);
        var value = _values.GetValueOrDefault(name, otherwise);
        return allowed.Length == 0 || allowed.Contains(value, StringComparer.Ordinal)
            ? value
            : throw new UsageException($"--{name} is '{value}'; allowed are {string.Join(", ", allowed)}.");
    }

    public IReadOnlyList<string> List(string name, string otherwise) => Text(name, otherwise).Split(',');

    public int Number(string name, int otherwise) => Whole(name, Text(name, otherwise.ToString(CultureInfo.InvariantCulture)));

    public IReadOnlyList<int> Numbers(string name, string otherwise) => [.. List(name, otherwise).Select(n => Whole(name, n))];

    public double Fraction(string name, double otherwise) =>
        double.TryParse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new UsageException($"--{name} must be a number above 0.");

    public bool Flag(string name) => Text(name, "false", "true", "false") == "true";

    /// <summary>A misspelt option would silently measure something else.</summary>
    public void RefuseUnknown()
    {
        var unknown = _values.Keys.Except(_asked).ToList();
        if (unknown.Count > 0)
        {
            throw new UsageException($"Unknown: {string.Join(", ", unknown.Select(name => "--" + name))}.");
        }
    }

    private static int Whole(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new UsageException($"--{name} needs whole numbers, not '{text}'.");
}
