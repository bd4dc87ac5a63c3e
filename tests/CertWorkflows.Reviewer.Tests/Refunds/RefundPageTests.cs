using Bunit;
using CertWorkflows.Reviewer.Refunds;

namespace CertWorkflows.Reviewer.Tests.Refunds;

public class RefundPageTests
{
    [Theory]
    [InlineData("en", "under review", "submitted → under review")]
    [InlineData("zh-Hans", "申请审核中", "已提交 → 申请审核中")]
    public async Task Refund_WhenShown_HasStateAmountRuleAndHistory(string culture, string state, string move)
    {
        await using var context = new ReviewerContext(culture);
        context.Api.On("GET /refunds/r1", Recorded.Refund);

        var page = context.Render<RefundPage>(parameters => parameters.Add(page => page.Id, "r1"));

        page.WaitForAssertion(() => Assert.Equal(state, page.Test("refund-state").TextContent.Trim()));
        Assert.Equal("underReview", page.Test("refund-state").GetAttribute("data-state"));
        Assert.Equal("958.12 CNY", page.Test("refund-amount").TextContent);
        Assert.StartsWith("RF-8", page.Test("refund-rule").TextContent, StringComparison.Ordinal);
        Assert.Contains(move, page.Test("refund-history").TextContent, StringComparison.Ordinal);
    }
}
