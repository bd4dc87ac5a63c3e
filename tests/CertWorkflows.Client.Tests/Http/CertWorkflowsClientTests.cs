using System.Net;
using CertWorkflows.Client.Tests.Json;

namespace CertWorkflows.Client.Tests.Http;

public class CertWorkflowsClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_WithIdempotencyKey_SendsBodyAndKey()
    {
        var server = ScriptedServer.Json(Sample.Text("refund"), HttpStatusCode.Created);

        var refund = await server.CreateSut().Refunds.CreateAsync(
            new CreateRefundRequest { CertificateId = "c1", Reason = RefundReason.SlowReview }, "key-1", Token);

        Assert.Equal(RefundState.UnderReview, refund.State);
        var call = Assert.Single(server.Calls);
        Assert.Equal(("POST", "/root/api/v1/refunds"), (call.Method, call.Path));
        Assert.Equal("key-1", call.Headers["Idempotency-Key"]);
        Assert.Contains("\"reason\":\"slow-review\"", call.Body!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Act_WithExpectedVersion_SendsIfMatch()
    {
        var server = ScriptedServer.Json(Sample.Text("task"));

        await server.CreateSut().Tasks.ClaimAsync("t1", 7, Token);

        Assert.Equal("\"7\"", Assert.Single(server.Calls).Headers["If-Match"]);
    }

    [Fact]
    public async Task Get_WithWait_AsksForTheState()
    {
        var server = ScriptedServer.Json(Sample.Text("refund"));

        await server.CreateSut().Refunds.GetAsync("r1", new CaseWait(TimeSpan.FromSeconds(30), "closed"), Token);

        Assert.Equal("/root/api/v1/refunds/r1?wait=30s&until=closed", Assert.Single(server.Calls).Path);
    }

    [Fact]
    public async Task List_WithFilters_EscapesAndNamesThem()
    {
        var server = ScriptedServer.Json("""{"items":[],"nextCursor":null}""");

        await server.CreateSut().Tasks.ListAsync(
            new TaskListRequest
            {
                State = HumanTaskState.Open,
                Assignee = "me",
                Overdue = true,
                DueToday = true,
                Q = "a b&c",
                Sort = TaskSort.Priority,
                Limit = 20,
                Cursor = "x/y=",
            },
            Token);

        Assert.Equal(
            "/root/api/v1/tasks?limit=20&cursor=x%2Fy%3D&state=open&assignee=me&overdue=true&due=today&q=a%20b%26c&sort=priority",
            Assert.Single(server.Calls).Path);
    }

    [Fact]
    public async Task List_WithInstantAndEnumFilters_WritesThemAsBodiesDo()
    {
        var server = ScriptedServer.Json("""{"items":[]}""");
        var client = server.CreateSut();

        await client.Refunds.ListAsync(
            new RefundListRequest
            {
                State = RefundState.ExpiredBeforeDecision,
                OpenedAfter = new DateTimeOffset(2021, 4, 25, 18, 0, 0, TimeSpan.FromHours(8)),
            },
            Token);
        await client.Certificates.ListAsync(new CertificateListRequest { ExpiringWithinDays = 30 }, Token);

        Assert.Equal(
            ["/root/api/v1/refunds?state=expiredBeforeDecision&openedAfter=2021-04-25T10%3A00%3A00Z",
                "/root/api/v1/certificates?expiringWithin=30d"],
            server.Calls.Select(call => call.Path));
    }

    [Fact]
    public async Task Path_WithOddId_StaysOneSegment()
    {
        var server = ScriptedServer.Json(Sample.Text("task"));

        await server.CreateSut().Tasks.GetAsync("../users?x", Token);

        Assert.Equal("/root/api/v1/tasks/..%2Fusers%3Fx", Assert.Single(server.Calls).Path);
    }

    [Fact]
    public async Task Delete_AnsweredWithoutContent_Succeeds()
    {
        var server = new ScriptedServer(_ => new HttpResponseMessage(HttpStatusCode.NoContent));

        await server.CreateSut().Administration.DeleteApiKeyAsync("k1", Token);

        Assert.Equal(("DELETE", "/root/api/v1/api-keys/k1"), (server.Calls[0].Method, server.Calls[0].Path));
    }

    [Fact]
    public async Task Call_WhenCancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ScriptedServer.Json("{}").CreateSut().Catalogue.GetAsync(cancelled.Token));
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("ApiKey")]
    public async Task Credential_WhenSet_IsOnEachRequest(string scheme)
    {
        var server = ScriptedServer.Json(Sample.Text("task"));
        var handler = scheme == "Bearer" ? CredentialHandler.Bearer("secret") : CredentialHandler.ApiKey("secret");
        handler.InnerHandler = server;
        using var http = new HttpClient(handler) { BaseAddress = new Uri("https://api.example/") };

        await new CertWorkflowsClient(http).Tasks.GetAsync("t1", Token);

        Assert.Equal($"{scheme} secret", Assert.Single(server.Calls).Headers["Authorization"]);
    }
}
