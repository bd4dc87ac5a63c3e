namespace CertWorkflows.Reviewer.Session;

/// <summary>Addresses within this site; anything else could send a user who just logged in to somebody else's page.</summary>
internal static class LocalUrl
{
    /// <summary>The address below the site's root, or the root when there is none or it leads away.</summary>
    public static string OrHome(string? url)
    {
        var path = (url ?? "").TrimStart('/');
        var leadsAway = path.Contains('\\', StringComparison.Ordinal)
            || path.Split('/', '?', '#')[0].Contains(':', StringComparison.Ordinal)
            || path.Any(char.IsControl);
        return leadsAway ? "~/" : "~/" + path;
    }
}
