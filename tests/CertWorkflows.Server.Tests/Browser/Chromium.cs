using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>One headless Chromium: <c>CHROMIUM_PATH</c>, else the one that the system has.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(20);

    private readonly IPlaywright _playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    /// <summary>Whether it is there; without it tests are skipped, but not on a build server.</summary>
    public static bool IsInstalled => File.Exists(Executable);

    public static bool IsRequired => IsOn("CI") || IsOn("REQUIRE_CHROMIUM");

    private static string Executable =>
        Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } path ? path : "/usr/bin/chromium";

    public static async Task<Chromium> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Arguments });
        return new Chromium(playwright, browser);
    }

    /// <summary>Skips the test where Chromium is missing, unless it is required.</summary>
    public static void SkipWhenMissing()
    {
        var missing = $"Chromium is not installed at {Executable}; name another place in CHROMIUM_PATH.";
        Assert.False(!IsInstalled && IsRequired, missing);
        Assert.SkipUnless(IsInstalled, missing);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(Browser.CloseAsync());
        _playwright.Dispose();
    }

    /// <summary>Waits for something to close, but not for ever: now and then the browser never answers, and ends with its process all the same.</summary>
    public static async ValueTask EndAsync(Task closing)
    {
        try
        {
            await closing.WaitAsync(LongestClose);
        }
        catch (TimeoutException)
        {
            // What was to be tested is over.
        }
    }

    private static bool IsOn(string variable) => Environment.GetEnvironmentVariable(variable) is "1" or "true" or "True";
}
