using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Execution;

/// <summary>A path of a workflow's own, below its host's base path: literal segments, and parameters written <c>{name}</c>.</summary>
/// <remarks>Two templates that match the same paths, such as <c>/a/{x}</c> and <c>/a/{y}</c>, are one route: they have the same hash.</remarks>
public sealed class HttpRoute
{
    /// <summary>Type of the activity, and name of its triggers and bookmarks.</summary>
    public const string BookmarkName = "Elsa.HttpEndpoint";

    /// <summary>Segments that a path may have; with <see cref="MaxParameters"/> it bounds how many routes can match one path.</summary>
    public const int MaxSegments = 8;

    /// <summary>Parameters that a template may have.</summary>
    public const int MaxParameters = 4;

    private const int MaxLength = 500;
    private const string Parameter = "{}";

    private readonly string[] _segments;

    private HttpRoute(string[] segments) => _segments = segments;

    /// <summary>Methods that an endpoint may support.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    /// <summary>One leading slash, no trailing one, literals in lower case.</summary>
    public string Template => $"/{string.Join('/', _segments)}";

    private string Shape => $"/{string.Join('/', _segments.Select(segment => IsParameter(segment) ? Parameter : segment))}";

    /// <summary>Reads a template.</summary>
    /// <param name="path">As its author wrote it; <see langword="null"/> and blank are the base path itself.</param>
    /// <param name="route">The route.</param>
    /// <param name="problem">What is wrong with it otherwise.</param>
    public static bool TryParse(string? path, [NotNullWhen(true)] out HttpRoute? route, out string problem)
    {
        var text = path?.Trim() ?? "";
        var segments = Split(text)?.Select(segment => IsParameter(segment) ? segment : segment.ToLowerInvariant()).ToArray();
        problem = segments is null ? "two slashes follow each other"
            : text.Length > MaxLength ? $"it is longer than {MaxLength} characters"
            : segments.Length > MaxSegments ? $"it has {segments.Length} segments; at most {MaxSegments} are possible"
            : segments.Count(IsParameter) > MaxParameters ? $"it has more than {MaxParameters} parameters"
            : Array.Find(segments, segment => !IsSegment(segment)) is { } wrong
                ? $"'{wrong}' is neither plain text nor a parameter such as {{name}}"
            : segments.Where(IsParameter).Distinct(StringComparer.OrdinalIgnoreCase).Count() < segments.Count(IsParameter)
                ? "a parameter occurs twice"
            : "";
        route = problem.Length == 0 ? new HttpRoute(segments!) : null;
        return route is not null;
    }

    /// <summary>The hash by which requests of that method find this route (B-1, B-2).</summary>
    public string Hash(string method) => Hash(Shape, method);

    /// <summary>The hashes of all routes that could match a path, the most specific first: a literal goes before a parameter,
    /// and what stands further left decides first. None for a path that no template can match.</summary>
    /// <param name="path">The request's path below the base path.</param>
    /// <param name="method">The request's method.</param>
    public static IReadOnlyList<string> HashesFor(string path, string method)
    {
        if (Split(path) is not { Length: <= MaxSegments } segments)
            return [];
        var hashes = new List<string>();
        for (var mask = 0; mask < 1 << segments.Length; mask++)
        {
            if (int.PopCount(mask) > MaxParameters)
                continue;
            var last = segments.Length - 1;
            var bits = mask;
            hashes.Add(Hash(
                $"/{string.Join('/', segments.Select((segment, index) => (bits >> (last - index) & 1) == 1 ? Parameter : segment.ToLowerInvariant()))}",
                method));
        }

        return hashes;
    }

    /// <summary>The values of the parameters in a path that this route matches, as they were sent.</summary>
    public IReadOnlyDictionary<string, object?> Values(string path)
    {
        var given = Split(path) ?? [];
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < Math.Min(given.Length, _segments.Length); index++)
        {
            if (IsParameter(_segments[index]))
                values[_segments[index][1..^1]] = given[index];
        }

        return values;
    }

    internal JsonObject Hashed(string method) => Hashed(Shape, method);

    private static string Hash(string shape, string method) => BookmarkHash.Compute(BookmarkName, Hashed(shape, method));

    private static JsonObject Hashed(string shape, string method) => new() { ["Path"] = shape, ["Method"] = method.ToLowerInvariant() };

    /// <summary>The segments; <see langword="null"/> where two slashes follow each other.</summary>
    private static string[]? Split(string path)
    {
        if (path.Contains("//", StringComparison.Ordinal))
            return null;
        var trimmed = path.Trim('/');
        return trimmed.Length == 0 ? [] : trimmed.Split('/');
    }

    private static bool IsParameter(string segment) => segment.Length > 2 && segment[0] == '{' && segment[^1] == '}';

    private static bool IsSegment(string segment) => IsParameter(segment)
        ? segment[1..^1].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')
        : segment is not ("." or "..") && !segment.Any(letter => letter is '{' or '}' or '?' or '#' or '\\' or '%' || char.IsControl(letter));
}
