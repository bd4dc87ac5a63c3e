using System.Net;
using Bunit;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Inbox;

namespace CertWorkflows.Reviewer.Tests.Inbox;

public class InboxPageTests
{
    [Fact]
    public async Task Inbox_WithTasks_ListsThemWithDueDateInTheBusinessZone()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /tasks", Recorded.Page(Recorded.Summary("t1", overdue: true), Recorded.Summary("t2")));

        var page = context.Render<InboxPage>();

        page.WaitForAssertion(() => Assert.Equal(
            ["t1", "t2"], page.FindAll("[data-testid=inbox-row]").Select(row => row.GetAttribute("data-task-id"))));
        var row = page.Test("inbox-row");
        Assert.Equal("tasks/t1", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("Overdue", row.TextContent, StringComparison.Ordinal);
        var due = row.QuerySelector("time")!;
        Assert.Equal("2021-05-19 18:00", due.TextContent);
        Assert.Equal("2021-05-19T10:00:00Z", due.GetAttribute("title"));
        Assert.Contains("2", page.Test("inbox-view-open").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inbox_WithoutTasks_SaysSo()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /tasks", Recorded.Page());

        var page = context.Render<InboxPage>();

        page.WaitForAssertion(() => Assert.Equal("Nothing to do here.", page.Test("inbox-empty").TextContent));
    }

    [Fact]
    public async Task Inbox_WhenTheApiFails_ShowsTheProblemAndTriesAgain()
    {
        await using var context = new ReviewerContext();
        context.Api.Refuse("GET /tasks", new ProblemDto { Status = 500, Title = "Broken", TraceId = "trace-1" });
        var page = context.Render<InboxPage>();
        page.WaitForAssertion(() => Assert.Contains("trace-1", page.Test("inbox-error").TextContent, StringComparison.Ordinal));
        Assert.False(page.Has("inbox-empty"));
        context.Api.On("GET /tasks", Recorded.Page(Recorded.Summary("t1")));

        await page.Test("inbox-error").QuerySelector("button")!.ClickAsync();

        page.WaitForAssertion(() => Assert.True(page.Has("inbox-row")));
        Assert.False(page.Has("inbox-error"));
    }

    [Fact]
    public async Task Inbox_WhileTheAnswerIsAwaited_ShowsProgress()
    {
        await using var context = new ReviewerContext();
        var answered = new TaskCompletionSource();
        context.Api.Gate = answered.Task;
        context.Api.On("GET /tasks", Recorded.Page());

        var page = context.Render<InboxPage>();

        Assert.True(page.Has("inbox-loading"));
        Assert.False(page.Has("inbox-empty"));
        answered.SetResult();
        page.WaitForAssertion(() => Assert.False(page.Has("inbox-loading")));
        Assert.True(page.Has("inbox-empty"));
    }

    [Fact]
    public async Task Inbox_WithAnAddress_AsksTheApiForWhatTheAddressSays()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /tasks", Recorded.Page());
        context.Navigation.NavigateTo("?view=mine&q=cert%201&sort=priority");

        var page = context.Render<InboxPage>();

        page.WaitForAssertion(() => Assert.Contains(
            "GET /tasks?limit=50&state=open&assignee=me&q=cert%201&sort=priority", context.Api.Calls));
        Assert.Equal("page", page.Test("inbox-view-mine").GetAttribute("aria-current"));
        Assert.Equal("No task matches the search.", page.Test("inbox-empty").TextContent);
    }

    [Fact]
    public async Task Inbox_WhenSearchedAndSorted_PutsTheFilterIntoTheAddress()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /tasks", Recorded.Page());
        var page = context.Render<InboxPage>();

        await page.Test("inbox-search").ChangeAsync("a b");
        Assert.EndsWith("?q=a%20b", context.Navigation.Uri, StringComparison.Ordinal);
        await page.Test("inbox-sort").ChangeAsync("Created");
        Assert.EndsWith("?q=a%20b&sort=created", context.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inbox_WithMorePages_AddsThem()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /tasks", $$"""{"items":[{{Recorded.Summary("t1")}}],"nextCursor":"next"}""");
        context.Api.On("GET /tasks?limit=50&cursor=next&state=open&sort=due", Recorded.Page(Recorded.Summary("t2")));
        var page = context.Render<InboxPage>();
        page.WaitForAssertion(() => Assert.True(page.Has("inbox-more")));

        await page.Test("inbox-more").ClickAsync();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=inbox-row]").Count));
        Assert.False(page.Has("inbox-more"));
    }

    [Fact]
    public async Task Inbox_WhenTheSessionIsOver_LeadsToTheLogin()
    {
        await using var context = new ReviewerContext();
        context.Api.Refuse("GET /tasks", new ProblemDto { Status = (int)HttpStatusCode.Unauthorized, Code = "unauthorized" });
        context.Navigation.NavigateTo("?view=overdue");

        context.Render<InboxPage>();

        Assert.EndsWith("login?returnUrl=%3Fview%3Doverdue", context.Navigation.Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, null, "./")]
    [InlineData("nonsense", " ", "nonsense", "./")]
    [InlineData("Overdue", "x&y", "created", "./?view=overdue&q=x%26y&sort=created")]
    public void Filter_WhenParsedAndWritten_KeepsWhatItKnows(string? view, string? search, string? sort, string url) =>
        Assert.Equal(url, InboxFilter.Parse(view, search, sort).ToUrl());
}
