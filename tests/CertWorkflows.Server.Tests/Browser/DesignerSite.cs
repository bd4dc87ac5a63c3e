using CertWorkflows.Server.Tests.Scenarios;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>The real server with the genuine Elsa Studio and one browser, shared by a class of tests.</summary>
public sealed class DesignerSite : IAsyncLifetime
{
    private Desk? _desk;
    private Chromium? _chromium;

    internal Desk Desk => _desk!;

    public async ValueTask InitializeAsync()
    {
        if (Chromium.IsInstalled)
        {
            _chromium = await Chromium.StartAsync();
            _desk = await Desk.ListenAsync();
        }
    }

    /// <summary>A browser window of its own, with no cookies.</summary>
    internal Task<Visit> VisitAsync(string language = "en") => Visit.StartAsync(_chromium!.Browser, Desk.Address, 1600, language);

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null)
        {
            await _desk.DisposeAsync();
        }

        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }
    }
}
