using System.Threading.Channels;
using CertWorkflows.Application.Workflows;

namespace CertWorkflows.Server.Events;

/// <summary>
/// Reads what happens once for all who listen on this node, and only while somebody does. Who cannot keep up is cut off and has to read
/// anew.
/// </summary>
internal sealed partial class EventHub(IWorkflowStore store, IChangeFeed feed, ILogger<EventHub> log) : IDisposable
{
    private const int LongestQueue = 1_000;

    /// <summary>The feed is told of turns only: what else is committed is found at the latest after this.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Several commits in a row are read at once.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Channel<Happening>> _listeners = [];
    private Task? _starting;

    /// <summary>Begins to listen; what is committed after this returns is heard.</summary>
    public async Task<Channel<Happening>> ListenAsync(CancellationToken cancellationToken)
    {
        var listener = Channel.CreateBounded<Happening>(LongestQueue);
        Task starting;
        lock (_gate)
        {
            _listeners.Add(listener);
            starting = _starting ??= StartAsync();
        }

        await starting.WaitAsync(cancellationToken);
        return listener;
    }

    public void Leave(Channel<Happening> listener)
    {
        lock (_gate)
        {
            _listeners.Remove(listener);
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task StartAsync()
    {
        var reader = new HappeningReader(store);
        await reader.StartAsync(_stopping.Token);
        _ = Task.Run(() => RunAsync(reader), CancellationToken.None);
    }

    private async Task RunAsync(HappeningReader reader)
    {
        try
        {
            while (await PassOnAsync(reader))
            {
                await feed.WaitAsync(null, LongestPause, _stopping.Token);
                await Task.Delay(ShortestPause, TimeProvider.System, _stopping.Token); // real time: patience is not the business's clock
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
#pragma warning disable CA1031 // the loop's boundary: listeners are cut off and come again
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(failure);
            CutOff();
        }
    }

    /// <summary>Answers whether anybody still listens.</summary>
    private async Task<bool> PassOnAsync(HappeningReader reader)
    {
        for (var news = await reader.ReadAsync(_stopping.Token); news.Count > 0; news = await reader.ReadAsync(_stopping.Token))
        {
            lock (_gate)
            {
                _listeners.RemoveWhere(listener => !news.All(listener.Writer.TryWrite) && listener.Writer.TryComplete());
            }
        }

        lock (_gate)
        {
            if (_listeners.Count == 0)
            {
                _starting = null;
                return false;
            }

            return true;
        }
    }

    private void CutOff()
    {
        lock (_gate)
        {
            foreach (var listener in _listeners)
            {
                listener.Writer.TryComplete();
            }

            _listeners.Clear();
            _starting = null;
        }
    }

    [LoggerMessage(8101, LogLevel.Warning, "What happened could not be read; those who listen connect again.")]
    private partial void LogFailed(Exception failure);
}
