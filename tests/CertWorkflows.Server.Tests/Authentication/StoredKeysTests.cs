using CertWorkflows.Server.Tests.Api;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Server.Tests.Authentication;

public sealed class StoredKeysTests
{
    private const string Purpose = "CertWorkflows.Reviewer.Session.v1";

    [Fact]
    public async Task Cookie_OfOneHost_IsReadByAnotherOnTheSameDatabase()
    {
        await using var first = await ApiHost.StartAsync();
        var cookie = ProtectorOf(first).Protect("logged in");
        await using var second = await first.AnotherAsync();
        Assert.Equal("logged in", ProtectorOf(second).Unprotect(cookie));
        Assert.Equal("logged in too", ProtectorOf(first).Unprotect(ProtectorOf(second).Protect("logged in too")));
    }

    [Fact]
    public async Task Cookie_OfAnotherDatabase_IsNotRead()
    {
        await using var first = await ApiHost.StartAsync();
        await using var stranger = await ApiHost.StartAsync(("Bootstrap:AdminPassword", ApiHost.AdminPassword)); // an empty database, with keys of its own
        var cookie = ProtectorOf(first).Protect("logged in");
        Assert.Throws<System.Security.Cryptography.CryptographicException>(() => ProtectorOf(stranger).Unprotect(cookie));
    }

    private static IDataProtector ProtectorOf(ApiHost host) =>
        host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose);
}
