using System.Globalization;

namespace CertWorkflows.Server.Http;

/// <summary>The language that a request wants most of the two that there are; English where neither is named.</summary>
internal static class RequestLanguage
{
    private const string Chinese = "zh-Hans";

    public static CultureInfo Of(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage
            .Where(language => language.Quality is null or > 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString())
            .FirstOrDefault(name => IsOf(name, "zh") || IsOf(name, "en"));
        return wanted is not null && IsOf(wanted, "zh") ? CultureInfo.GetCultureInfo(Chinese) : CultureInfo.InvariantCulture;
    }

    /// <summary>What HTML calls it.</summary>
    public static string NameOf(CultureInfo language) => language.Name.Length == 0 ? "en" : Chinese;

    private static bool IsOf(string name, string language) =>
        name.Equals(language, StringComparison.OrdinalIgnoreCase) || name.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase);
}
