using Microsoft.AspNetCore.Builder;

namespace CertWorkflows.Reviewer.Language;

/// <summary>The languages of the pages.</summary>
internal static class Languages
{
    public const string English = "en";
    public const string Chinese = "zh-Hans";

    public static IReadOnlyList<string> All { get; } = [English, Chinese];

    /// <summary>Cookie first, then what the browser prefers, then English; <c>zh-CN</c> finds <c>zh-Hans</c> through its parents.</summary>
    public static RequestLocalizationOptions Localization()
    {
        var options = new RequestLocalizationOptions { ApplyCurrentCultureToResponseHeaders = true };
        return options
            .SetDefaultCulture(English)
            .AddSupportedCultures([.. All])
            .AddSupportedUICultures([.. All]);
    }
}
