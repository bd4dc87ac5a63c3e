using System.Net;
using System.Text;
using CertWorkflows.Client;
using CertWorkflows.Server.Customers;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Lists as files, and what a customer sees of a request.</summary>
public sealed class CasePageScenarios
{
    private const string Account = "pay-secret@customer.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task List_AsAFile_HasAllPagesOfWhatTheFiltersFind(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.OrderAsync(new OrderItemDto { Product = "geotrust-dv", Years = 1, Domains = 1, Quantity = 100 }, customer: "c-many");
        await desk.OrderAsync(new OrderItemDto { Product = "geotrust-dv", Years = 1, Domains = 1, Quantity = 100 }, customer: "c-many");
        await desk.OrderAsync(new OrderItemDto { Product = "geotrust-dv", Years = 1, Domains = 1, Quantity = 5 }, customer: "c-many");
        await desk.BuyAsync();

        using var answer = await (await desk.BrowserOfAsync("rita")).GetAsync(new Uri("/api/v1/certificates?format=csv&customerId=c-many", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(("attachment", "certificates.csv"), (answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileName));
        var bytes = await answer.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("id,orderId,customerId,product,brand", lines[0], StringComparison.Ordinal);
        Assert.Equal(205, lines.Skip(1).Select(line => line.Split(',')[0]).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(206, lines.Length);
    }

    [Theory]
    [InlineData("refunds?format=xml", 400)]
    [InlineData("refunds?format=csv&limit=5", 400)]
    [InlineData("refunds?format=csv&state=nonsense", 400)]
    [InlineData("refunds?format=csv", 200)]
    [InlineData("packages?format=csv", 200)]
    [InlineData("package-refunds?format=csv", 200)]
    [InlineData("renewals?format=csv", 200)]
    [InlineData("revocations?format=csv", 200)]
    public async Task File_AskedForRightOrWrong_IsAnsweredOrRefused(string path, int status)
    {
        await using var desk = await Desk.OpenAsync(DatabaseKind.Sqlite);
        using var answer = await (await desk.BrowserOfAsync("rita")).GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative), Token);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Rule", "RF-28")]
    public async Task CustomersPage_OfARefund_ShowsWhatACustomerMaySeeAndNothingElse(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var refund = await desk.RefundUnderReviewAsync(account: Account);
        var task = Assert.Single(await Desk.InboxAsync(desk.Rita));
        await desk.Rita.Tasks.AddCommentAsync(task.Id, new AddTaskCommentRequest { Text = "inner-remark" });
        var link = await desk.Rita.CustomerLinks.CreateAsync("refunds", refund.Id);

        var (status, page) = await LookAsync(desk, link.Url, "en");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Your refund", page, StringComparison.Ordinal);
        Assert.Contains("under review", page, StringComparison.Ordinal);
        Assert.Contains(refund.Refund.Amount, page, StringComparison.Ordinal);
        Assert.Contains("••••mple", page, StringComparison.Ordinal);
        Assert.Contains("您的退款", (await LookAsync(desk, link.Url, "zh-CN")).Page, StringComparison.Ordinal);

        await desk.Rita.Tasks.CompleteAsync(
            task.Id,
            new CompleteTaskRequest
            {
                Outcome = "Reject",
                Data = System.Text.Json.JsonDocument.Parse("""{"reason":"why-it-was-refused <b>"}""").RootElement,
                Comment = "inner-remark",
            });
        await desk.SettleAsync();
        (_, page) = await LookAsync(desk, link.Url, "en");

        Assert.Contains("rejected", page, StringComparison.Ordinal);
        Assert.Contains("why-it-was-refused &lt;b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.All(
            ["rita", "caller", "inner-remark", Account, "pay-secret", "RF-8", "it@customer.example", "c-1", refund.InstanceId, refund.Id, refund.CertificateId, "<b>"],
            hidden => Assert.DoesNotContain(hidden, page, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task CustomersLink_ThatIsWrongOrOld_LeadsToOnePage(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var refund = await desk.RefundUnderReviewAsync();
        var link = await desk.Rita.CustomerLinks.CreateAsync("refunds", refund.Id);
        Assert.Equal(HttpStatusCode.OK, (await LookAsync(desk, link.Url, "en")).Status);

        var wrong = await LookAsync(desk, link.Url[..^3] + "AAA", "en");
        var nonsense = await LookAsync(desk, new Uri(new Uri(link.Url), "nonsense").ToString(), "en");
        await desk.AdvanceToAsync(link.ExpiresAt);
        var old = await LookAsync(desk, link.Url, "en");

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound], [wrong.Status, nonsense.Status, old.Status]);
        Assert.Contains("not known or has expired", old.Page, StringComparison.Ordinal);
        Assert.Equal((wrong.Page, wrong.Page), (nonsense.Page, old.Page));
        var none = await Assert.ThrowsAsync<ApiException>(() => desk.Rita.CustomerLinks.CreateAsync("renewals", refund.Id));
        Assert.Equal("not-found", none.Code);
        var admin = await Assert.ThrowsAsync<ApiException>(() => desk.Admin.CustomerLinks.CreateAsync("refunds", refund.Id));
        Assert.Equal(HttpStatusCode.Forbidden, admin.Status);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task CustomersLinks_ThatAreTakenBack_WorkNoMore_AndTheNextOneDoes(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var refund = await desk.RefundUnderReviewAsync();
        var other = await desk.RefundUnderReviewAsync();
        var link = await desk.Rita.CustomerLinks.CreateAsync("refunds", refund.Id);
        var others = await desk.Rita.CustomerLinks.CreateAsync("refunds", other.Id);
        await desk.AdvanceAsync("PT1S");

        await desk.Rita.CustomerLinks.WithdrawAsync("refunds", refund.Id);
        await desk.AdvanceAsync("PT1S");
        var next = await desk.Rita.CustomerLinks.CreateAsync("refunds", refund.Id);

        Assert.Equal(HttpStatusCode.NotFound, (await LookAsync(desk, link.Url, "en")).Status);
        Assert.Equal(HttpStatusCode.OK, (await LookAsync(desk, others.Url, "en")).Status);
        Assert.Equal(HttpStatusCode.OK, (await LookAsync(desk, next.Url, "en")).Status);
        var deeds = await desk.Admin.Administration.ListAuditAsync(new AuditListRequest { Subject = "refund", SubjectId = refund.Id, Actor = "rita" });
        Assert.Equal(["create-customer-link", "withdraw-customer-links", "create-customer-link"], deeds.Items.Select(deed => deed.Action));
        Assert.DoesNotContain(next.Url[^20..], string.Join(' ', deeds.Items.Select(deed => deed.Reason)), StringComparison.Ordinal);
        var none = await Assert.ThrowsAsync<ApiException>(() => desk.Rita.CustomerLinks.WithdrawAsync("renewals", refund.Id));
        Assert.Equal("not-found", none.Code);
    }

    [Fact]
    public async Task CustomersPage_AsSent_HasNoScriptAndIsKeptNowhere()
    {
        await using var desk = await Desk.OpenAsync(DatabaseKind.Sqlite);
        var refund = await desk.RefundUnderReviewAsync();
        var link = await desk.Rita.CustomerLinks.CreateAsync("refunds", refund.Id);

        using var answer = await desk.Anybody().GetAsync(new Uri(link.Url), Token);

        Assert.Equal("no-store", answer.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("noindex, nofollow", answer.Headers.GetValues("X-Robots-Tag").Single());
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("script", await answer.Content.ReadAsStringAsync(Token), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("1234567", "••••")]
    [InlineData("12345678", "••••5678")]
    public void Account_OfACustomer_IsShownByItsEndOnly(string? account, string? shown) => Assert.Equal(shown, CustomerRequestPage.Masked(account));

    [Fact]
    public void EveryState_OfEveryKindThatCustomersFollow_HasItsWords()
    {
        var texts = new System.Resources.ResourceManager("CertWorkflows.Server.Customers.CustomerTexts", typeof(CustomerRequestPage).Assembly);
        foreach (var kind in CustomerLinks.Kinds.Select(kind => kind[..^1]))
        {
            foreach (var language in new[] { "", "zh-Hans" })
            {
                var set = texts.GetResourceSet(System.Globalization.CultureInfo.GetCultureInfo(language), true, false)!;
                Assert.All(Domain.LifecycleGraph.Of(kind)!.States, state => Assert.NotNull(set.GetString($"next.{kind}.{state}")));
                Assert.All(["title", "fact.until"], text => Assert.NotNull(set.GetString($"{text}.{kind}")));
            }
        }
    }

    private static async Task<(HttpStatusCode Status, string Page)> LookAsync(Desk desk, string url, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url));
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var answer = await desk.Anybody().SendAsync(request, Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }
}
