using System.Net;
using System.Text;

namespace CertWorkflows.Client.Tests.Http;

/// <summary>Answers each call with what the test says, and keeps the calls.</summary>
internal sealed class ScriptedServer(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<SentCall> Calls { get; } = [];

    public static ScriptedServer Json(string body, HttpStatusCode status = HttpStatusCode.OK, string type = "application/json") =>
        new(_ => Response(body, status, type));

    public static HttpResponseMessage Response(string body, HttpStatusCode status, string type) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };

    public CertWorkflowsClient CreateSut() => new(new HttpClient(this) { BaseAddress = new Uri("https://api.example/root/") });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var headers = request.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.Ordinal);
        Calls.Add(new SentCall(request.Method.Method, request.RequestUri!.PathAndQuery, body, headers));
        return answer(request);
    }
}

internal sealed record SentCall(string Method, string Path, string? Body, IReadOnlyDictionary<string, string> Headers);
