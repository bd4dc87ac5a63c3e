using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CertWorkflows.Infrastructure.Tests.Connectors;

/// <summary>A gateway in this process that records each call and answers as it is told.</summary>
internal sealed class RecordingGateway : IAsyncDisposable
{
    private readonly HttpListener listener;
    private readonly Task serving;
    private readonly TaskCompletionSource closing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RecordingGateway(Func<Call, Answer?> answer)
    {
        (listener, Address) = Listen();
        serving = ServeAsync(answer);
    }

    public string Address { get; }

    public ConcurrentQueue<Call> Calls { get; } = new();

    public async ValueTask DisposeAsync()
    {
        closing.SetResult();
        listener.Close();
        await serving;
    }

    private static (HttpListener Listener, string Address) Listen()
    {
        for (var attempt = 1; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            var free = new HttpListener { Prefixes = { $"{address}/" } };
            try
            {
                free.Start();
                return (free, address);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                // Somebody else took the port in between: another one will do.
            }
        }
    }

    private async Task ServeAsync(Func<Call, Answer?> answer)
    {
        var answering = new List<Task>();
        while (true)
        {
            try
            {
                answering.Add(AnswerAsync(await listener.GetContextAsync(), answer));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(answering);
    }

    private async Task AnswerAsync(HttpListenerContext context, Func<Call, Answer?> decide)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body, CancellationToken.None);
        var call = new Call(
            Calls.Count + 1,
            context.Request.HttpMethod,
            context.Request.RawUrl!,
            new WebHeaderCollection { context.Request.Headers },
            body.ToArray());
        Calls.Enqueue(call);
        if (decide(call) is not { } answer)
        {
            // No answer at all, until the test is over.
            await closing.Task;
            return;
        }

        try
        {
            context.Response.StatusCode = answer.Status;
            foreach (var (name, value) in answer.Headers ?? [])
            {
                context.Response.Headers[name] = value;
            }

            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body), CancellationToken.None);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The caller hung up, which is what some tests are about.
        }
    }

    internal sealed record Call(int Number, string Method, string Path, WebHeaderCollection Headers, byte[] Body)
    {
        public string Text => Encoding.UTF8.GetString(Body);
    }

    internal sealed record Answer(int Status, string Body = "{}", Dictionary<string, string>? Headers = null);
}
