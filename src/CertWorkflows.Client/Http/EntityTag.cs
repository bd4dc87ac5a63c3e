using System.Globalization;

namespace CertWorkflows.Client;

/// <summary>How a resource's version is written as a strong entity tag: <c>"7"</c>.</summary>
public static class EntityTag
{
    /// <summary>The tag of a version, with its quotes.</summary>
    /// <param name="version">The version of the resource.</param>
    public static string Format(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Reads a tag that <see cref="Format"/> wrote.</summary>
    /// <param name="tag">The value of an <c>If-Match</c> or <c>ETag</c> header.</param>
    /// <param name="version">The version.</param>
    /// <returns>Whether it was such a tag.</returns>
    public static bool TryParse(string? tag, out long version)
    {
        version = 0;
        return tag is ['"', .. var digits, '"']
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }
}
