using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Mail;

/// <summary>A mail server that takes messages and answers commands as it is told.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly Func<string, string?> reply;
    private readonly Task serving;

    /// <param name="reply">The answer to a command line; null for the usual one, empty for hanging up.</param>
    public SmtpSink(Func<string, string?> reply)
    {
        this.reply = reply;
        listener.Start();
        serving = ServeAsync();
    }

    public string Port => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    public ConcurrentQueue<string> Commands { get; } = new();

    public ConcurrentQueue<string> Messages { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await serving;
        listener.Dispose();
        closing.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptTcpClientAsync(closing.Token);
                await TalkAsync(connection);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient connection)
    {
        try
        {
            using var reader = new StreamReader(connection.GetStream(), Encoding.UTF8);
            await using var writer = new StreamWriter(connection.GetStream()) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 sink".AsMemory(), closing.Token);
            while (await reader.ReadLineAsync(closing.Token) is { } command)
            {
                Commands.Enqueue(command);
                var answer = reply(command) ?? Usual(command);
                if (answer.Length == 0)
                {
                    return;
                }

                await writer.WriteLineAsync(answer.AsMemory(), closing.Token);
                if (answer.StartsWith("354", StringComparison.Ordinal))
                {
                    Messages.Enqueue(await ReadMessageAsync(reader));
                    await writer.WriteLineAsync((reply(".") ?? "250 kept").AsMemory(), closing.Token);
                }
            }
        }
        catch (IOException)
        {
            // The client hung up.
        }
    }

    private async Task<string> ReadMessageAsync(StreamReader reader)
    {
        var message = new StringBuilder();
        while (await reader.ReadLineAsync(closing.Token) is { } line && line != ".")
        {
            message.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return message.ToString();
    }

    private static string Usual(string command) => command.Split(' ', ':')[0].ToUpperInvariant() switch
    {
        "EHLO" => "250-sink\r\n250 AUTH PLAIN",
        "AUTH" => "235 welcome",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 fine",
    };
}
