namespace CertWorkflows.Server.Tests.Browser;

/// <summary>
/// Tests with a real browser: skipped where there is none. In no test may a page write an error to the console, ask another host for anything,
/// or be answered 404 or 500.
/// </summary>
public abstract class BrowserTests : IAsyncLifetime
{
    private readonly List<Visit> _visits = [];

    public ValueTask InitializeAsync()
    {
        Chromium.SkipWhenMissing();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var visit in _visits)
        {
            await visit.DisposeAsync();
        }

        Assert.Equal("", string.Join('\n', _visits.SelectMany(visit => visit.Complaints)));
    }

    /// <summary>Watches a visit until the test is over.</summary>
    private protected async Task<Visit> KeepAsync(Task<Visit> starting)
    {
        var visit = await starting;
        _visits.Add(visit);
        return visit;
    }
}
