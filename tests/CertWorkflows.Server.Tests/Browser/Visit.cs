using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CertWorkflows.Server.Tests.Scenarios;
using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>What one person does in one browser window; it notes what no page may do.</summary>
internal sealed class Visit : IAsyncDisposable
{
    public const int Height = 900;

    private const float LongestWaitMilliseconds = 30_000; // the designer's program starts slowly on a busy machine

    private readonly IBrowserContext _window;
    private readonly ConcurrentQueue<string> _complaints = [];

    private Visit(IBrowserContext window, IPage page) => (_window, Page) = (window, page);

    public IPage Page { get; }

    /// <summary>Errors in the console or the scripts, requests to other hosts, and answers that no page should get.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>What the test provokes on purpose: complaints that contain one of these texts do not count.</summary>
    public IReadOnlyList<string> Expected { get; set; } = [];

    /// <summary>Another page in the same browser, with the same cookies.</summary>
    public Task<IPage> NewPageAsync() => _window.NewPageAsync();

    public static async Task<Visit> StartAsync(IBrowser browser, Uri site, int width, string language)
    {
        var window = await browser.NewContextAsync(new()
        {
            BaseURL = site.ToString(),
            Locale = language,
            ViewportSize = new() { Width = width, Height = Height },
        });
        window.SetDefaultTimeout(LongestWaitMilliseconds);
        Assertions.SetDefaultExpectTimeout(LongestWaitMilliseconds);
        var visit = new Visit(window, await window.NewPageAsync());
        visit.Watch(site);
        return visit;
    }

    public ILocator Find(string testId) => Page.GetByTestId(testId);

    /// <summary>Waits until the address ends like this, whatever is still being loaded.</summary>
    public Task ExpectAddressAsync(string ending) => Assertions.Expect(Page).ToHaveURLAsync(new Regex(Regex.Escape(ending) + "$", RegexOptions.None, TimeSpan.FromSeconds(1)));

    /// <summary>Presses a key of the page, once it listens.</summary>
    public async Task PressAsync(string key)
    {
        await Assertions.Expect(Page.Locator("body")).ToHaveAttributeAsync("data-keys", "on");
        await Page.Keyboard.PressAsync(key);
    }

    public ILocatorAssertions Expect(string testId) => Assertions.Expect(Find(testId));

    /// <summary>Through the login page, to which every first visit leads.</summary>
    public async Task LogInAsync(string name, string path = "./", string? password = null)
    {
        await Page.GotoAsync(path);
        await Find("login-username").FillAsync(name);
        await Find("login-password").FillAsync(password ?? Desk.PasswordOf(name));
        await Find("login-submit").ClickAsync();
    }

    /// <summary>Deciding takes two clicks; the second button comes into sight with the focus on it.</summary>
    public async Task DecideAsync(string outcome)
    {
        await Find($"outcome-{outcome}").ClickAsync();
        await Expect("outcome-confirm").ToBeFocusedAsync();
        await Find("outcome-confirm").ClickAsync();
    }

    public ILocator Row(string taskId) => Page.Locator($"[data-testid=inbox-row][data-task-id='{taskId}']");

    public ILocator Fact(string name) => Page.Locator($"[data-testid=task-facts] tr[data-fact='{name}']");

    /// <summary>How many pixels of the page lie beyond the window's right edge.</summary>
    public Task<int> OverflowAsync() =>
        Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>What axe finds on the present page that keeps people out; empty when nothing does.</summary>
    public Task<string> AxeAsync() => Axe.LookAsync(Page);

    public ValueTask DisposeAsync() => Chromium.EndAsync(_window.CloseAsync());

    private void Watch(Uri site)
    {
        _window.Console += (_, message) => Note(message.Type == "error", $"console: {message.Text}");
        _window.WebError += (_, error) => Note(true, $"script: {error.Error}");
        _window.Request += (_, request) => Note(
            request.Url.StartsWith("http", StringComparison.Ordinal) && new Uri(request.Url).Authority != site.Authority, $"request: {request.Url}");
        _window.Response += (_, response) => Note(
            response.Status is 404 or >= 500, $"answer: {response.Status} {response.Request.Method} {response.Url}");
        Page.WebSocket += (_, socket) => Note(new Uri(socket.Url).Authority != site.Authority, $"socket: {socket.Url}");
    }

    private void Note(bool wrong, string complaint)
    {
        if (wrong && !Expected.Any(expected => complaint.Contains(expected, StringComparison.Ordinal)))
        {
            _complaints.Enqueue(complaint);
        }
    }
}
