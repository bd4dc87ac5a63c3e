using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CertWorkflows.Application.Access;

namespace CertWorkflows.Application.Tasks;

/// <summary>
/// Whether a file may be kept: by its name, which people will see and save under, and by its first bytes, which must be those of its
/// type. It looks for no viruses.
/// </summary>
internal static class FileCheck
{
    private const int LongestName = 200;
    private static readonly byte[] Zip = [0x50, 0x4B, 0x03, 0x04];

    /// <summary>What is taken: the ending, the type that it is served as, and what it begins with; null for plain text.</summary>
    private static readonly Dictionary<string, (string Type, byte[]? Start)> Taken = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = ("application/pdf", "%PDF-"u8.ToArray()),
        [".png"] = ("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        [".jpg"] = ("image/jpeg", [0xFF, 0xD8, 0xFF]),
        [".jpeg"] = ("image/jpeg", [0xFF, 0xD8, 0xFF]),
        [".webp"] = ("image/webp", "RIFF"u8.ToArray()),
        [".txt"] = ("text/plain; charset=utf-8", null),
        [".csv"] = ("text/csv; charset=utf-8", null),
        [".eml"] = ("message/rfc822", null),
        [".docx"] = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", Zip),
        [".xlsx"] = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Zip),
    };

    /// <summary>The type to serve it as.</summary>
    /// <exception cref="InvalidInputException">It is not taken; the message says why.</exception>
    public static string TypeOf(string name, ReadOnlySpan<byte> content, int maxBytes)
    {
        CheckName(name);
        if (content.Length == 0 || content.Length > maxBytes)
        {
            throw new InvalidInputException("file", $"The file has {content.Length} bytes; 1 to {maxBytes} are possible.", "attachment-size");
        }

        var ending = Path.GetExtension(name);
        if (!Taken.TryGetValue(ending, out var taken))
        {
            throw new InvalidInputException("file", $"'{ending}' is not taken; possible are {string.Join(", ", Taken.Keys)}.", "attachment-type");
        }

        var fits = taken.Start is { } start ? content.StartsWith(start) : Utf8.IsValid(content) && !content.Contains((byte)0);
        return fits ? taken.Type : throw new InvalidInputException("file", $"The content is not that of a '{ending}' file.", "attachment-type");
    }

    private static void CheckName(string name)
    {
        var wrong = name.Length is 0 or > LongestName ? $"1 to {LongestName} characters are needed"
            : name.Trim() != name || name.StartsWith('.') ? "it begins or ends with a space, or begins with a full stop"
            : name.IndexOfAny(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) is >= 0 and var at ? $"it contains '{name[at]}'"
            : name.EnumerateRunes().Any(IsHidden) ? "it contains a character that is not seen or turns the text around"
            : null;
        if (wrong is not null)
        {
            throw new InvalidInputException("file", $"The file's name cannot be kept: {wrong}.", "attachment-name");
        }
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
