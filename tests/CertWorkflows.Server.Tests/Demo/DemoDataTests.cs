using CertWorkflows.Server.Tests.Api;

namespace CertWorkflows.Server.Tests.Demo;

/// <summary>What a newcomer finds.</summary>
public sealed class DemoDataTests
{
    [Fact]
    public async Task Demo_InANewDatabase_HasCasesInEveryStateAndOpenTasks()
    {
        await using var host = await ApiHost.StartAsync(("Demo:Data", "true"));
        var caller = await host.AsAsync("caller");
        Assert.Equal(
            ["paid", "paid", "paid", "paid", "paid", "refundPending", "refundPending", "refundPending", "refundPending", "refunded", "underReview", "underReview"],
            await StatesAsync(caller, "certificates"));
        Assert.Equal(["paid", "underReview", "underReview", "underReview", "underReview"], await StatesAsync(caller, "refunds"));
        Assert.Equal(["active", "refundPending"], await StatesAsync(caller, "packages"));
        Assert.Equal(["underReview"], await StatesAsync(caller, "package-refunds"));
        Assert.Equal(6, (await ItemsAsync(caller, "certificates")).Select(c => c["customerId"]!.GetValue<string>()).Distinct().Count());

        var reviewer = await host.AsAsync("reviewer");
        var tasks = await ItemsAsync(reviewer, "tasks?state=open");
        Assert.Equal(["customer-care", "refunds", "refunds", "refunds", "refunds", "refunds"], tasks.Select(t => t["group"]!.GetValue<string>()).Order());

        var large = Assert.Single((await ItemsAsync(caller, "refunds")), r => r["refund"]!["amount"]!.GetValue<string>() == "7200.00");
        Assert.Equal("underReview", large["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Demo_AfterARestart_IsNotMadeAgain()
    {
        await using var host = await ApiHost.StartAsync(("Demo:Data", "true"));
        await using var again = await host.AnotherAsync();
        Assert.Equal(12, (await ItemsAsync(await again.AsAsync("caller"), "certificates")).Count);
    }

    [Fact]
    public async Task Demo_InADatabaseThatIsInUse_StaysAway()
    {
        await using var host = await ApiHost.StartAsync();
        await (await host.AsAsync("caller")).SubmitAsync("orders", Bodies.Order());
        await using var again = await host.AnotherAsync(("Demo:Data", "true"));
        Assert.Single(await ItemsAsync(await again.AsAsync("caller"), "certificates"));
    }

    private static async Task<List<string>> StatesAsync(HttpClient client, string path) =>
        [.. (await ItemsAsync(client, path)).Select(item => item["state"]!.GetValue<string>()).Order(StringComparer.Ordinal)];

    private static async Task<IReadOnlyList<System.Text.Json.Nodes.JsonNode>> ItemsAsync(HttpClient client, string path) =>
        [.. (await client.ReadAsync(path)).Body!["items"]!.AsArray().Select(item => item!)];
}
