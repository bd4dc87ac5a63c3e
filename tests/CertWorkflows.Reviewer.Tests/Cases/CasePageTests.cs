using Bunit;
using CertWorkflows.Reviewer.Cases;

namespace CertWorkflows.Reviewer.Tests.Cases;

public class CasePageTests
{
    [Theory]
    [InlineData("en", "under review", "submitted → under review")]
    [InlineData("zh-Hans", "申请审核中", "已提交 → 申请审核中")]
    public async Task Refund_WhenShown_HasStateAmountRulePictureTaskAndHistory(string culture, string state, string move)
    {
        await using var context = new ReviewerContext(culture);
        context.Api.On("GET /refunds/r1", Recorded.Refund);
        context.Api.On("GET /tasks?state=open&q=r1", Recorded.Page(Recorded.Task("t1")));
        context.Api.On("GET /lifecycles/refund.svg?state=underReview", """<svg id="the-picture"></svg>""");

        var page = Render(context, "refunds", "r1");

        page.WaitForAssertion(() => Assert.Equal(state, page.Test("case-state").TextContent.Trim()));
        Assert.Equal("underReview", page.Test("case-state").GetAttribute("data-state"));
        Assert.Equal("958.12 CNY", page.Test("case-fact-refund").TextContent.Trim());
        Assert.StartsWith("RF-8", page.Test("case-fact-rule").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Contains(move, page.Test("case-history").TextContent, StringComparison.Ordinal);
        Assert.Equal("certificates/c1", page.Test("case-fact-certificateId").QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("instances/i1", page.Test("case-instance").GetAttribute("href"));
        Assert.Equal("tasks/t1", page.Test("case-task").GetAttribute("href"));
        Assert.True(page.Has("case-overdue"));
        Assert.False(page.Has("case-fact-closedAt"));
        page.WaitForElement("#the-picture");
    }

    [Fact]
    public async Task Case_ForCaller_DoesNotAskForTasks()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /me", """{"id":"u1","username":"caller","displayName":"C","roles":["caller"],"groups":[]}""");
        context.Api.On("GET /refunds/r1", Recorded.Refund);

        var page = Render(context, "refunds", "r1");

        page.WaitForElement("[data-testid='case-state']");
        Assert.DoesNotContain(context.Api.Calls, call => call.StartsWith("GET /tasks", StringComparison.Ordinal));
        Assert.False(page.Has("case-error"));
    }

    [Fact]
    public async Task Certificate_WhenShown_SaysWhatIsPermittedAndWhichRuleForbidsTheRest()
    {
        await using var context = new ReviewerContext();
        context.Api.On("GET /certificates/c1", """
            {"id":"c1","orderId":"o1","customerId":"cust-1","product":"p","brand":"DigiCert","validation":"OV","wildcard":false,"kind":"paid","bundled":false,
             "state":"refundPending","domains":["a.example","b.example"],"paidAt":"2021-04-15T10:00:00Z","serviceEndsAt":"2022-04-15T10:00:00Z",
             "company":"Example","years":1,"paid":{"amount":"958.12","currency":"CNY"},"voucher":{"amount":"0.00","currency":"CNY"},
             "actions":[{"name":"apply","permitted":true},{"name":"refund","permitted":false,"rule":"RF-6","code":"illegal-transition"}],
             "history":[{"at":"2021-04-25T10:00:00Z","by":"caller","to":"paid"}],
             "links":{"self":"","refund":"/api/v1/refunds/r1"},"version":2}
            """);

        var page = Render(context, "certificates", "c1");

        page.WaitForAssertion(() => Assert.Equal("true", page.Test("case-action-apply").GetAttribute("data-permitted")));
        Assert.Equal("false", page.Test("case-action-refund").GetAttribute("data-permitted"));
        Assert.Contains("RF-6", page.Test("case-action-refund").TextContent, StringComparison.Ordinal);
        Assert.Equal("a.example, b.example", page.Test("case-fact-domains").TextContent.Trim());
        Assert.Equal("refunds/r1", page.Test("case-fact-refundId").QuerySelector("a")!.GetAttribute("href"));
        Assert.False(page.Has("case-instance"));
    }

    [Fact]
    public async Task Case_ThatIsNotThere_SaysSo()
    {
        await using var context = new ReviewerContext();

        var page = Render(context, "renewals", "nothing");

        page.WaitForAssertion(() => Assert.Equal("not-found", page.Test("case-error").GetAttribute("data-code")));
        Assert.False(page.Has("case-state"));
    }

    private static IRenderedComponent<CasePage> Render(ReviewerContext context, string list, string id)
    {
        context.Navigation.NavigateTo($"{list}/{id}");
        return context.Render<CasePage>(parameters => parameters.Add(page => page.Id, id));
    }
}
