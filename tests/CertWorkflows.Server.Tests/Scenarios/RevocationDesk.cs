using System.Text.RegularExpressions;
using CertWorkflows.Client;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>A desk with a CA that revokes, and what customers do with the mails they get.</summary>
internal sealed partial class RevocationDesk(Desk desk, CaDouble ca) : IAsyncDisposable
{
    public Desk Desk => desk;

    public CaDouble Ca => ca;

    public static async Task<RevocationDesk> OpenAsync(DatabaseKind database, StagedRace? race = null)
    {
        var ca = new CaDouble();
        return new RevocationDesk(await Desk.OpenAsync(database, race, ca.Replace), ca);
    }

    /// <summary>A certificate that the CA has signed, some minutes ago.</summary>
    public async Task<string> IssuedAsync(string product = "geotrust-dv")
    {
        var id = await desk.BuyAsync(product);
        await desk.Caller.Certificates.SubmitApplicationAsync(id, new SubmitApplicationRequest { Domains = ["www.customer.example"] }, Desk.Key());
        await desk.AdvanceAsync("PT11M");
        Assert.Equal(CertificateState.Issued, (await desk.Caller.Certificates.GetAsync(id)).State);
        return id;
    }

    public Task<RevocationDto> RequestAsync(string certificateId, RevocationReason reason = RevocationReason.Superseded) =>
        desk.Caller.Revocations.CreateAsync(new CreateRevocationRequest { CertificateId = certificateId, Reason = reason }, Desk.Key());

    /// <summary>A revocation whose mail with the link has gone out.</summary>
    public async Task<RevocationDto> AwaitingAsync()
    {
        var revocation = await RequestAsync(await IssuedAsync());
        Assert.Equal(RevocationState.AwaitingConfirmation, revocation.State);
        await desk.SettleAsync();
        return revocation;
    }

    public Task<RevocationDto> GetAsync(RevocationDto revocation) => desk.Caller.Revocations.GetAsync(revocation.Id);

    public async Task<CertificateState> CertificateOfAsync(RevocationDto revocation) =>
        (await desk.Caller.Certificates.GetAsync(revocation.CertificateId)).State;

    /// <summary>The links of all mails, oldest first.</summary>
    public IReadOnlyList<string> Links() =>
        [.. desk.Messages().SelectMany(m => Link().Matches(m.TextBody ?? "").Select(l => l.Value)).Distinct()];

    /// <summary>What a browser, or a mail scanner, gets at a link.</summary>
    public async Task<HttpResponseMessage> LookAsync(string link, string? language = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(link));
        if (language is not null)
        {
            request.Headers.Add("Accept-Language", language);
        }

        return await desk.Anybody().SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Presses the page's button: a form without fields.</summary>
    public async Task<HttpResponseMessage> ConfirmAsync(string link) =>
        await desk.Anybody().PostAsync(new Uri(link), new FormUrlEncodedContent([]), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => desk.DisposeAsync();

    [GeneratedRegex(@"http://\S+/api/v1/revocation-confirmations/\S+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link();
}
