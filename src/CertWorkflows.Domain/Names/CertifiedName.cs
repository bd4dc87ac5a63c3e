using System.Globalization;
using System.Net;

namespace CertWorkflows.Domain.Names;

/// <summary>A name that a certificate can hold: a domain name, a wildcard name or a public IP address (BL-6).</summary>
/// <param name="Text">The name as it was written.</param>
/// <param name="Value">The name as it stands in a certificate: A-labels in lower case; an address in its shortest
/// form. Two spellings of one name have the same value.</param>
/// <param name="IsAddress">Whether it is an IP address.</param>
/// <param name="IsWildcard">Whether it stands for all names one label below.</param>
public sealed record CertifiedName(string Text, string Value, bool IsAddress, bool IsWildcard)
{
    private const int MostLetters = 253;
    private const string WildcardLabel = "*.";

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Reads a name.</summary>
    /// <param name="text">The name as somebody wrote it.</param>
    /// <param name="problem">What is wrong with it, as a sentence; null when nothing.</param>
    /// <returns>The name; null when it cannot be certified.</returns>
    public static CertifiedName? Read(string text, out string? problem)
    {
        if (IPAddress.TryParse(text, out var parsed) && IsWrittenOut(text, parsed))
        {
            var address = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
            problem = PublicAddresses.Contains(address) ? null : $"'{text}' is not a public address (BL-6)";
            return problem is null ? new CertifiedName(text, address.ToString(), true, false) : null;
        }

        var isWildcard = text.StartsWith(WildcardLabel, StringComparison.Ordinal);
        var host = isWildcard ? text[WildcardLabel.Length..] : text;
        problem = host.Contains('*', StringComparison.Ordinal)
            ? $"'{text}' has a wildcard that is not the whole first label; '*.example.com' is possible"
            : null;
        if (problem is not null)
        {
            return null;
        }

        if (HostName(host) is not { } ascii)
        {
            problem = $"'{text}' is not a domain name";
            return null;
        }

        problem = PublicSuffixes.Contains(ascii)
            ? $"'{text}' {(isWildcard ? "stands for everything right below" : "is")} a public suffix, where anybody registers names"
            : null;
        return problem is null ? new CertifiedName(text, isWildcard ? WildcardLabel + ascii : ascii, false, isWildcard) : null;
    }

    // The system's reader also takes 127.1 and 0x7f.1, which no certificate and no customer means, and zones such as %eth0.
    private static bool IsWrittenOut(string text, IPAddress address) =>
        text.Contains(':', StringComparison.Ordinal)
            ? !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal)
            : address.ToString() == text;

    /// <summary>A host name in A-labels and lower case; null when it is none. Unlike a name to certify, it may be a public
    /// suffix, as the names of many load balancers are.</summary>
    internal static string? HostName(string name)
    {
        try
        {
            var ascii = Idn.GetAscii(name).ToLowerInvariant();

            // Reads A-labels back, so that one which stands for nothing is found.
            Idn.GetUnicode(ascii);
            var last = ascii[(ascii.LastIndexOf('.') + 1)..];
            return ascii.Contains('.', StringComparison.Ordinal)
                && ascii.Length <= MostLetters
                && last.Length > 0
                && !last.All(char.IsAsciiDigit)
                    ? ascii
                    : null;
        }
        catch (ArgumentException)
        {
            // The mapping has no other way to say that a label is empty, too long or holds a forbidden character.
            return null;
        }
    }
}
