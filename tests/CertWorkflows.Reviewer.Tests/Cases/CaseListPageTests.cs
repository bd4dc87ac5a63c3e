using Bunit;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Cases;
using CertWorkflows.Reviewer.Language;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CertWorkflows.Reviewer.Tests.Cases;

public class CaseListPageTests
{
    private const string Refund =
        """
        {"id":"01980000-0000-7000-8000-0000000000r1","certificateId":"c1","customerId":"cust-1","state":"underReview","outcome":"manual","rule":"RF-8","reason":"slow-review",
         "refund":{"amount":"958.12","currency":"CNY"},"openedAt":"2021-04-25T10:00:00Z","decideBy":"2021-05-19T10:00:00Z","overdue":true}
        """;

    public static TheoryData<string> Kinds => ["certificates", "packages", "refunds", "package-refunds", "renewals", "revocations"];

    [Fact]
    public async Task Refunds_WithFiltersInTheAddress_AreAskedForAndShownWithLinks()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /refunds", Recorded.Page(Refund));

        var page = Render(context, "refunds?state=underReview&overdue=true&customerId=cust-1&openedAfter=2021-04-01");

        page.WaitForElement("[data-testid='case-row']");
        Assert.Contains("GET /refunds?limit=50&customerId=cust-1&state=underReview&openedAfter=2021-03-31T16%3A00%3A00Z&overdue=true", context.Api.Calls);
        var row = page.Test("case-row");
        Assert.Equal(["refunds/01980000-0000-7000-8000-0000000000r1", "certificates/c1"], row.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        Assert.Contains("overdue", row.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("underReview", page.Test("filter-state").GetAttribute("value"));
        Assert.Equal(
            "session/files/refunds?format=csv&state=underReview&overdue=true&customerId=cust-1&openedAfter=2021-03-31T16%3A00%3A00Z",
            page.Test("cases-export").GetAttribute("href"));
    }

    [Fact]
    public async Task Filter_WhenChanged_GoesIntoTheAddressBesideTheOthers()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /refunds", Recorded.Page(Refund));
        var page = Render(context, "refunds?customerId=cust-1");
        page.WaitForElement("[data-testid='case-row']");

        page.Test("filter-state").Change("paid");

        Assert.EndsWith("refunds?customerId=cust-1&state=paid", context.Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("GET /refunds?limit=50&customerId=cust-1&state=paid", context.Api.Calls));

        context.Api.On("GET /packages", Recorded.Page());
        context.Navigation.NavigateTo("packages");
        page.WaitForElement("[data-testid='cases-empty']");
    }

    [Fact]
    public async Task More_WhenAsked_ShowsTheNextPageBehindTheFirst()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /refunds", $$"""{"items":[{{Refund}}],"nextCursor":"next"}""");
        context.Api.On("GET /refunds?limit=50&cursor=next", Recorded.Page(Refund.Replace("00r1", "00r2", StringComparison.Ordinal)));
        var page = Render(context, "refunds");
        page.WaitForElement("[data-testid='cases-more']");

        page.Test("cases-more").Click();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid='case-row']").Count));
        Assert.False(page.Has("cases-more"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task List_ThatIsEmptyOrRefused_SaysSo(string list)
    {
        await using var context = new ReviewerContext("zh-Hans");
        context.Api.On($"GET /{list}", Recorded.Page());
        var page = Render(context, list);
        page.WaitForElement("[data-testid='cases-empty']");

        context.Api.Refuse($"GET /{list}", new ProblemDto { Status = 403, Code = "forbidden" });
        var refused = Render(context, $"{list}?state=rejected&customerId=x");
        refused.WaitForAssertion(() => Assert.Equal("forbidden", refused.Test("cases-error").GetAttribute("data-code")));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Kind_HasTextsForItsStatesAndFilters(string list)
    {
        await using var context = new ReviewerContext("zh-Hans");
        var texts = context.Services.GetRequiredService<IStringLocalizer<Texts>>();
        var kind = CaseKind.OfAddress(list);

        Assert.All(kind.States, state => Assert.False(texts[$"{kind.StateTexts}.{state}"].ResourceNotFound, state));
        Assert.All(kind.Filters, filter => Assert.False(texts[$"Case.Filter.{filter}"].ResourceNotFound, filter));
    }

    private static IRenderedComponent<CaseListPage> Render(ReviewerContext context, string address)
    {
        context.Navigation.NavigateTo(address);
        return context.Render<CaseListPage>();
    }
}
