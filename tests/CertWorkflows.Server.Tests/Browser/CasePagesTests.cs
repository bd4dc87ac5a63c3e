using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>Lists and pages of certificates and cases in Chromium, against the real server.</summary>
public sealed class CasePagesTests(ReviewerSite site) : BrowserTests, IClassFixture<ReviewerSite>
{
    private const int PhoneWidth = 390;

    [Fact]
    public async Task Refund_FoundByItsFilters_LeadsToItsCertificateAndBackToItsTask()
    {
        var (refund, task) = await site.RefundUnderReviewAsync();
        var rita = await KeepAsync(site.VisitAsync());
        await rita.LogInAsync("rita", "refunds");
        await rita.Find("filter-state").SelectOptionAsync("underReview");
        await rita.ExpectAddressAsync("/refunds?state=underReview");
        await rita.Find("filter-certificateId").FillAsync(refund.CertificateId);
        await rita.Find("filter-certificateId").PressAsync("Enter");
        await rita.ExpectAddressAsync($"refunds?state=underReview&certificateId={refund.CertificateId}");
        await rita.Expect("case-row").ToHaveCountAsync(1);
        await rita.Page.ReloadAsync();
        await rita.Expect("filter-state").ToHaveValueAsync("underReview");
        await rita.Expect("case-row").ToHaveCountAsync(1);

        var download = await rita.Page.RunAndWaitForDownloadAsync(() => rita.Find("cases-export").ClickAsync());
        Assert.Equal("refunds.csv", download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith(refund.Id, lines[1], StringComparison.Ordinal);

        await rita.Find("case-row").GetByRole(AriaRole.Link).First.ClickAsync();
        await rita.Expect("case-state").ToHaveAttributeAsync("data-state", "underReview");
        await Assertions.Expect(rita.Page.GetByRole(AriaRole.Img, new() { Name = "Refund: now under review" })).ToBeVisibleAsync();
        await rita.Find("case-fact-certificateId").GetByRole(AriaRole.Link).ClickAsync();
        await rita.Expect("case-state").ToHaveAttributeAsync("data-state", "refundPending");
        await rita.Expect("case-action-refund").ToHaveAttributeAsync("data-permitted", "false");
        await rita.Find("case-fact-refundId").GetByRole(AriaRole.Link).ClickAsync();
        await rita.Find("case-task").ClickAsync();
        await rita.Expect("task-title").ToBeVisibleAsync();
        Assert.EndsWith(task.Id, rita.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CustomersLink_OfACase_OpensForWhoIsNotLoggedIn()
    {
        var (refund, _) = await site.RefundUnderReviewAsync();
        var rita = await KeepAsync(site.VisitAsync());
        await rita.LogInAsync("rita", $"refunds/{refund.Id}");
        await rita.Find("customer-link").ClickAsync();
        var url = await rita.Find("customer-link-url").InputValueAsync();

        var customer = await KeepAsync(site.VisitAsync(width: PhoneWidth, language: "zh-CN"));
        await customer.Page.GotoAsync(url);

        await Assertions.Expect(customer.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("您的退款");
        Assert.Equal(0, await customer.OverflowAsync());
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Lists_OnAPhone_DoNotScrollSideways(string language)
    {
        var (refund, _) = await site.RefundUnderReviewAsync();
        var caller = await KeepAsync(site.VisitAsync(width: PhoneWidth, language: language));
        await caller.LogInAsync("caller", "certificates");
        foreach (var list in (string[])["certificates", "packages", "refunds", "package-refunds", "renewals", "revocations"])
        {
            await caller.Page.GotoAsync(list);
            await Assertions.Expect(caller.Find("case-row").First.Or(caller.Find("cases-empty"))).ToBeVisibleAsync();
            Assert.Equal(0, await caller.OverflowAsync());
        }

        await caller.Page.GotoAsync($"certificates/{refund.CertificateId}");
        await caller.Expect("state-picture").ToBeVisibleAsync();
        Assert.Equal(0, await caller.OverflowAsync());
    }

    [Fact]
    public async Task List_ForWhoMayNotSeeIt_SaysSo()
    {
        var admin = await KeepAsync(site.VisitAsync());
        await admin.LogInAsync("admin", "refunds", password: "admin-of-the-test-desk");
        await admin.Expect("cases-error").ToHaveAttributeAsync("data-code", "forbidden");
    }
}
