using CertWorkflows.Server.Tests.Scenarios;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>The real server with its pages and one browser, shared by a class of tests.</summary>
public abstract class BrowserSite : IAsyncLifetime
{
    private Desk? _desk;
    private Chromium? _chromium;

    internal Desk Desk => _desk!;

    public async ValueTask InitializeAsync()
    {
        if (!Chromium.IsInstalled)
        {
            return;
        }

        _chromium = await Chromium.StartAsync();
        _desk = await Desk.ListenAsync();
        await StockAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await LeaveAsync();
        if (_desk is not null)
        {
            await _desk.DisposeAsync();
        }

        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }
    }

    /// <summary>A browser window of its own, with no cookies; to be closed by who asked for it.</summary>
    internal Task<Visit> VisitAsync(Desk? desk = null, int width = 1280, string language = "en") =>
        Visit.StartAsync(_chromium!.Browser, (desk ?? Desk).Address, width, language);

    /// <summary>What all tests find there.</summary>
    private protected virtual Task StockAsync() => Task.CompletedTask;

    /// <summary>What is to be closed before the server goes.</summary>
    private protected virtual Task LeaveAsync() => Task.CompletedTask;
}
