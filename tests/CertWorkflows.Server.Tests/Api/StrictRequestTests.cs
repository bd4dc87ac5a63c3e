using System.Text;

namespace CertWorkflows.Server.Tests.Api;

/// <summary>Bad input is refused as such: never a 500, nothing stored.</summary>
public sealed class StrictRequestTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData(""", "x": 1""", "x")]
    [InlineData(""", "items":[{"product":"geotrust-dv","colour":"red"}]""", "items[0].colour")]
    public async Task Order_WithUnknownMember_IsRefusedByItsPath(string more, string path)
    {
        var body = Bodies.Order(more: more).Replace("\"items\":[{\"product\":\"geotrust-dv\"}], \"items\"", "\"items\"", StringComparison.Ordinal);
        var answer = (await (await host.AsAsync("caller")).SubmitAsync("orders", body)).IsProblem(400, "unknown-member");
        Assert.NotNull(answer.Body!["errors"]![path]);
    }

    [Theory]
    [InlineData("""{"customerId":1}""", "customerId")]
    [InlineData("""{"customerId":null}""", "customerId")]
    [InlineData("""{"customerId":"c","customerId":"d"}""", "customerId")]
    [InlineData("""{"customerId":"c"}""", "company")]
    [InlineData("""{"items":[{"product":"geotrust-dv","years":"1"}]}""", "items[0].years")]
    [InlineData("""{"items":[{"product":"geotrust-dv","years":1.5}]}""", "items[0].years")]
    [InlineData("""{"payment":{"channel":"cash","account":"a"}}""", "payment.channel")]
    [InlineData("""{"payment":{"channel":0,"account":"a"}}""", "payment.channel")]
    [InlineData("{", "body")]
    [InlineData("[]", "body")]
    [InlineData("null", "body")]
    [InlineData("", "body")]
    public async Task Order_WithWrongTypeOrForm_IsRefusedByItsPath(string body, string path)
    {
        var answer = (await (await host.AsAsync("caller")).SubmitAsync("orders", body)).IsProblem(400, "invalid-request");
        Assert.NotNull(answer.Body!["errors"]![path]);
        Assert.DoesNotContain("CertWorkflows.", answer.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", answer.Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"company":"a\u0000b"}""", "company")]
    [InlineData("""{"company":"a\ud800b"}""", "company")]
    [InlineData("""{"items":[{"product":"geotrust\u0007"}]}""", "items[0].product")]
    public async Task Order_WithCharacterThatNoDatabaseKeeps_IsRefusedByItsPath(string body, string path)
    {
        var answer = (await (await host.AsAsync("caller")).SubmitAsync("orders", body)).IsProblem(400, "invalid-request");
        Assert.NotNull(answer.Body!["errors"]![path]);
    }

    [Theory]
    [InlineData("""{"input":{"a":["x\u0000"]}}""")]
    [InlineData("""{"input":{"a\u0000":1}}""")]
    [InlineData("""{"input":{"a":"\udc00"}}""")]
    public async Task Start_WithSuchACharacterInsideItsInput_IsRefused(string body) =>
        (await (await host.AsAsync("caller")).SubmitAsync("workflows/refund-review/instances", body)).IsProblem(400, "invalid-request");

    [Fact]
    public async Task Query_WithSuchACharacter_IsRefused()
    {
        var answer = (await (await host.AsAsync("reviewer")).ReadAsync("tasks?group=a%00b")).IsProblem(400, "invalid-request");
        Assert.NotNull(answer.Body!["errors"]!["group"]);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a@")]
    [InlineData("Somebody <a@example.com>")]
    [InlineData("a@example.com\r\nBcc: b@example.com")]
    public async Task Order_WithAddressThatIsNone_IsRefused(string email)
    {
        var body = Bodies.Order().Replace("it@example.com", System.Text.Json.JsonEncodedText.Encode(email).ToString(), StringComparison.Ordinal);
        var answer = (await (await host.AsAsync("caller")).SubmitAsync("orders", body)).IsProblem(400, "invalid-request");
        Assert.NotNull(answer.Body!["errors"]!["email"]);
    }

    [Theory]
    [InlineData("2026-03-10T10:00:00")]
    [InlineData("2026-03-10")]
    [InlineData("2026-03-10 10:00:00Z")]
    [InlineData("2026-02-30T10:00:00Z")]
    [InlineData("2026-03-10T25:00:00Z")]
    [InlineData("2026-03-10T10:00:60Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("2026-03-10T10:00:00+25:00")]
    [InlineData("10 March 2026")]
    public async Task Assessment_WithInstantThatIsNone_IsRefused(string at)
    {
        var answer = (await (await host.AsAsync("caller")).SubmitAsync("refund-assessments", Bodies.Assessment(at)))
            .IsProblem(400, "invalid-request");
        Assert.NotNull(answer.Body!["errors"]!["at"]);
    }

    [Theory]
    [InlineData("1e3")]
    [InlineData("-1.00")]
    [InlineData("1.001")]
    [InlineData("1,000.00")]
    [InlineData("79228162514264337593543950336")]
    public async Task Assessment_WithAmountThatIsNone_IsRefused(string amount)
    {
        var body = Bodies.Assessment().Replace("480.00", amount, StringComparison.Ordinal);
        (await (await host.AsAsync("caller")).SubmitAsync("refund-assessments", body)).IsProblem(400, "invalid-request");
    }

    [Fact]
    public async Task Body_DeeperThanAllowed_IsRefused()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 40)) + "1" + new string('}', 40);
        (await (await host.AsAsync("operator")).SubmitAsync("events/x", $$"""{"payload":{{deep}}}""")).IsProblem(400, "invalid-request");
    }

    [Fact]
    public async Task Body_LargerThanAllowed_IsRefused()
    {
        var body = Bodies.Order(more: $$""","mobile":"{{new string('1', 1_100_000)}}" """);
        (await (await host.AsAsync("caller")).SubmitAsync("orders", body)).IsProblem(413, "body-too-large");
        (await (await host.AsAsync("caller")).SubmitAsync("orders", body, ("Idempotency-Key", "large"))).IsProblem(413, "body-too-large");
    }

    [Fact]
    public async Task Body_ThatIsNotJson_IsRefused()
    {
        var client = await host.AsAsync("caller");
        var response = await client.PostAsync(
            new Uri("/api/v1/orders", UriKind.Relative), new StringContent("a=b", Encoding.UTF8, "text/plain"), TestContext.Current.CancellationToken);
        Assert.Equal(415, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("certificates?limit=0", "invalid-request")]
    [InlineData("certificates?limit=201", "invalid-request")]
    [InlineData("certificates?limit=ten", "invalid-request")]
    [InlineData("certificates?state=lost", "invalid-request")]
    [InlineData("certificates?state=99", "invalid-request")]
    [InlineData("certificates?expiringWithin=soon", "invalid-request")]
    [InlineData("certificates?cursor=abc", "invalid-cursor")]
    [InlineData("certificates?cursor=", "invalid-cursor")]
    [InlineData("certificates?cursor=%00%ff", "invalid-request")]
    [InlineData("refunds?openedAfter=yesterday", "invalid-request")]
    [InlineData("refunds?overdue=maybe", "invalid-request")]
    [InlineData("business-calendar?add=1", "invalid-request")]
    [InlineData("business-calendar?from=2021-04-25T10:00:00Z&add=x", "invalid-request")]
    [InlineData("business-calendar?from=2021-04-25&add=1", "invalid-request")]
    [InlineData("business-calendar?from=2021-04-25T10:00:00Z&add=-1", "date-out-of-range")]
    [InlineData("business-calendar?from=2021-04-25T10:00:00Z&add=100000000", "date-out-of-range")]
    public async Task Query_WithValueThatIsNone_IsRefused(string path, string code) =>
        (await (await host.AsAsync("caller")).ReadAsync(path)).IsProblem(400, code);

    [Fact]
    public async Task Cursor_OfAnotherList_IsRefused()
    {
        var admin = await host.AsAsync("admin");
        var cursor = (await admin.ReadAsync("users?limit=1")).Body!["nextCursor"]!.GetValue<string>();
        Assert.Equal(200, (await admin.ReadAsync($"users?limit=1&cursor={cursor}")).Status);
        (await admin.ReadAsync($"api-keys?cursor={cursor}")).IsProblem(400, "invalid-cursor");
    }
}
