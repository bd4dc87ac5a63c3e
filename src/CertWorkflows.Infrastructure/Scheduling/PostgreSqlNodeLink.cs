using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Threading.Channels;
using CertWorkflows.Infrastructure.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>
/// LISTEN/NOTIFY: one connection listens. Notifications are sent after the commits and in batches, because a commit
/// that notifies takes a lock of the whole database and so would make all commits queue.
/// </summary>
internal sealed partial class PostgreSqlNodeLink(PostgreSqlDatabase database, ILogger<PostgreSqlNodeLink> logger)
    : BackgroundService, INodeLink
{
    private const string ChannelName = "certworkflows";
    private static readonly TimeSpan BatchWindow = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    // Work due elsewhere is first left to the node that committed it; this one looks a moment later.
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(250);

    private readonly string _self = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private readonly Channel<NodeWord> _outgoing = Channel.CreateBounded<NodeWord>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private ImmutableArray<Action<NodeWord>> _listeners = [];

    public void Subscribe(Action<NodeWord> listener) =>
        ImmutableInterlocked.Update(ref _listeners, listeners => listeners.Add(listener));

    public void Announce(NodeWord word) => _outgoing.Writer.TryWrite(word);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatingAsync(ListenAsync, stoppingToken), RepeatingAsync(SendAsync, stoppingToken));

    [LoggerMessage(4121, LogLevel.Warning, "The link to the other nodes is down; it is tried again.")]
    private static partial void LogLinkDown(ILogger logger, Exception exception);

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, KeepAlive = 15 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        connection.Notification += (_, notification) => Receive(notification.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {ChannelName}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        Tell(new NodeWord.Missed());
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (await _outgoing.Reader.WaitToReadAsync(cancellationToken))
        {
            var words = new List<NodeWord>();
            while (words.Count < NodeWord.MostInOneNotification && _outgoing.Reader.TryRead(out var word))
            {
                words.Add(word);
            }

            await using var command = database.DataSource.CreateCommand("SELECT pg_notify($1, $2)");
            command.Parameters.Add(new NpgsqlParameter { Value = ChannelName });
            command.Parameters.Add(new NpgsqlParameter { Value = NodeWord.Print(_self, words) });
            await command.ExecuteNonQueryAsync(cancellationToken);
            await Task.Delay(BatchWindow, cancellationToken);
        }
    }

    private void Receive(string payload)
    {
        var (sender, words) = NodeWord.Parse(payload);
        if (sender == _self)
        {
            return;
        }

        foreach (var word in words)
        {
            Tell(word is NodeWord.Due due ? new NodeWord.Due(due.At + Courtesy) : word);
        }
    }

    private void Tell(NodeWord word)
    {
        foreach (var listener in _listeners)
        {
            listener(word);
        }
    }

    private async Task RepeatingAsync(Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await action(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // the boundary of the background loop: it must outlive a database that is away, and records the failure
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogLinkDown(logger, exception);
                await Task.Delay(ReconnectAfter, CancellationToken.None);
            }
        }
    }
}
