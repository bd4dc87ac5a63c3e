using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Client;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>
/// A desk whose customer has a certificate in service, a CA that signs with what it is told to carry, and a site that serves what
/// the test says.
/// </summary>
internal sealed class RenewalDesk : IAsyncDisposable
{
    private static readonly BusinessCalendar Calendar = BusinessCalendar.MainlandChina(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

    private readonly Outside _outside = new();
    private int _serial;

    /// <summary>What the site serves; null where it cannot be reached.</summary>
    public (DateTimeOffset NotBefore, DateTimeOffset NotAfter)? Served { get; set; }

    /// <summary>Whether the CA says nothing at all.</summary>
    public bool Silent { get; set; }

    /// <summary>Whether the CA wants to be asked again a minute later.</summary>
    public bool Busy { get; set; }

    /// <summary>What the CA answers to the next applications instead of signing; null to sign.</summary>
    public string? Refusal { get; set; }

    /// <summary>Days that the CA gives.</summary>
    public int BonusDays { get; set; }

    /// <summary>Days by which the CA miscounts.</summary>
    public int Miscounted { get; set; }

    public Desk Desk { get; private set; } = null!;

    public IReadOnlyList<JsonObject> Applications => _outside.Asked("ca-issue");

    public IReadOnlyList<JsonObject> Looks => _outside.Asked("tls-probe");

    public static async Task<RenewalDesk> OpenAsync(DatabaseKind kind, StagedRace? race = null)
    {
        var desk = new RenewalDesk();
        desk._outside.Answers("ca-issue", desk.Review).Answers("tls-probe", desk.Look).Answers("ca-revoke", Revoke);
        desk.Desk = await Desk.OpenAsync(kind, race, desk._outside.Configure);
        return desk;
    }

    /// <summary>A certificate that was issued on 2 March 2026, and is to expire a year later.</summary>
    public async Task<CertificateDto> IssuedAsync(string product = "geotrust-ov", string domains = "www.customer.example", int count = 1, string? mobile = null)
    {
        var id = await Desk.BuyAsync(product, domains: count, mobile: mobile);
        await Desk.SettleAsync(); // what follows the certificate begins before the CA signs, in every run
        await Desk.Caller.Certificates.SubmitApplicationAsync(
            id, new SubmitApplicationRequest { Domains = domains.Split(','), Company = "Example Ltd" }, Desk.Key());
        await Desk.SettleAsync();
        var certificate = await Desk.Caller.Certificates.GetAsync(id);
        Assert.Equal(CertificateState.Issued, certificate.State);
        Served = (certificate.IssuedAt!.Value, certificate.ExpiresAt!.Value);
        return certificate;
    }

    /// <summary>A certificate whose expiry is so many days away.</summary>
    public async Task<CertificateDto> ExpiringAsync(int days, string product = "geotrust-ov")
    {
        var certificate = await IssuedAsync(product);
        await Desk.AdvanceToAsync(certificate.ExpiresAt!.Value.AddDays(-days));
        return certificate;
    }

    public Task<RenewalDto> RenewAsync(string certificateId, RenewalChangesDto? changes = null, int years = 1) =>
        Desk.Caller.Renewals.CreateAsync(
            new CreateRenewalRequest { CertificateId = certificateId, TermYears = years, Changes = changes }, Desk.Key());

    /// <summary>The site serves the new certificate from now on.</summary>
    public async Task InstallAsync(RenewalDto renewal)
    {
        var bought = await Desk.Caller.Certificates.GetAsync(renewal.NewCertificateId);
        Served = (bought.IssuedAt!.Value, bought.ExpiresAt!.Value);
    }

    public async Task<CertificateState> StateOfAsync(string certificateId) => (await Desk.Caller.Certificates.GetAsync(certificateId)).State;

    public ValueTask DisposeAsync() => Desk.DisposeAsync();

    private EffectOutcome Review(EffectRequest request)
    {
        if (Silent)
        {
            return new EffectOutcome.Accepted(null, TimeSpan.FromDays(3_650));
        }

        if (Busy)
        {
            return new EffectOutcome.Accepted(null, TimeSpan.FromMinutes(1));
        }

        if (Refusal is { } refusal)
        {
            return new EffectOutcome.Rejected("review-failed", refusal);
        }

        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(request.Now.ToUnixTimeSeconds());
        var carried = request.Payload["carryFrom"]?.GetValue<string>() is { } from
            ? Math.Max(0, Calendar.DaysBetween(issuedAt, DateTimeOffset.Parse(from, CultureInfo.InvariantCulture)))
            : 0;
        var expiresAt = Calendar.AddYears(issuedAt, request.Payload["termYears"]!.GetValue<int>(), carried + BonusDays + Miscounted);
        return new EffectOutcome.Succeeded(new JsonObject
        {
            ["chainPem"] = "signed for a test",
            ["serial"] = $"{Interlocked.Increment(ref _serial):X4}",
            ["issuedAt"] = issuedAt.ToString("O"),
            ["expiresAt"] = expiresAt.ToString("O"),
            ["bonusDays"] = BonusDays,
        });
    }

    private static EffectOutcome Revoke(EffectRequest request) =>
        new EffectOutcome.Succeeded(new JsonObject { ["revokedAt"] = request.Now.ToString("O") });

    private EffectOutcome Look(EffectRequest request) => Served is { } served
        ? new EffectOutcome.Succeeded(new JsonObject
        {
            ["reachable"] = true,
            ["notBefore"] = served.NotBefore.ToString("O"),
            ["notAfter"] = served.NotAfter.ToString("O"),
            ["serial"] = "01",
            ["trusted"] = false,
            ["problems"] = new JsonArray("the chain ends at an unknown root"),
        })
        : new EffectOutcome.Rejected("unreachable", "nobody answers");
}
