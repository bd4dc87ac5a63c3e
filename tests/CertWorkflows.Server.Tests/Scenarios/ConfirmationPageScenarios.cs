using System.Net;
using CertWorkflows.Client;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>The page behind the link: what customers and mail scanners get.</summary>
[Trait("Rule", "RV-5")]
public sealed class ConfirmationPageScenarios
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Page_WhenAScannerLooksAtItOftenAndInEveryWay_ConfirmsNothing(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        var revocation = await it.AwaitingAsync();
        var link = it.Links()[0];
        for (var look = 0; look < 5; look++)
        {
            Assert.Equal(HttpStatusCode.OK, (await it.LookAsync(link)).StatusCode);
        }

        var head = await it.Desk.Anybody().SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(link)), Token);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        var before = await it.GetAsync(revocation);
        Assert.Equal((RevocationState.AwaitingConfirmation, 2), (before.State, before.History.Count));
    }

    [Fact]
    public async Task Page_AsSent_HasNoScriptLoadsNothingAndIsKeptNowhere()
    {
        await using var it = await RevocationDesk.OpenAsync(DatabaseKind.Sqlite);
        await it.AwaitingAsync();
        var answer = await it.LookAsync(it.Links()[0]);
        var html = await answer.Content.ReadAsStringAsync(Token);

        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-store", answer.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy + html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("""<form method="post">""", html, StringComparison.Ordinal);
        Assert.Contains("www.customer.example", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "Revoke this certificate?", "en")]
    [InlineData("de-DE,de;q=0.9", "Revoke this certificate?", "en")]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "要吊销这个证书吗？", "zh-Hans")]
    [InlineData("fr, zh;q=0.4, en;q=0.7", "Revoke this certificate?", "en")]
    [InlineData("en;q=0, zh-TW;q=0.1", "要吊销这个证书吗？", "zh-Hans")]
    public async Task Page_InTheLanguageThatIsWantedMost(string? accept, string title, string language)
    {
        await using var it = await RevocationDesk.OpenAsync(DatabaseKind.Sqlite);
        await it.AwaitingAsync();
        var html = WebUtility.HtmlDecode(await (await it.LookAsync(it.Links()[0], accept)).Content.ReadAsStringAsync(Token));
        Assert.Contains($"<h1>{title}</h1>", html, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Page_OfALinkThatIsUsedVoidExpiredOrUnknown_SaysSo(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        var revocation = await it.AwaitingAsync();
        await it.Desk.Caller.Revocations.SendMailAsync(revocation.Id);
        await it.Desk.SettleAsync();
        var (old, link) = (it.Links()[0], it.Links()[1]);

        await SaysAsync(old, HttpStatusCode.Gone, "This link is not valid any more");
        await SaysAsync(link[..^2] + "xx", HttpStatusCode.NotFound, "This link is not known");
        await SaysAsync(link + new string('x', 1000), HttpStatusCode.NotFound, "This link is not known");
        await SaysAsync(link + "%22%3Cb%3E", HttpStatusCode.NotFound, "This link is not known");
        it.Ca.Answer = CaDouble.WorksOnIt;
        Assert.Contains("the revocation is confirmed", await (await it.ConfirmAsync(link)).Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await SaysAsync(link, HttpStatusCode.Gone, "This revocation is confirmed already");
        it.Ca.Answer = CaDouble.Revoked;
        await it.Desk.AdvanceAsync("PT1H");
        await SaysAsync(link, HttpStatusCode.Gone, "The certificate is revoked");

        await it.AwaitingAsync();
        await it.Desk.AdvanceAsync("P8D");
        await SaysAsync(it.Links()[^1], HttpStatusCode.Gone, "This link has expired");

        async Task SaysAsync(string address, HttpStatusCode status, string title)
        {
            foreach (var answer in new[] { await it.LookAsync(address), await it.ConfirmAsync(address) })
            {
                Assert.Equal(status, answer.StatusCode);
                Assert.Contains($"<h1>{title}</h1>", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Page_WhenAnOperatorCancelledTheWorkflow_SaysThatTheRequestHasLapsed()
    {
        await using var it = await RevocationDesk.OpenAsync(DatabaseKind.Sqlite);
        var revocation = await it.AwaitingAsync();
        await it.Desk.Olga.Instances.CancelAsync(revocation.InstanceId, new CancelInstanceRequest { Reason = "by mistake" });
        var answer = await it.ConfirmAsync(it.Links()[0]);
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.Contains("This link has expired", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal((RevocationState.Lapsed, CertificateState.Issued), ((await it.GetAsync(revocation)).State, await it.CertificateOfAsync(revocation)));
    }

    [Fact]
    public async Task Pages_LookedAtMoreOftenThanMay_AreRefusedForAWhile()
    {
        await using var desk = await Desk.OpenAsync(DatabaseKind.Sqlite, settings: ("RateLimit:ConfirmationsPerMinute", "3"));
        var address = new Uri("/api/v1/revocation-confirmations/guess", UriKind.Relative);
        for (var guess = 0; guess < 3; guess++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await desk.Anybody().GetAsync(address, Token)).StatusCode);
        }

        var refused = await desk.Anybody().GetAsync(address, Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
    }
}
