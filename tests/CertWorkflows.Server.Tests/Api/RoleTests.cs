namespace CertWorkflows.Server.Tests.Api;

public sealed class RoleTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("reviewer", "POST", "orders")]
    [InlineData("analyst", "POST", "refunds")]
    [InlineData("reviewer", "POST", "revocations")]
    [InlineData("operator", "POST", "revocations/01890000-0000-7000-8000-000000000000/force")]
    [InlineData("reviewer", "POST", "revocations/01890000-0000-7000-8000-000000000000/mails")]
    [InlineData("reviewer", "POST", "packages/01890000-0000-7000-8000-000000000000/domains")]
    [InlineData("reviewer", "POST", "packages/01890000-0000-7000-8000-000000000000/renewals")]
    [InlineData("operator", "POST", "packages/01890000-0000-7000-8000-000000000000/upgrades")]
    [InlineData("reviewer", "DELETE", "packages/01890000-0000-7000-8000-000000000000")]
    [InlineData("reviewer", "POST", "package-refunds")]
    [InlineData("analyst", "POST", "package-refunds/01890000-0000-7000-8000-000000000000/cancel")]
    [InlineData("caller", "GET", "tasks")]
    [InlineData("caller", "GET", "users")]
    [InlineData("operator", "GET", "api-keys")]
    [InlineData("reviewer", "GET", "deadlines")]
    [InlineData("reviewer", "GET", "effects")]
    [InlineData("analyst", "GET", "connectors")]
    [InlineData("caller", "POST", "clock/advance")]
    [InlineData("reviewer", "POST", "events/x")]
    [InlineData("reviewer", "GET", "run-tasks")]
    [InlineData("analyst", "POST", "run-tasks/01890000-0000-7000-8000-000000000000/complete")]
    [InlineData("admin", "GET", "certificates")]
    [InlineData("caller", "POST", "instances/01890000-0000-7000-8000-000000000000/cancel")]
    [InlineData("caller", "POST", "instances/01890000-0000-7000-8000-000000000000/cancel-activity")]
    [InlineData("reviewer", "POST", "instances/01890000-0000-7000-8000-000000000000/schedule-activity")]
    [InlineData("analyst", "POST", "instances/01890000-0000-7000-8000-000000000000/set-variable")]
    [InlineData("caller", "GET", "instances/01890000-0000-7000-8000-000000000000/variables")]
    public async Task Call_WithoutTheRole_IsForbidden(string user, string method, string path)
    {
        var answer = await (await host.AsAsync(user)).SendAsync(new HttpMethod(method), path, method == "POST" ? "{}" : null);
        answer.IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task Me_WithPassword_NamesRolesAndGroups()
    {
        var me = (await (await host.AsAsync("reviewer")).ReadAsync("me")).Body!;
        Assert.Equal("reviewer", me["username"]!.GetValue<string>());
        Assert.Equal(["reviewer"], me["roles"]!.AsArray().Select(r => r!.GetValue<string>()));
        Assert.Equal(["certificates", "customer-care", "refunds"], me["groups"]!.AsArray().Select(g => g!.GetValue<string>()));
    }
}
