using CertWorkflows.Client;
using Microsoft.AspNetCore.Components;

namespace CertWorkflows.Reviewer.Shell;

/// <summary>A page that shows what happens without being loaded again. News in quick succession are one refresh.</summary>
public abstract class LivePage : ReviewerPage
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private IDisposable? _listening;
    private bool _refreshing;
    private bool _again;

    [Inject] private LiveEvents Events { get; set; } = default!;

    /// <summary>Begins to listen; the page loads itself afterwards.</summary>
    protected void Listen() => _listening ??= Events.Listen(change => Concerns(change) ? InvokeAsync(SoonAsync) : Task.CompletedTask);

    /// <summary>Whether the page shows something of it; null is anything.</summary>
    protected abstract bool Concerns(ChangeEventDto? change);

    /// <summary>Fetches again what the page shows, and keeps what the user is doing.</summary>
    protected abstract Task RefreshAsync();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _listening?.Dispose();
        }

        base.Dispose(disposing);
    }

    private Task SoonAsync()
    {
        _again = true;
        if (!_refreshing)
        {
            _ = RunAsync(); // not awaited: the stream goes on being read meanwhile
        }

        return Task.CompletedTask;
    }

    private async Task RunAsync()
    {
        _refreshing = true;
        while (_again && !Leaving.IsCancellationRequested)
        {
            await Task.Delay(Pause, TimeProvider.System, Leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            _again = false;
            if (!Leaving.IsCancellationRequested)
            {
                await RefreshAsync();
                StateHasChanged();
            }
        }

        _refreshing = false;
    }
}
