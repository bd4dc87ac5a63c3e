namespace CertWorkflows.Reviewer.Shell;

/// <summary>Addresses of our pages, relative to the site's root, with their filters.</summary>
internal static class PageAddress
{
    /// <param name="path">The page, such as <c>refunds</c>; <c>./</c> is the inbox.</param>
    /// <param name="query">Names and values; what has no value is left out.</param>
    public static string Of(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var parts = new List<string>();
        foreach (var (name, value) in query)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                parts.Add($"{name}={Uri.EscapeDataString(value.Trim())}");
            }
        }

        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }

    /// <summary>The page of one thing: <c>refunds/0198…</c>.</summary>
    public static string Of(string path, string id) => $"{path}/{Uri.EscapeDataString(id)}";
}
