namespace CertWorkflows.Reviewer.Session;

/// <summary>The address of the login page, with where to go on and what went wrong.</summary>
internal static class LoginUrl
{
    public const string InvalidCredentials = "invalid-credentials";
    public const string TooManyTries = "too-many-tries";
    public const string Unavailable = "unavailable";
    public const string PasswordSet = "password-set";

    /// <param name="returnUrl">Where to go after logging in; home when left out.</param>
    /// <param name="error">What went wrong, one of the constants; null for a first visit.</param>
    /// <param name="said">What went well, one of the constants.</param>
    public static string For(string? returnUrl, string? error = null, string? said = null)
    {
        var query = new List<string>();
        if (!string.IsNullOrEmpty(returnUrl))
        {
            query.Add("returnUrl=" + Uri.EscapeDataString(returnUrl));
        }

        if (error is not null)
        {
            query.Add("error=" + error);
        }

        if (said is not null)
        {
            query.Add("said=" + said);
        }

        return query.Count == 0 ? "~/login" : "~/login?" + string.Join('&', query);
    }
}
