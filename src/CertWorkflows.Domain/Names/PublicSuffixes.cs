using System.Collections.Frozen;
using System.Globalization;

namespace CertWorkflows.Domain.Names;

/// <summary>
/// The registries' part of the public suffix list: names below which anybody registers names, such as <c>com</c> and
/// <c>co.uk</c>. Nobody gets a certificate for one of them. What companies run in the same way (the list's private part)
/// belongs to those companies, which do get certificates for it.
/// </summary>
internal static class PublicSuffixes
{
    private const string End = "// ===END ICANN DOMAINS===";

    private static readonly Lazy<FrozenSet<string>> Rules = new(Read);

    /// <param name="name">In A-labels and lower case.</param>
    public static bool Contains(string name)
    {
        var labels = name.Split('.');
        for (var first = 0; first < labels.Length; first++)
        {
            var suffix = string.Join('.', labels[first..]);
            if (Rules.Value.Contains($"!{suffix}"))
            {
                return false;
            }

            if (Rules.Value.Contains(suffix) || Rules.Value.Contains($"*.{string.Join('.', labels[(first + 1)..])}"))
            {
                return first == 0;
            }
        }

        return labels.Length == 1;
    }

    private static FrozenSet<string> Read()
    {
        var idn = new IdnMapping();
        return EmbeddedText.Read("public_suffix_list.dat")
            .Split('\n')
            .TakeWhile(line => !line.StartsWith(End, StringComparison.Ordinal))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            .Select(line => line[0] is '!' or '*' ? line : idn.GetAscii(line))
            .ToFrozenSet(StringComparer.Ordinal);
    }
}
