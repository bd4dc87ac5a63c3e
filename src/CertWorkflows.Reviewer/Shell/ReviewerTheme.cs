using MudBlazor;

namespace CertWorkflows.Reviewer.Shell;

/// <summary>The look of the pages: the fonts that the system has, nothing loaded from elsewhere.</summary>
internal static class ReviewerTheme
{
    private static readonly string[] SystemFonts =
        ["system-ui", "-apple-system", "Segoe UI", "Noto Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1f4e79",
            AppbarBackground = "#1f4e79",
            AppbarText = "#ffffff",
            Error = "#b3261e",
            Warning = "#8a5000",
            Success = "#1b6e3c",
            Info = "#0f5a8a",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8ab8e6",
            PrimaryContrastText = "#10212f",
            AppbarBackground = "#1b2a38",
            AppbarText = "#ffffff",
            Error = "#f2b8b5",
            ErrorContrastText = "#3b0b08",
            TextSecondary = "rgba(255,255,255,0.72)",
            Info = "#8ab8e6",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = SystemFonts },
            Button = new ButtonTypography { TextTransform = "none" },
        },
    };
}
