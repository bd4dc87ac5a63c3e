using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Routes;

/// <summary>Routes of workflows' own. Section <c>HttpEndpoints</c>. The bounds hold whatever a definition says.</summary>
internal sealed class RouteOptions
{
    public const string Section = "HttpEndpoints";

    /// <summary>Below it requests are offered to workflows; one or more segments, default <c>/workflows</c>.</summary>
    public string BasePath { get; set; } = "/workflows";

    /// <summary>The largest body; default 4 MiB, 1 KiB to 100 MiB. What a workflow keeps of it is in its state, which each turn writes.</summary>
    public int MaxRequestBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Fields and files of a form; default 200, 1 to 10,000.</summary>
    public int MaxFormParts { get; set; } = 200;

    /// <summary>How long a request may wait for its workflow; default 30 s, 1 s to 10 min.</summary>
    public TimeSpan MaxRequestTime { get; set; } = TimeSpan.FromSeconds(30);
}

internal sealed class RouteOptionsValidator : IValidateOptions<RouteOptions>
{
    /// <summary>First segments that this host serves itself.</summary>
    private static readonly string[] Own =
    [
        "api", "elsa", "designer", "health", "metrics", "openapi", "scalar", "login", "session", "not-found", ".well-known", "ca", "_blazor", "_framework", "_content",
        "tasks", "board", "certificates", "packages", "refunds", "package-refunds", "renewals", "revocations",
        "instances", "incidents", "effects", "deadlines", "connectors", "definitions", "clock", "users", "api-keys", "sessions", "audit", "account",
    ];

    public ValidateOptionsResult Validate(string? name, RouteOptions options)
    {
        List<string> failures = [];
        var segments = options.BasePath.Split('/');
        if (segments.Length < 2 || segments[0].Length > 0 || segments.Skip(1).Any(segment => !IsSegment(segment)))
        {
            failures.Add($"HttpEndpoints:BasePath is '{options.BasePath}'; needed is a slash and segments of letters, digits, '-', '_' and '.', such as /workflows.");
        }
        else if (Own.Contains(segments[1], StringComparer.OrdinalIgnoreCase))
        {
            failures.Add($"HttpEndpoints:BasePath is '{options.BasePath}', but this host serves /{segments[1]} itself; all of these are taken: {string.Join(", ", Own)}.");
        }

        if (options.MaxRequestBytes is < 1024 or > 100 * 1024 * 1024)
        {
            failures.Add($"HttpEndpoints:MaxRequestBytes is {options.MaxRequestBytes}; allowed are 1024 to 104857600.");
        }

        if (options.MaxFormParts is < 1 or > 10_000)
        {
            failures.Add($"HttpEndpoints:MaxFormParts is {options.MaxFormParts}; allowed are 1 to 10000.");
        }

        if (options.MaxRequestTime < TimeSpan.FromSeconds(1) || options.MaxRequestTime > TimeSpan.FromMinutes(10))
        {
            failures.Add($"HttpEndpoints:MaxRequestTime is {options.MaxRequestTime}; allowed are 1 second to 10 minutes.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsSegment(string segment) =>
        segment.Length > 0 && segment is not ("." or "..") && segment.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
