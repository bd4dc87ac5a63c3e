using System.Net;
using System.Text;
using System.Text.Json;
using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Tests;

/// <summary>Answers the API's calls with recorded documents, by method and path; a later answer replaces an earlier one.</summary>
internal sealed class FakeApi : HttpMessageHandler
{
    private readonly Dictionary<string, Func<string, HttpResponseMessage>> _answers = new(StringComparer.Ordinal);

    public FakeApi()
    {
        On("GET /me", Recorded.Me);
        On("GET /saved-filters", "[]");
        On("GET /tasks/counts", """{"open":2,"mine":1,"unassigned":1,"overdue":1,"dueToday":1,"mentioned":0}""");
    }

    /// <summary>The calls so far, as <c>METHOD /path?query body</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Holds all answers back until it is completed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public FakeApi On(string call, string json, HttpStatusCode status = HttpStatusCode.OK) => On(call, _ => Json(json, status));

    public FakeApi On(string call, Func<string, HttpResponseMessage> answer)
    {
        _answers[call] = answer;
        return this;
    }

    public FakeApi Refuse(string call, ProblemDto problem) => On(
        call, JsonSerializer.Serialize(problem, ApiJson.Options), (HttpStatusCode)problem.Status!.Value);

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) => new(status)
    {
        Content = new StringContent(json, Encoding.UTF8, (int)status < 400 ? "application/json" : "application/problem+json"),
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var path = request.RequestUri!.PathAndQuery.Replace("/api/v1", "", StringComparison.Ordinal);
        await Gate.WaitAsync(cancellationToken);
        Calls.Add($"{request.Method} {path} {body}".TrimEnd());
        return _answers.TryGetValue($"{request.Method} {path}", out var exact) ? exact(body)
            : _answers.TryGetValue($"{request.Method} {path.Split('?')[0]}", out var anyQuery) ? anyQuery(body)
            : path.EndsWith("/timeline", StringComparison.Ordinal) ? Json(Recorded.Timeline)
            : Json("""{"status":404,"code":"not-found"}""", HttpStatusCode.NotFound);
    }
}
