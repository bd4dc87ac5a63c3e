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
    [InlineData("alipay,bank")]
    [InlineData("alipay, balance")]
    [InlineData("Alipay")]
    [InlineData(" alipay")]
    public async Task Order_WithNameThatIsNotExactlyOne_IsRefused(string channel)
    {
        var body = Bodies.Order().Replace("\"alipay\"", $"\"{channel}\"", StringComparison.Ordinal);
        var answer = (await (await host.AsAsync("caller")).SubmitAsync("orders", body)).IsProblem(400, "invalid-request");
        Assert.Contains("alipay, bank, balance", answer.Body!["errors"]!["payment.channel"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refund_WithTwoReasons_IsRefusedAndStoresNothing()
    {
        var caller = await host.AsAsync("caller");
        var paid = await caller.SubmitAsync("orders", Bodies.Order("c-reasons", paidAt: "2026-02-20T02:00:00Z"));
        var certificate = paid.Body!["certificates"]![0]!["id"]!.GetValue<string>();
        (await caller.SubmitAsync("refunds", $$"""{"certificateId":"{{certificate}}","reason":"not-needed, other","comment":"x"}"""))
            .IsProblem(400, "invalid-request");
        Assert.Empty((await caller.ReadAsync($"refunds?certificateId={certificate}")).Body!["items"]!.AsArray());
    }

    [Theory]
    [InlineData("caller", "orders", """{"items":[null]}""", "items")]
    [InlineData("admin", "users", """{"username":"n1","password":"long-enough","roles":[],"groups":[null]}""", "groups")]
    [InlineData("reviewer", "tasks/complete", """{"ids":[null],"outcome":"Approve"}""", "ids")]
    [InlineData("reviewer", "tasks/assign", """{"ids":[null],"to":"reviewer"}""", "ids")]
    [InlineData("reviewer", "tasks/assign", """{"ids":[],"to":null}""", "ids")]
    [InlineData("caller", "certificates/00000000-0000-0000-0000-000000000001/application", """{"domains":["a.example.com",null]}""", "domains")]
    public async Task List_WithNull_IsRefusedByItsPath(string user, string path, string body, string member)
    {
        var answer = (await (await host.AsAsync(user)).SubmitAsync(path, body)).IsProblem(400, "invalid-request");
        Assert.NotNull(answer.Body!["errors"]![member]);
    }

    [Theory]
    [InlineData("""{"input":{"A":1,"a":2}}""", "input.a")]
    [InlineData("""{"correlationId":"long"}""", "correlationId")]
    [InlineData("""{"businessKey":"long"}""", "businessKey")]
    public async Task Start_WithNameOrKeyThatCannotBe_IsRefusedByItsPath(string body, string path)
    {
        var operators = await host.AsAsync("operator");
        var answer = await operators.SubmitAsync(
            "workflows/refund-review/instances", body.Replace("long", new string('k', 256), StringComparison.Ordinal));
        Assert.NotNull(answer.IsProblem(400, "invalid-request").Body!["errors"]![path]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("utf-16")]
    public async Task Body_InAnotherEncoding_IsRefused(string charset)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Bodies.Order()));
        content.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");
        var response = await (await host.AsAsync("caller")).PostAsync(
            new Uri("/api/v1/orders", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal((415, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("company", "Example Ltd", "Example\\r\\nBcc: b@example.com")]
    [InlineData("payment.account", "\"account\":\"it@example.com", "\"account\":\"it\\n@example.com")]
    [InlineData("mobile", "\"email\"", "\"mobile\":\"call me\",\"email\"")]
    [InlineData("items[0].certificate", "\"product\"", "\"certificate\":\"x\",\"product\"")]
    public async Task Order_WithValueThatCannotBe_IsRefusedByItsPath(string path, string right, string wrong)
    {
        var body = Bodies.Order().Replace(right, wrong, StringComparison.Ordinal);
        var answer = (await (await host.AsAsync("caller")).SubmitAsync("orders", body)).IsProblem(400, "invalid-request");
        Assert.NotNull(answer.Body!["errors"]![path]);
    }

    [Theory]
    [InlineData("company", 201)]
    [InlineData("csr", 65_537)]
    public async Task Application_WithTextWithoutEnd_IsRefused(string member, int length)
    {
        var body = $$"""{"domains":["a.example.com"],"{{member}}":"{{new string('c', length)}}"}""";
        var caller = await host.AsAsync("caller");
        var answer = await caller.SubmitAsync("certificates/00000000-0000-0000-0000-000000000001/application", body);
        Assert.NotNull(answer.IsProblem(400, "invalid-request").Body!["errors"]![member]);
    }

    [Fact]
    public async Task Refunds_OfTheEmptyCertificateId_AreNone()
    {
        var caller = await host.AsAsync("caller");
        var paid = await caller.SubmitAsync("orders", Bodies.Order("c-empty", paidAt: "2026-02-20T02:00:00Z"));
        var body = $$"""{"certificateId":"{{paid.Body!["certificates"]![0]!["id"]}}","reason":"not-needed"}""";
        Assert.Equal(201, (await caller.SubmitAsync("refunds", body)).Status);
        Assert.Empty((await caller.ReadAsync($"refunds?certificateId={Guid.Empty}")).Body!["items"]!.AsArray());
    }

    [Fact]
    public async Task Decision_WithCommentWithoutEnd_IsRefused()
    {
        var body = $$"""{"outcome":"Approve","comment":"{{new string('c', 4_001)}}"}""";
        var reviewer = await host.AsAsync("reviewer");
        var answer = await reviewer.SubmitAsync("tasks/00000000-0000-0000-0000-000000000001/complete", body);
        Assert.NotNull(answer.IsProblem(400, "invalid-request").Body!["errors"]!["comment"]);
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
