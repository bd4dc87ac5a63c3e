using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CertWorkflows.Benchmarks.Inbox;

/// <summary>Reviewers who ask the server, each as soon as the last answer is there or after a pause.</summary>
internal sealed class InboxLoad : IDisposable
{
    private const string Password = "password-of-a-reviewer";
    private const string CountsOfWhatChanges = "counts, beside two changes a second";
    private const int DeepPages = 50;
    private const int LargestPage = 200;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    // Groups of those who log in, in turn.
    private static readonly string[][] Groups = [["refunds"], ["refunds", "customer-care"], ["certificates"], ["refunds"], ["supervisors"], ["customer-care"], ["operators"], ["certificates", "refunds"]];

    private readonly List<HttpClient> _people = [];
    private readonly Dictionary<HttpClient, string> _deep = [];

    private InboxLoad()
    {
    }

    /// <summary>What is asked, and how an address is made for the next time.</summary>
    public IReadOnlyList<(string Name, Func<HttpClient, Random, string> Address)> Questions =>
    [
        ("inbox, what is due first", (_, _) => "tasks?state=open&sort=due"),
        ("inbox, most urgent first", (_, _) => "tasks?state=open&sort=priority"),
        ("inbox, by creation", (_, _) => "tasks?state=open&sort=created"),
        ("mine", (_, _) => "tasks?state=open&assignee=me&sort=due"),
        ("nobody's", (_, _) => "tasks?state=open&assignee=none&sort=due"),
        ("overdue", (_, _) => "tasks?state=open&overdue=true&sort=due"),
        ("due today", (_, _) => "tasks?state=open&due=today&sort=priority"),
        ("of one group and kind", (_, random) => random.Next(2) == 0
            ? "tasks?state=open&group=customer-care&kind=revocation-forced" : "tasks?state=open&group=refunds&kind=package-refund-review&sort=created"),
        ("done by me, last first", (_, _) => "tasks?state=completed&completedBy=me&sort=closed"),
        ("a page 10,000 tasks deep", (person, _) => $"tasks?state=open&sort=due&cursor={Uri.EscapeDataString(_deep[person])}"),
        ("search: a product", (_, random) => $"tasks?state=open&q={Uri.EscapeDataString(MadeUpTask.Product(random))}"),
        ("search: a customer", (_, random) => $"tasks?state=open&q={Uri.EscapeDataString(MadeUpTask.Company(random))}"),
        ("search: two characters", (_, random) => $"tasks?state=open&q={Uri.EscapeDataString(MadeUpTask.ShortName(random))}"),
        ("search: nothing there", (_, random) => $"tasks?state=open&q={Uri.EscapeDataString("zzq" + random.Next(10_000))}"),
        ("search: two letters that nothing has", (_, _) => "tasks?state=open&q=zq"),
        ("search: a word of one group's titles", (_, random) => $"tasks?state=open&q={(random.Next(2) == 0 ? "look+at" : "help+wanted")}"),
        ("search: a customer, closed too", (_, random) => $"tasks?q={Uri.EscapeDataString(MadeUpTask.Company(random))}"),
        ("counts", (_, _) => "tasks/counts"),
        (CountsOfWhatChanges, (_, _) => "tasks/counts"),
    ];

    public static async Task<InboxLoad> LogInAsync(Uri server, string adminPassword, int users, CancellationToken cancellationToken)
    {
        var load = new InboxLoad();
        using var admin = await ClientAsync(server, "admin", adminPassword, cancellationToken);
        for (var i = 0; i < users; i++)
        {
            var user = new JsonObject
            {
                ["username"] = MadeUpTask.Person(i),
                ["displayName"] = MadeUpTask.Person(i),
                ["password"] = Password,
                ["roles"] = new JsonArray("reviewer"),
                ["groups"] = new JsonArray([.. Groups[i % Groups.Length].Select(group => (JsonNode)group)]),
            };
            using var answer = await admin.PostAsJsonAsync("users", user, cancellationToken);
            if (answer.StatusCode != System.Net.HttpStatusCode.Conflict)
            {
                answer.EnsureSuccessStatusCode(); // those of an earlier server are there
            }

            load._people.Add(await ClientAsync(server, MadeUpTask.Person(i), Password, cancellationToken));
        }

        return load;
    }

    /// <summary>Walks into the inbox of each, page by page; where it is shorter, to its last page.</summary>
    public async Task WalkAsync(CancellationToken cancellationToken)
    {
        foreach (var person in _people)
        {
            string? cursor = null;
            for (var i = 0; i < DeepPages; i++)
            {
                var page = await person.GetFromJsonAsync<JsonObject>(
                    $"tasks?state=open&sort=due&limit={LargestPage}{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}", cancellationToken);
                if (page!["nextCursor"]?.GetValue<string>() is not { } next)
                {
                    break;
                }

                cursor = next;
            }

            _deep[person] = cursor ?? throw new InvalidOperationException("An inbox has a single page: the tasks are missing.");
        }
    }

    /// <summary>Everybody asks the same sort of question for so long; a pause is as long as said on average.</summary>
    public async Task<Times> MeasureAsync(
        string name, Func<HttpClient, Random, string> address, TimeSpan time, TimeSpan pause, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var changes = name == CountsOfWhatChanges ? ChangeAsync() : Task.CompletedTask;
        var times = await Task.WhenAll(_people.Select((person, i) => Task.Run(() => AskAsync(person, new Random(i)), cancellationToken)));
        await changes;
        return new Times([.. times.SelectMany(each => each).Order()], time);

        // Somebody takes a task, gives it back, takes it …
        async Task ChangeAsync()
        {
            var person = _people[0];
            var page = await person.GetFromJsonAsync<JsonObject>("tasks?state=open&assignee=none&limit=1", cancellationToken);
            var id = page!["items"]![0]!["id"]!.GetValue<string>();
            for (var take = true; Stopwatch.GetElapsedTime(begun) < WarmUp + time; take = !take)
            {
                using var answer = await person.PostAsync($"tasks/{id}/{(take ? "claim" : "release")}", null, cancellationToken);
                answer.EnsureSuccessStatusCode();
                await Task.Delay(500, cancellationToken);
            }
        }

        async Task<List<double>> AskAsync(HttpClient person, Random random)
        {
            var own = new List<double>();
            while (Stopwatch.GetElapsedTime(begun) < WarmUp + time)
            {
                var asked = Stopwatch.GetTimestamp();
                using var answer = await person.GetAsync(address(person, random), cancellationToken);
                await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                answer.EnsureSuccessStatusCode();
                if (Stopwatch.GetElapsedTime(begun) > WarmUp)
                {
                    own.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                }

                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(2 * random.NextDouble() * pause, cancellationToken);
                }
            }

            return own;
        }
    }

    public void Dispose() => _people.ForEach(person => person.Dispose());

    private static async Task<HttpClient> ClientAsync(Uri server, string name, string password, CancellationToken cancellationToken)
    {
        var client = new HttpClient { BaseAddress = new Uri(server, "api/v1/") };
        using var answer = await client.PostAsJsonAsync("tokens", new { username = name, password }, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!["accessToken"]!.GetValue<string>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}

/// <summary>How long answers took, in milliseconds and in order.</summary>
internal sealed record Times(double[] Sorted, TimeSpan Over)
{
    public double PerSecond => Sorted.Length / Over.TotalSeconds;

    public double At(double share) => Sorted.Length == 0 ? double.NaN : Sorted[Math.Min(Sorted.Length - 1, (int)(Sorted.Length * share))];
}
