using System.Net;
using CertWorkflows.Client;
using Microsoft.Extensions.Logging;

namespace CertWorkflows.Reviewer.Shell;

/// <summary>Tells the pages of one circuit what happens, as it happens: one stream for all of them, opened with the first listener.</summary>
internal sealed partial class LiveEvents(CertWorkflowsClient api, ILogger<LiveEvents> log) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<Func<ChangeEventDto?, Task>> _listeners = [];
    private Task? _listening;

    /// <summary>Calls back with each change, and with null when anything may have changed: once the stream is open, and after a gap.</summary>
    /// <returns>Ends it.</returns>
    public IDisposable Listen(Func<ChangeEventDto?, Task> heard)
    {
        lock (_gate)
        {
            _listeners.Add(heard);
            _listening ??= ListenAsync();
        }

        return new Listening(this, heard);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_listening is not null)
        {
            await _listening;
        }

        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        string? last = null;
        for (var pause = FirstPause; !_stop.IsCancellationRequested; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await foreach (var message in api.Events.ListenAsync(last, _stop.Token))
                {
                    pause = FirstPause;
                    last = message.Change?.Id ?? (message.Kind == ChangeMessageKind.Reset ? null : last);
                    if (message.Kind != ChangeMessageKind.Heartbeat)
                    {
                        await TellAsync(message.Change);
                    }
                }
            }
            catch (ApiException refused) when ((int)refused.Status < 500)
            {
                LogRefused(refused);
                if (refused.Status == HttpStatusCode.Unauthorized)
                {
                    await TellAsync(null); // a page that reads anew finds its session over, and leads to the log-in
                }

                return; // who may not listen has pages that do not change by themselves
            }
            catch (Exception lost) when (lost is HttpRequestException or ApiException or IOException or System.Text.Json.JsonException)
            {
                LogLost(lost);
            }
            catch (Exception gone) when (gone is OperationCanceledException or Microsoft.JSInterop.JSException or Microsoft.JSInterop.JSDisconnectedException)
            {
                return;
            }

            await Task.Delay(pause, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAsync(ChangeEventDto? change)
    {
        Func<ChangeEventDto?, Task>[] listeners;
        lock (_gate)
        {
            listeners = [.. _listeners];
        }

        foreach (var listener in listeners)
        {
            await listener(change);
        }
    }

    [LoggerMessage(8301, LogLevel.Debug, "The stream of events was refused.")]
    private partial void LogRefused(Exception reason);

    [LoggerMessage(8302, LogLevel.Debug, "The stream of events was lost; it is opened again.")]
    private partial void LogLost(Exception reason);

    private sealed class Listening(LiveEvents events, Func<ChangeEventDto?, Task> heard) : IDisposable
    {
        public void Dispose()
        {
            lock (events._gate)
            {
                events._listeners.Remove(heard);
            }
        }
    }
}
