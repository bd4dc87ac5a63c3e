using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CertWorkflows.Benchmarks.Durability;

/// <summary>One caller of the API who repeats every request until it was answered, as a careful program would.</summary>
internal sealed class Api(Uri address) : IDisposable
{
    private static readonly TimeSpan PauseBeforeRepeat = TimeSpan.FromMilliseconds(100);
    private static int _repeats;
    private static int _replays;

    private readonly HttpClient _http = new() { BaseAddress = new Uri(address, "api/v1/"), Timeout = TimeSpan.FromSeconds(15) };

    /// <summary>Requests that had to be sent again because no answer came.</summary>
    public static int Repeats => _repeats;

    /// <summary>Answers that the server marked as the first answer of an earlier request.</summary>
    public static int Replays => _replays;

    public async Task LogInAsync(string user, string password, CancellationToken cancellationToken)
    {
        var answer = await PostAsync("tokens", new JsonObject { ["username"] = user, ["password"] = password }, null, cancellationToken);
        var token = answer.Body?["accessToken"]?.GetValue<string>()
            ?? throw new InvalidOperationException($"{user} could not log in: {answer}");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<Answer> GetAsync(string path, CancellationToken cancellationToken) =>
        UntilAnsweredAsync(() => new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    public Task<Answer> PostAsync(string path, JsonObject? body, string? key, CancellationToken cancellationToken)
    {
        var text = body?.ToJsonString();
        return UntilAnsweredAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, path);
                if (text is not null)
                {
                    request.Content = new StringContent(text, Encoding.UTF8, "application/json");
                }

                if (key is not null)
                {
                    request.Headers.Add("Idempotency-Key", key);
                }

                return request;
            },
            cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> UntilAnsweredAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        for (var first = true; ; first = false)
        {
            if (!first)
            {
                Interlocked.Increment(ref _repeats);
                await Task.Delay(PauseBeforeRepeat, cancellationToken);
            }

            try
            {
                using var request = create();
                using var response = await _http.SendAsync(request, cancellationToken);
                var text = await response.Content.ReadAsStringAsync(cancellationToken);
                if ((int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout)
                {
                    continue;
                }

                if (response.Headers.Contains("Idempotency-Replayed"))
                {
                    Interlocked.Increment(ref _replays);
                }

                return new Answer(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject);
            }
            catch (Exception exception) when (
                exception is HttpRequestException or IOException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Killed before, during or after the work: only asking again can tell.
            }
        }
    }

    /// <summary>What the server said in the end.</summary>
    internal sealed record Answer(HttpStatusCode Status, JsonObject? Body)
    {
        public bool IsSuccess => (int)Status is >= 200 and < 300;

        public string Text(string member) => Body?[member]?.GetValue<string>() ?? throw new InvalidOperationException($"No '{member}' in {this}");

        public override string ToString() => $"{(int)Status} {Body?.ToJsonString()}";
    }
}
