using CertWorkflows.Server.Tests.Api;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Tests.Demo;

/// <summary>What would be dangerous is refused before anybody uses it.</summary>
public sealed class RefusedStartTests
{
    [Fact]
    public async Task Production_WithAVirtualClock_DoesNotStart()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(
            ("Environment", "Production"), ("Links:PublicAddress", "https://certificates.example"), ("Clock:Mode", "Virtual"), ("Demo:Seed", "false")));
        Assert.Contains("Clock__Mode=Virtual is refused in Production", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("http://certificates.example", "'http://certificates.example'")]
    [InlineData("certificates.example", "'certificates.example'")]
    [InlineData("https://certificates.example/?q=1", "'https://certificates.example/?q=1'")]
    public async Task Production_WhereLinksWouldLeadNowhere_DoesNotStart(string? address, string found)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(
            ("Environment", "Production"), ("Clock:Mode", "System"), ("Demo:Seed", "false"), ("Links:PublicAddress", address)));
        Assert.Contains("Links__PublicAddress", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(found, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_WithDemoUsersThatOtherMachinesReach_DoesNotStart()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => ApiHost.StartAsync(
            ("Environment", "Production"), ("Links:PublicAddress", "https://certificates.example"), ("Clock:Mode", "System"), ("Listen", "everywhere")));
        Assert.Contains("Demo__Seed=true is refused in Production", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_ThatOtherMachinesReach_DoesNotStartWithDemoUsersOfBefore()
    {
        await using var local = await ApiHost.StartAsync();
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => local.AnotherAsync(
            ("Listen", "everywhere"), ("Demo:Seed", "false")));
        Assert.Contains("reviewer2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Development_ThatOtherMachinesReach_HasNoDemoUsers()
    {
        await using var open = await ApiHost.StartAsync(("Listen", "everywhere"));
        (await open.LogInAsync("reviewer", "demo-reviewer")).IsProblem(401, "invalid-credentials");
        Assert.Equal(200, (await open.LogInAsync("admin", ApiHost.AdminPassword)).Status);
    }
}
