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

    private static string Package(string bundled, string refund = "none") => $$"""
        {"ticketAt":"2026-03-04T02:00:00Z","paidAt":"2026-03-02T02:00:00Z","expiresAt":"2027-03-02T02:00:00Z","inUse":false,"bundled":{{bundled}},
         "at":"2026-03-05T02:00:00Z","refund":"{{refund}}","paid":{"amount":"958.12","currency":"CNY"},"voucher":{"amount":"0.00","currency":"CNY"} }
        """;
}
