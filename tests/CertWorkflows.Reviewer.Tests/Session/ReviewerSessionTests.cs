using Bunit;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Session;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CertWorkflows.Reviewer.Tests.Session;

public class ReviewerSessionTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2021, 4, 25, 10, 0, 0, TimeSpan.Zero));
    private readonly SessionCookie _cookie = new(new EphemeralDataProtectionProvider(), NullLogger<SessionCookie>.Instance);

    [Fact]
    public async Task Credential_WhileTheTokenIsFresh_NeedsNoBrowser()
    {
        await using var context = new BunitContext();
        using var session = CreateSut(context, Ticket("a1", TimeSpan.FromMinutes(2)));

        var header = await session.CredentialAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Bearer a1", header?.ToString());
        Assert.Empty(context.JSInterop.Invocations);
    }

    [Fact]
    public async Task Credential_WhenTheTokenIsAboutToExpire_RenewsOnceForAllCalls()
    {
        await using var context = new BunitContext();
        var renewal = context.JSInterop.Setup<string?>("certWorkflows.renew");
        using var session = CreateSut(context, Ticket("a1", TimeSpan.FromMinutes(1)));

        var first = session.CredentialAsync(TestContext.Current.CancellationToken).AsTask();
        var second = session.CredentialAsync(TestContext.Current.CancellationToken).AsTask();
        renewal.SetResult(Ticket("a2", TimeSpan.FromMinutes(15)));
        var headers = await Task.WhenAll(first, second);

        Assert.All(headers, header => Assert.Equal("Bearer a2", header?.ToString()));
        Assert.Single(context.JSInterop.Invocations);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not a ticket")]
    public async Task Credential_WhenTheSessionCannotBeRenewed_IsNone(string? answer)
    {
        await using var context = new BunitContext();
        context.JSInterop.Setup<string?>("certWorkflows.renew").SetResult(answer);
        using var session = CreateSut(context, null);

        Assert.Null(await session.CredentialAsync(TestContext.Current.CancellationToken));
    }

    private ReviewerSession CreateSut(BunitContext context, string? ticket)
    {
        var session = new ReviewerSession(_cookie, context.JSInterop.JSRuntime, new SessionClock(_time));
        session.Start(ticket);
        return session;
    }

    private string Ticket(string token, TimeSpan left) => _cookie.Ticket(
        new TokenResponse { AccessToken = token, RefreshToken = "r", ExpiresAt = _time.GetUtcNow() + left });
}
