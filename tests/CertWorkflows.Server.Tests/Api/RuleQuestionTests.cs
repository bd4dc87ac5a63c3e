namespace CertWorkflows.Server.Tests.Api;

/// <summary>Pure questions: the rules over HTTP.</summary>
public sealed class RuleQuestionTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("2026-03-07T23:59:59+08:00", "automatic", "RF-7")]
    [InlineData("2026-03-08T00:00:00+08:00", "manual", "RF-8")]
    [InlineData("2027-02-20T00:00:00+08:00", "refused", "RF-5")]
    [InlineData("2027-03-02T10:00:00+08:00", "refused", "RF-4")]
    [Trait("Rule", "RF-7")]
    public async Task Assessment_AtTheEdges_FollowsTheTable(string at, string outcome, string rule)
    {
        var answer = await (await host.AsAsync("reviewer")).SubmitAsync("refund-assessments", Bodies.Assessment(at));
        Assert.Equal((200, outcome, rule), (answer.Status, answer.Body!["outcome"]!.GetValue<string>(), answer.Body["rule"]!.GetValue<string>()));
        Assert.Equal(outcome == "refused" ? null : "480.00", answer.Body["refund"]?["amount"]?.GetValue<string>());
        Assert.Equal(outcome == "manual", answer.Body["decideBy"] is not null);
    }

    [Fact]
    public async Task Assessment_OfARevocationWithoutIssue_IsRefusedAsInvalid() =>
        (await (await host.AsAsync("caller")).SubmitAsync(
            "refund-assessments", Bodies.Assessment(more: ""","revokedAt":"2026-03-03T00:00:00Z" """))).IsProblem(400, "invalid-facts");

    [Theory]
    [InlineData("""{"issuedAt":"2026-03-03T00:00:00Z"}""", "waiting", "PK-6", "waiting")]
    [InlineData("""{"issuedAt":"2026-03-03T00:00:00Z","revokedAt":"2026-03-04T00:00:00Z"}""", "eligible", "PK-6", "eligible")]
    [InlineData("{}", "eligible", "PK-5", "eligible")]
    [InlineData("null", "eligible", "PK-4", "eligible")]
    [Trait("Rule", "PK-4")]
    [Trait("Rule", "PK-6")]
    public async Task PackageAssessment_OfEachKindOfBundle_FollowsTheRules(string bundled, string outcome, string rule, string code)
    {
        var answer = await (await host.AsAsync("reviewer")).SubmitAsync("package-refund-assessments", Package(bundled));
        Assert.Equal(
            (200, outcome, rule, code),
            (answer.Status, answer.Body!["outcome"]!.GetValue<string>(), answer.Body["rule"]!.GetValue<string>(), answer.Body["code"]!.GetValue<string>()));
        Assert.Equal("958.12", answer.Body["refund"]!["amount"]!.GetValue<string>());
        Assert.Equal(outcome == "eligible" ? "2026-03-12T02:00:00Z" : null, answer.Body["payBy"]?.GetValue<string>());
        Assert.Equal(outcome == "waiting" ? ["revocation"] : [], answer.Body["waitingFor"]!.AsArray().Select(w => w!.GetValue<string>()));
    }

    [Fact]
    public async Task PackageAssessment_OfWhatIsRefusedOrCannotBe_SaysWhy()
    {
        var caller = await host.AsAsync("caller");
        var refused = await caller.SubmitAsync("package-refund-assessments", Package("null", refund: "inProgress"));
        Assert.Equal(("refused", "refund-in-progress"), (refused.Body!["outcome"]!.GetValue<string>(), refused.Body["code"]!.GetValue<string>()));
        Assert.True(refused.Body["rule"] is null && refused.Body["refund"] is null);
        (await caller.SubmitAsync("package-refund-assessments", Package("""{"revokedAt":"2026-03-04T00:00:00Z"}"""))).IsProblem(400, "invalid-facts");
        Assert.Equal(400, (await caller.SubmitAsync("package-refund-assessments", Package("null", refund: "perhaps"))).Status);
    }

    [Theory]
    [InlineData("2021-04-30T10:00:00%2B08:00", 1, "2021-05-06T02:00:00Z", 5)]
    [InlineData("2021-04-25T10:00:00Z", 0, "2021-04-25T10:00:00Z", 0)]
    [InlineData("2026-03-06T10:00:00%2B08:00", 1, "2026-03-09T02:00:00Z", 2)]
    [Trait("Rule", "T-3")]
    public async Task BusinessDays_OverHolidays_AreCountedAndTold(string from, int add, string at, int skipped)
    {
        var answer = await (await host.AsAsync("caller")).ReadAsync($"business-calendar?from={from}&add={add}");
        Assert.Equal((200, at), (answer.Status, answer.Body!["at"]!.GetValue<string>()));
        Assert.Equal(skipped, answer.Body["skipped"]!.AsArray().Count);
        Assert.True(answer.Body["complete"]!.GetValue<bool>());
    }

    [Fact]
    public async Task BusinessDays_PastTheKnownYears_SayThatTheyAreIncomplete()
    {
        var answer = await (await host.AsAsync("caller")).ReadAsync("business-calendar?from=2040-01-02T00:00:00Z&add=15");
        Assert.False(answer.Body!["complete"]!.GetValue<bool>());
    }

    [Fact]
    [Trait("Rule", "BL-2")]
    public async Task Catalogue_AsShipped_HasThePricesOfThePriceList()
    {
        var products = (await (await host.AsAsync("caller")).ReadAsync("catalogue")).Body!["products"]!.AsArray();
        var prices = products.Where(p => p!["id"]!.GetValue<string>() == "one-click-https").Select(p => p!["price"]!["amount"]!.GetValue<string>());
        Assert.Equal(["958.12", "2874.37", "9581.25"], prices);
        Assert.Contains(products, p => p!["id"]!.GetValue<string>() == "digicert-dv-wildcard" && p["validation"]!.GetValue<string>() == "DV");
    }

    [Theory]
    [InlineData("2021-04-25T10:00:00+08:00", "renewal", "RN-3", "carried", 6, "2022-05-01T02:00:00Z", false)]
    [InlineData("2021-01-30T23:59:59+08:00", "newPurchase", "RN-1", "too-early", 0, "2022-01-30T15:59:59Z", true)]
    [InlineData("2021-05-08T10:00:00+08:00", "renewal", "RN-12", "expired-renewal", 0, "2022-05-08T02:00:00Z", false)]
    [InlineData("2021-05-09T00:00:00+08:00", "newPurchase", "RN-12", "released", 0, "2022-05-08T16:00:00Z", true)]
    [Trait("Rule", "RN-3")]
    public async Task RenewalQuote_AtTheEdges_FollowsTheRules(
        string at, string kind, string rule, string code, int carried, string expiresAt, bool refused)
    {
        var answer = await (await host.AsAsync("reviewer")).SubmitAsync("renewal-quotes", Bodies.RenewalQuote(at));
        Assert.Equal(200, answer.Status);
        Assert.Equal(
            (kind, rule, code, carried, expiresAt, refused),
            (Text("kind"), Text("rule"), Text("code"), answer.Body!["carriedDays"]!.GetValue<int>(), Text("expiresAt"), answer.Body["refused"]!.GetValue<bool>()));
        Assert.Contains("3 to 10 business days", Text("advice"), StringComparison.Ordinal);

        string Text(string name) => answer.Body![name]!.GetValue<string>();
    }

    [Fact]
    [Trait("Rule", "RN-4")]
    public async Task RenewalQuote_OfAnotherBrand_NamesTheField()
    {
        var answer = await (await host.AsAsync("caller")).SubmitAsync("renewal-quotes", Bodies.RenewalQuote(newBrand: "CFCA"));
        Assert.Equal(("mismatch", "brand"), (answer.Body!["code"]!.GetValue<string>(), answer.Body["mismatch"]!.AsArray().Single()!.GetValue<string>()));
    }

    [Theory]
    [InlineData("DigiCert", 31, 200)]
    [InlineData("DigiCert", 32, 400)]
    [InlineData("GlobalSign", 1, 400)]
    [InlineData("GeoTrust", -1, 400)]
    [Trait("Rule", "RN-7")]
    public async Task RenewalQuote_WithGiftDays_HonoursOnlyWhatTheBrandGives(string brand, int days, int status)
    {
        var answer = await (await host.AsAsync("caller")).SubmitAsync(
            "renewal-quotes", Bodies.RenewalQuote(brand: brand, newBrand: brand, more: $",\"bonusDays\":{days}"));
        Assert.Equal(status, answer.Status);
        if (status == 400)
        {
            Assert.Contains("RN-7", answer.IsProblem(400, "invalid-facts").Body!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task RenewalQuote_WithImpossibleValues_NamesEachByItsPath()
    {
        var body = Bodies.RenewalQuote(brand: " ").Replace("\"domains\":2", "\"domains\":0", StringComparison.Ordinal)
            .Replace("\"product\":\"paid\"}", "\"product\":\"freeDv\"}", StringComparison.Ordinal);
        var answer = (await (await host.AsAsync("caller")).SubmitAsync("renewal-quotes", body)).IsProblem(400, "invalid-request");
        Assert.Equal(["old.brand", "old.domains", "new.domains", "new.product"], answer.Body!["errors"]!.AsObject().Select(e => e.Key));
    }

    [Theory]
    [InlineData(""" "termYears":1 """, """ "termYears":0 """, "invalid-facts")]
    [InlineData(""" "termYears":1 """, """ "termYears":11 """, "invalid-facts")]
    [InlineData("2021-05-01T12:00:00+08:00", "9990-05-01T12:00:00Z", "invalid-request")]
    [InlineData("2021-04-25T10:00:00+08:00", "9990-05-01T12:00:00Z", "invalid-request")]
    public async Task RenewalQuote_OfFarNumbers_IsRefused(string from, string to, string code)
    {
        var body = Bodies.RenewalQuote().Replace(from.Trim(), to.Trim(), StringComparison.Ordinal);
        (await (await host.AsAsync("caller")).SubmitAsync("renewal-quotes", body)).IsProblem(400, code);
    }

    [Fact]
    [Trait("Rule", "BL-1")]
    public async Task Quote_OfCertificates_GoesByBrandKindDomainsWildcardAndYears()
    {
        var quote = await QuoteAsync(
            """{"product":"geotrust-ov","domains":3,"years":2},{"product":"geotrust-ov-wildcard"},{"product":"digicert-free-dv"}""");
        Assert.Equal(["10600.00", "7900.00", "0.00"], quote["lines"]!.AsArray().Select(l => Amount(l!["price"])));
        Assert.Equal("18500.00", Amount(quote["total"]));
    }

    [Theory]
    [InlineData("basic", null, "958.12", "certificate-not-included")]
    [InlineData("professional", "01890a5d-ac96-774b-bcce-b302099a8057", "2874.37", "certificate-not-included")]
    [InlineData("enterprise", "geotrust-dv-wildcard", "10861.25", null)]
    [InlineData("basic", "digicert-dv-wildcard", "2458.12", null)]
    [Trait("Rule", "BL-2")]
    public async Task Quote_OfPackages_HasTheCertificateInALineOfItsOwn(string edition, string? certificate, string total, string? warning)
    {
        var option = certificate is null ? "" : $",\"certificate\":\"{certificate}\"";
        var quote = await QuoteAsync($"{{\"product\":\"one-click-https\",\"edition\":\"{edition}\"{option}}}");
        Assert.Equal(total, Amount(quote["total"]));
        Assert.Equal(warning is null ? 2 : 1, quote["lines"]!.AsArray().Count);
        Assert.Equal(warning, quote["lines"]![0]!["warnings"]!.AsArray().SingleOrDefault()?.GetValue<string>());
    }

    [Theory]
    [InlineData(40, "2720.00")]
    [InlineData(100, "6800.00")]
    [Trait("Rule", "BL-3")]
    public async Task Quote_OfExtensionLots_Costs68AUse(int uses, string total)
    {
        var quote = await QuoteAsync($"{{\"product\":\"extension-service\",\"quantity\":{uses}}}");
        Assert.Equal((total, "68.00"), (Amount(quote["total"]), Amount(quote["lines"]![0]!["unitPrice"])));
    }

    [Fact]
    [Trait("Rule", "BL-4")]
    public async Task Quote_OfHosting_Costs270ACertificateWhichIsNotIncluded()
    {
        var quote = await QuoteAsync("""{"product":"hosting-service","quantity":2}""");
        Assert.Equal("540.00", Amount(quote["total"]));
        Assert.Equal("certificate-not-included", quote["lines"]![0]!["warnings"]!.AsArray().Single()!.GetValue<string>());
    }

    [Fact]
    [Trait("Rule", "BL-5")]
    public async Task Quote_WithAVoucher_SaysWhatIsLeftToPay()
    {
        var quote = await QuoteAsync("""{"product":"geotrust-dv"}""", ""","voucher":{"amount":"80.00","currency":"CNY"}""");
        Assert.Equal(("480.00", "80.00", "400.00"), (Amount(quote["total"]), Amount(quote["voucher"]), Amount(quote["paid"])));
    }

    [Theory]
    [InlineData("""{"product":"nothing"}""", 422, "unknown-product", null)]
    [InlineData("""{"product":"geotrust-dv","years":7}""", 422, "unknown-product", null)]
    [InlineData("""{"product":"one-click-https","edition":"basic","years":2}""", 422, "one-year-only", "BL-2")]
    [InlineData("""{"product":"one-click-https","edition":"basic","certificate":"geotrust-ov-wildcard"}""", 422, "not-a-package-certificate", "BL-2")]
    [InlineData("""{"product":"extension-service","quantity":41}""", 422, "unknown-product", null)]
    [InlineData("""{"product":"geotrust-dv","quantity":0}""", 400, "invalid-request", "items[0].quantity")]
    [InlineData("""{"product":"geotrust-dv","edition":"basic"}""", 400, "invalid-request", "items[0].edition")]
    [InlineData("""{"product":"geotrust-dv","certificate":"x"}""", 400, "invalid-request", "items[0].certificate")]
    [InlineData("""{"product":"one-click-https"}""", 400, "invalid-request", "items[0].edition")]
    [InlineData("""{"product":"one-click-https","edition":"Basic"}""", 400, "invalid-request", "items[0].edition")]
    [InlineData("""{"product":"extension-service"}""", 400, "invalid-request", "items[0].quantity")]
    [InlineData("""{"product":"extension-service","quantity":40,"years":1}""", 400, "invalid-request", "items[0].years")]
    [InlineData("""{"product":"hosting-service","certificate":"mine"}""", 400, "invalid-request", "items[0].certificate")]
    [InlineData("", 400, "invalid-request", "items")]
    public async Task Quote_OfWhatIsNotSold_IsRefusedByPathOrRule(string items, int status, string code, string? what)
    {
        var answer = (await (await host.AsAsync("caller")).SubmitAsync("quotes", $"{{\"items\":[{items}]}}")).IsProblem(status, code);
        Assert.Equal(what, status == 400 ? Assert.Single(answer.Body!["errors"]!.AsObject()).Key : answer.Body!["rule"]?.GetValue<string>());
    }

    private async Task<System.Text.Json.Nodes.JsonNode> QuoteAsync(string items, string more = "")
    {
        var answer = await (await host.AsAsync("caller")).SubmitAsync("quotes", $"{{\"items\":[{items}]{more}}}");
        Assert.Equal(200, answer.Status);
        return answer.Body!;
    }

    private static string Amount(System.Text.Json.Nodes.JsonNode? money) => money!["amount"]!.GetValue<string>();

    private static string Package(string bundled, string refund = "none") => $$"""
        {"ticketAt":"2026-03-04T02:00:00Z","paidAt":"2026-03-02T02:00:00Z","expiresAt":"2027-03-02T02:00:00Z","inUse":false,"bundled":{{bundled}},
         "at":"2026-03-05T02:00:00Z","refund":"{{refund}}","paid":{"amount":"958.12","currency":"CNY"},"voucher":{"amount":"0.00","currency":"CNY"} }
        """;
}
