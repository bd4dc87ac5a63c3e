using System.Globalization;
using CertWorkflows.Server.Tests.Api;

namespace CertWorkflows.Server.Tests.Authentication;

public sealed class UserTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task User_Created_CanLogInAndChangeThePassword()
    {
        var admin = await host.AsAsync("admin");
        var created = await admin.SubmitAsync(
            "users", """{"username":"Mei.Li","password":"first-password","roles":["reviewer"],"groups":["refunds"]}""", ("Idempotency-Key", "mei"));
        Assert.Equal((201, "mei.li"), (created.Status, created.Body!["username"]!.GetValue<string>()));
        Assert.Null(created.Body["password"]);
        var token = (await host.LogInAsync("MEI.LI", "first-password")).Body!["accessToken"]!.GetValue<string>();
        var mei = host.WithToken(token);
        var path = $"users/{created.Body["id"]!.GetValue<string>()}/password";
        (await mei.SubmitAsync(path, """{"newPassword":"second-password"}""")).IsProblem(403, "wrong-password");
        Assert.Equal(204, (await mei.SubmitAsync(path, """{"newPassword":"second-password","currentPassword":"first-password"}""")).Status);
        (await mei.ReadAsync("me")).IsProblem(401, "unauthenticated");
        Assert.Equal(200, (await host.LogInAsync("mei.li", "second-password")).Status);
    }

    [Theory]
    [InlineData("""{"username":"caller","password":"long-enough","roles":["caller"]}""", 409, "username-taken")]
    [InlineData("""{"username":"a b","password":"long-enough","roles":[]}""", 400, "invalid-request")]
    [InlineData("""{"username":"short","password":"1234567","roles":[]}""", 400, "invalid-request")]
    [InlineData("""{"username":"boss","password":"long-enough","roles":["boss"]}""", 400, "invalid-request")]
    [InlineData("""{"username":"grouped","password":"long-enough","roles":[],"groups":["Refunds!"]}""", 400, "invalid-request")]
    public async Task User_ThatCannotBe_IsRefused(string body, int status, string code) =>
        (await (await host.AsAsync("admin")).SubmitAsync("users", body)).IsProblem(status, code);

    [Fact]
    public async Task User_NamedAsAnActorOfTheAuditTrail_IsRefused()
    {
        var admin = await host.AsAsync("admin");
        Assert.Equal(201, (await admin.SubmitAsync("api-keys", """{"name":"web-shop","roles":["caller"]}""")).Status);
        (await admin.SubmitAsync("users", """{"username":"web-shop","password":"long-enough","roles":[]}""")).IsProblem(409, "username-taken");
        (await admin.SubmitAsync("users", """{"username":"system","password":"long-enough","roles":[]}""")).IsProblem(409, "username-taken");
        (await admin.SubmitAsync("api-keys", """{"name":"System","roles":["caller"]}""")).IsProblem(409, "name-taken");
    }

    [Fact]
    public async Task User_Changed_KeepsANameToShowAndIsNotRemovedByAStaleReader()
    {
        var admin = await host.AsAsync("admin");
        var made = await admin.SubmitAsync("users", """{"username":"shown","displayName":"Shown","password":"long-enough","roles":[]}""");
        var path = $"users/{made.Body!["id"]!.GetValue<string>()}";
        (await admin.SendAsync(HttpMethod.Patch, path, $$"""{"displayName":"{{new string('n', 201)}}"}""")).IsProblem(400, "invalid-request");
        var blank = await admin.SendAsync(HttpMethod.Patch, path, """{"displayName":"  "}""");
        Assert.Equal("shown", blank.Body!["displayName"]!.GetValue<string>());
        (await admin.SendAsync(HttpMethod.Delete, path, null, ("If-Match", made.Response.Headers.ETag!.ToString()))).IsProblem(412, "stale");
        Assert.Equal(204, (await admin.SendAsync(HttpMethod.Delete, path, null)).Status);
    }

    [Fact]
    public async Task LastAdmin_CannotBeRemoved()
    {
        var admin = await host.AsAsync("admin");
        var me = (await admin.ReadAsync("me")).Body!["id"]!.GetValue<string>();
        (await admin.SendAsync(HttpMethod.Delete, $"users/{me}", null)).IsProblem(409, "last-admin");
        (await admin.SendAsync(HttpMethod.Patch, $"users/{me}", """{"disabled":true}""")).IsProblem(409, "last-admin");
    }

    [Fact]
    public async Task ApiKey_WhileInForce_IsACallerOfItsOwn()
    {
        var admin = await host.AsAsync("admin");
        var made = await admin.SubmitAsync("api-keys", """{"name":"billing","roles":["caller"]}""");
        Assert.Equal(201, made.Status);
        var billing = host.Anonymous();
        billing.DefaultRequestHeaders.Add("Authorization", $"ApiKey {made.Body!["key"]!.GetValue<string>()}");
        Assert.Equal("billing", (await billing.ReadAsync("me")).Body!["username"]!.GetValue<string>());
        (await billing.ReadAsync("users")).IsProblem(403, "forbidden");
        (await admin.SubmitAsync("api-keys", """{"name":"billing","roles":["caller"]}""")).IsProblem(409, "name-taken");
        (await admin.SubmitAsync("api-keys", """{"name":"caller","roles":["caller"]}""")).IsProblem(409, "name-taken");
        (await admin.SubmitAsync("api-keys", """{"name":"grouped","roles":["caller"],"groups":["refunds"]}""")).IsProblem(400, "invalid-request");

        var used = (await admin.ReadAsync("api-keys")).Body!["items"]!.AsArray().Single(key => key!["name"]!.GetValue<string>() == "billing")!["lastUsedAt"];
        Assert.Equal(host.AccessTime.GetUtcNow(), DateTimeOffset.Parse(used!.GetValue<string>(), CultureInfo.InvariantCulture));
        var listed = (await admin.ReadAsync("api-keys")).Body!.ToJsonString();
        Assert.DoesNotContain(made.Body["key"]!.GetValue<string>(), listed, StringComparison.Ordinal);
        Assert.Equal(204, (await admin.SendAsync(HttpMethod.Delete, $"api-keys/{made.Body["id"]!.GetValue<string>()}", null)).Status);
        (await billing.ReadAsync("me")).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task ApiKey_ThatIsNone_IsRefused()
    {
        var client = host.Anonymous();
        client.DefaultRequestHeaders.Add("Authorization", "ApiKey cwk_made-up");
        (await client.ReadAsync("me")).IsProblem(401, "unauthenticated");
    }
}
