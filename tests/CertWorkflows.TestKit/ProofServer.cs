using System.Net;
using System.Text;

namespace CertWorkflows.TestKit;

/// <summary>Answers an ACME CA's looks at <c>http://any-name/path</c>.</summary>
public sealed class ProofServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    /// <param name="answer">The text at a path; null for 404.</param>
    public ProofServer(Func<string, Task<string?>> answer)
    {
        Port = RunningProgram.FreePort();
        _listener.Prefixes.Add($"http://*:{Port}/");
        _listener.Start();
        _serving = ServeAsync(answer);
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync(Func<string, Task<string?>> answer)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var text = await answer(context.Request.Url!.AbsolutePath);
            try
            {
                context.Response.StatusCode = text is null ? 404 : 200;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text ?? ""), CancellationToken.None);
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or IOException)
            {
                // The CA was stopped while it looked.
            }
        }
    }
}
