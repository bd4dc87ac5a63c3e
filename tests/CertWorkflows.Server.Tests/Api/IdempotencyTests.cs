namespace CertWorkflows.Server.Tests.Api;

public sealed class IdempotencyTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Order_Repeated_GetsTheFirstAnswerAndBuysOnce()
    {
        var caller = await host.AsAsync("caller");
        var first = await caller.SubmitAsync("orders", Bodies.Order("c-once"), ("Idempotency-Key", "once"));
        var again = await caller.SubmitAsync("orders", Bodies.Order("c-once"), ("Idempotency-Key", "once"));
        Assert.Equal((201, 201), (first.Status, again.Status));
        Assert.False(first.Response.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", again.Response.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(first.Body!.ToJsonString(), again.Body!.ToJsonString());
        Assert.Equal(first.Response.Headers.Location, again.Response.Headers.Location);
        Assert.Single((await caller.ReadAsync("certificates?customerId=c-once")).Body!["items"]!.AsArray());
    }

    [Fact]
    public async Task Key_WithAnotherBody_IsRefused()
    {
        var caller = await host.AsAsync("caller");
        await caller.SubmitAsync("orders", Bodies.Order("c-a"), ("Idempotency-Key", "reused"));
        (await caller.SubmitAsync("orders", Bodies.Order("c-b"), ("Idempotency-Key", "reused"))).IsProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task Key_OfAnotherCaller_IsAnotherKey()
    {
        var admin = await host.AsAsync("admin");
        var made = await admin.SubmitAsync("api-keys", """{"name":"shop","roles":["caller"]}""");
        var shop = host.Anonymous();
        shop.DefaultRequestHeaders.Add("Authorization", $"ApiKey {made.Body!["key"]!.GetValue<string>()}");
        var caller = await host.AsAsync("caller");
        var mine = await caller.SubmitAsync("orders", Bodies.Order("c-scope"), ("Idempotency-Key", "scoped"));
        var theirs = await shop.SubmitAsync("orders", Bodies.Order("c-scope"), ("Idempotency-Key", "scoped"));
        Assert.NotEqual(mine.Body!["id"]!.GetValue<string>(), theirs.Body!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Order_SentManyTimesAtOnce_BuysOnce()
    {
        var caller = await host.AsAsync("caller");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            caller.SubmitAsync("orders", Bodies.Order("c-race"), ("Idempotency-Key", "race"))));
        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body!["id"]!.GetValue<string>()).Distinct());
        Assert.Single((await caller.ReadAsync("certificates?customerId=c-race")).Body!["items"]!.AsArray());
    }

    [Fact]
    public async Task Refund_SentManyTimesAtOnce_IsOneRefundAndOneAnswer()
    {
        var caller = await host.AsAsync("caller");
        var paid = await caller.SubmitAsync("orders", Bodies.Order("c-refund-race", paidAt: "2026-02-20T02:00:00Z"));
        var body = $$"""{"certificateId":"{{paid.Body!["certificates"]![0]!["id"]}}","reason":"not-needed"}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => caller.SubmitAsync("refunds", body, ("Idempotency-Key", "refund-race"))));
        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body!["id"]!.GetValue<string>()).Distinct());
        Assert.All(answers, answer => Assert.NotNull(answer.Response.Headers.ETag));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("k", 256)]
    public async Task Key_ThatCannotBe_IsRefused(string letter, int times) =>
        (await (await host.AsAsync("caller")).SubmitAsync("orders", Bodies.Order(), ("Idempotency-Key", string.Concat(Enumerable.Repeat(letter, times))))).IsProblem(400, "invalid-idempotency-key");

    [Fact]
    public async Task RefusedRequest_Repeated_IsAskedAgain()
    {
        var caller = await host.AsAsync("caller");
        (await caller.SubmitAsync("orders", Bodies.Order(product: "nothing"), ("Idempotency-Key", "refused"))).IsProblem(422, "unknown-product");
        var again = (await caller.SubmitAsync("orders", Bodies.Order(product: "nothing"), ("Idempotency-Key", "refused"))).IsProblem(422, "unknown-product");
        Assert.False(again.Response.Headers.Contains("Idempotency-Replayed"));
    }
}
