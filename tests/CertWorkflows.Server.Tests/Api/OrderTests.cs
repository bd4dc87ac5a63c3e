namespace CertWorkflows.Server.Tests.Api;

public sealed class OrderTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    [Trait("Rule", "RF-20")]
    public async Task Order_WithVoucher_SpreadsItOverTheCertificatesToTheFen()
    {
        var caller = await host.AsAsync("caller");
        var body = Bodies.Order("c-voucher", more: ""","voucher":{"amount":"100.00","currency":"CNY"}""", item: ""","quantity":3,"years":1""");
        var order = await caller.SubmitAsync("orders", body);
        Assert.Equal(201, order.Status);
        Assert.Equal("1440.00", order.Body!["total"]!["amount"]!.GetValue<string>());
        Assert.Equal("1340.00", order.Body["paid"]!["amount"]!.GetValue<string>());
        var ids = order.Body["certificates"]!.AsArray().Select(c => c!["id"]!.GetValue<string>()).ToList();
        Assert.Equal(3, ids.Count);
        var parts = new List<decimal>();
        foreach (var id in ids)
        {
            var certificate = (await caller.ReadAsync($"certificates/{id}")).Body!;
            var (cash, voucher) = (Amount(certificate["paid"]!), Amount(certificate["voucher"]!));
            Assert.Equal(480m, cash + voucher);
            parts.Add(voucher);
        }

        Assert.Equal(100m, parts.Sum());
    }

    [Fact]
    [Trait("Rule", "BL-3")]
    [Trait("Rule", "BL-4")]
    public async Task Order_OfServices_AnswersTheLotAndTheHostingItBought()
    {
        var caller = await host.AsAsync("caller");
        var lots = await caller.SubmitAsync("orders", Bodies.Order("c-services", "extension-service", item: ""","quantity":40"""));
        var lot = Assert.Single(lots.Body!["creditLots"]!.AsArray())!;
        Assert.Equal((40, 0, 40), (lot["bought"]!.GetValue<int>(), lot["spent"]!.GetValue<int>(), lot["left"]!.GetValue<int>()));
        Assert.Equal(2720m, Amount(lot["paid"]!));

        var hosted = await caller.SubmitAsync("orders", Bodies.Order(
            "c-services", "hosting-service", ""","voucher":{"amount":"40.00","currency":"CNY"}""", ""","quantity":2"""));
        Assert.Equal([250m, 250m], hosted.Body!["hostings"]!.AsArray().Select(h => Amount(h!["paid"]!)));
        Assert.All(hosted.Body["hostings"]!.AsArray(), h => Assert.Equal("bought", h!["state"]!.GetValue<string>()));
        Assert.Null(hosted.Body["lines"]![0]!["years"]);
        Assert.Equal(2, (await caller.ReadAsync("hostings?customerId=c-services&state=bought")).Body!["items"]!.AsArray().Count);
        Assert.Equal(40, (await caller.ReadAsync("credits?customerId=c-services")).Body!["left"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("nothing", "", "", 422, "unknown-product")]
    [InlineData("one-click-https", "", "", 400, "invalid-request")]
    [InlineData("one-click-https", ""","edition":"huge" """, "", 400, "invalid-request")]
    [InlineData("geotrust-dv", ""","certificate":"geotrust-dv" """, "", 400, "invalid-request")]
    [InlineData("geotrust-dv", ""","years":7""", "", 422, "unknown-product")]
    [InlineData("geotrust-dv", ""","years":0""", "", 400, "invalid-request")]
    [InlineData("geotrust-dv", ""","quantity":100000""", "", 400, "invalid-request")]
    [InlineData("extension-service", ""","quantity":41""", "", 422, "unknown-product")]
    [InlineData("hosting-service", ""","years":1""", "", 400, "invalid-request")]
    [InlineData("hosting-service", ""","quantity":2,"certificate":"0199aaaa-0000-7000-8000-000000000001" """, "", 400, "invalid-request")]
    [InlineData("hosting-service", ""","certificate":"0199aaaa-0000-7000-8000-000000000001" """, "", 400, "invalid-request")]
    [InlineData("geotrust-dv", "", ""","voucher":{"amount":"480.01","currency":"CNY"}""", 422, "voucher-exceeds-total")]
    [InlineData("geotrust-dv", "", ""","voucher":{"amount":"1.00","currency":"EUR"}""", 400, "invalid-request")]
    public async Task Order_ThatCannotBe_IsRefusedAndStoresNothing(string product, string item, string more, int status, string code)
    {
        var caller = await host.AsAsync("caller");
        (await caller.SubmitAsync("orders", Bodies.Order("c-nothing", product, more, item))).IsProblem(status, code);
        Assert.Empty((await caller.ReadAsync("certificates?customerId=c-nothing")).Body!["items"]!.AsArray());
    }

    [Fact]
    [Trait("Rule", "BL-7")]
    public async Task Order_PaidEarlier_CountsFromThePayment()
    {
        var caller = await host.AsAsync("caller");
        var order = await caller.SubmitAsync("orders", Bodies.Order("c-earlier", paidAt: "2026-02-20T10:00:00+08:00"));
        Assert.Equal(201, order.Status);
        Assert.Equal("2026-02-20T02:00:00Z", order.Body!["paidAt"]!.GetValue<string>());
        var certificate = await caller.ReadAsync($"certificates/{order.Body["certificates"]![0]!["id"]!.GetValue<string>()}");
        Assert.Equal("2026-02-20T02:00:00Z", certificate.Body!["paidAt"]!.GetValue<string>());
        Assert.Equal("2027-02-20T02:00:00Z", certificate.Body["serviceEndsAt"]!.GetValue<string>());
    }

    [Theory]
    [Trait("Rule", "BL-7")]
    [InlineData("2199-01-01T00:00:00Z")]
    [InlineData("1999-12-31T23:59:59Z")]
    [InlineData("2026-02-20")]
    [InlineData("yesterday")]
    public async Task Order_PaidWhenItCannotHaveBeen_IsRefusedByPath(string paidAt)
    {
        var caller = await host.AsAsync("caller");
        var answer = (await caller.SubmitAsync("orders", Bodies.Order("c-never", paidAt: paidAt))).IsProblem(400, "invalid-request");
        Assert.Equal("payment.paidAt", Assert.Single(answer.Body!["errors"]!.AsObject()).Key);
        Assert.Empty((await caller.ReadAsync("certificates?customerId=c-never")).Body!["items"]!.AsArray());
    }

    [Fact]
    public async Task Certificates_PagedTwoByTwo_AppearOnceEachNewestFirst()
    {
        var caller = await host.AsAsync("caller");
        var order = await caller.SubmitAsync("orders", Bodies.Order("c-paged", item: ""","quantity":5"""));
        var bought = order.Body!["certificates"]!.AsArray().Select(c => c!["id"]!.GetValue<string>());
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await caller.ReadAsync($"certificates?customerId=c-paged&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}")).Body!;
            seen.AddRange(page["items"]!.AsArray().Select(c => c!["id"]!.GetValue<string>()));
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        Assert.Equal(bought.Order(StringComparer.Ordinal).Reverse(), seen);
    }

    [Theory]
    [InlineData("state=paid", 1)]
    [InlineData("state=issued", 0)]
    [InlineData("brand=GeoTrust", 1)]
    [InlineData("brand=CFCA", 0)]
    [InlineData("q=Example", 1)]
    [InlineData("q=Nobody", 0)]
    [InlineData("expiringWithin=30d", 0)]
    public async Task Certificates_Filtered_AreThoseThatFit(string filter, int count)
    {
        var customer = $"c-{filter.Replace("=", "-", StringComparison.Ordinal)}";
        var caller = await host.AsAsync("caller");
        await caller.SubmitAsync("orders", Bodies.Order(customer));
        var items = (await caller.ReadAsync($"certificates?customerId={customer}&{filter}")).Body!["items"]!.AsArray();
        Assert.Equal(count, items.Count);
    }

    [Fact]
    [Trait("Rule", "RF-27")]
    public async Task Certificate_JustBought_SaysWhatCanBeDone()
    {
        var caller = await host.AsAsync("caller");
        var id = (await caller.SubmitAsync("orders", Bodies.Order("c-actions"))).Body!["certificates"]![0]!["id"]!.GetValue<string>();
        var certificate = await caller.ReadAsync($"certificates/{id}");
        Assert.Equal("\"1\"", certificate.Response.Headers.ETag!.Tag);
        Assert.Equal(["buy"], certificate.Body!["history"]!.AsArray().Select(h => h!["trigger"]!.GetValue<string>()));
        Assert.Equal((true, null), Action(certificate, "apply"));
        Assert.Equal((false, "illegal-transition"), Action(certificate, "withdraw"));
        Assert.Equal((true, null), Action(certificate, "refund"));
        var unissued = (await caller.ReadAsync($"certificates/{id}/pem")).IsProblem(409, "not-issued");
        Assert.Equal("paid", unissued.Body!["state"]!.GetValue<string>());

        var reviewers = await (await host.AsAsync("reviewer")).ReadAsync($"certificates/{id}");
        Assert.Equal((false, "forbidden"), Action(reviewers, "refund"));
    }

    [Fact]
    [Trait("Rule", "BL-5")]
    public async Task Order_WithoutACompletedPayment_IsRefusedSoThatNothingIsOwed()
    {
        var caller = await host.AsAsync("caller");
        var unpaid = Bodies.Order("c-unpaid").Replace(
            "\"payment\":{\"channel\":\"alipay\",\"account\":\"it@example.com\"},", "", StringComparison.Ordinal);
        (await caller.SubmitAsync("orders", unpaid)).IsProblem(400, "invalid-request");
        Assert.Empty((await caller.ReadAsync("certificates?customerId=c-unpaid")).Body!["items"]!.AsArray());

        var paid = (await caller.SubmitAsync("orders", Bodies.Order("c-paid"))).Body!;
        Assert.Equal(Amount(paid["total"]!), Amount(paid["paid"]!) + Amount(paid["voucher"]!));
    }

    [Fact]
    [Trait("Rule", "BL-7")]
    public async Task Certificate_WithoutAnApplication_IsShownAsSuch()
    {
        var caller = await host.AsAsync("caller");
        var bought = (await caller.SubmitAsync("orders", Bodies.Order("c-idle"))).Body!["certificates"]![0]!;
        Assert.True(bought["applicationMissing"]!.GetValue<bool>());
        var applied = await caller.SubmitAsync($"certificates/{bought["id"]!.GetValue<string>()}/application", """{"domains":["example.com"]}""");
        Assert.Equal(201, applied.Status);
        Assert.False(applied.Body!["applicationMissing"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("co.uk", "public suffix")]
    [InlineData("*.example.com", "wildcard product")]
    [InlineData("10.0.0.1", "BL-6")]
    [InlineData("例子", "not a domain name")]
    [Trait("Rule", "BL-6")]
    public async Task Application_ForANameThatCannotBeCertified_IsRefusedWithTheReason(string name, string reason)
    {
        var caller = await host.AsAsync("caller");
        var id = (await caller.SubmitAsync("orders", Bodies.Order("c-names"))).Body!["certificates"]![0]!["id"]!.GetValue<string>();
        var answer = (await caller.SubmitAsync($"certificates/{id}/application", $"{{\"domains\":[\"{name}\"]}}")).IsProblem(400, "invalid-application");
        Assert.Contains(reason, answer.Body!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("paid", (await caller.ReadAsync($"certificates/{id}")).Body!["state"]!.GetValue<string>());
    }

    [Fact]
    [Trait("Rule", "BL-6")]
    public async Task Application_ForAPublicAddress_IsTakenWithTheWarning()
    {
        var caller = await host.AsAsync("caller");
        var id = (await caller.SubmitAsync("orders", Bodies.Order("c-address"))).Body!["certificates"]![0]!["id"]!.GetValue<string>();
        var answer = await caller.SubmitAsync($"certificates/{id}/application", """{"domains":["8.8.8.8"]}""");
        Assert.Equal("ip-address-needs-ie11", answer.Body!["application"]!["warnings"]!.AsArray().Single()!.GetValue<string>());
    }

    private static decimal Amount(System.Text.Json.Nodes.JsonNode money) =>
        decimal.Parse(money["amount"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);

    private static (bool, string?) Action(Answer certificate, string name)
    {
        var action = certificate.Body!["actions"]!.AsArray().Single(a => a!["name"]!.GetValue<string>() == name)!;
        return (action["permitted"]!.GetValue<bool>(), action["code"]?.GetValue<string>());
    }
}
