using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Credits;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Renewals;
using CertWorkflows.Domain.Revocations;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Tests.Scenarios.ThreeYears;

/// <summary>What has to be true of the database when everybody has gone home.</summary>
internal static class Books
{
    /// <summary>Nothing failed, nobody waits for anything that will not come by itself.</summary>
    public static async Task NothingIsStuckAsync(WorkflowDb db, DateTimeOffset now)
    {
        var faulted = await db.Instances.Where(i => i.SubStatus == nameof(WorkflowSubStatus.Faulted)).Select(i => $"{i.DefinitionId} {i.Id}").ToListAsync();
        Assert.Empty(faulted);
        var unsent = await db.Effects.Where(e => e.State == EffectState.Parked || e.State == EffectState.Pending).Select(e => $"{e.Kind} {e.State}: {e.LastError}").ToListAsync();
        Assert.Empty(unsent);
        Assert.Empty(await db.Tasks.Where(t => t.State == HumanTaskState.Open).Select(t => $"{t.Title}: {t.CaseKind} {t.CaseId}").ToListAsync());
        Assert.Empty(await db.Refunds.Where(r => r.ClosedAt == null).Select(r => $"refund {r.Id}: {r.State}").ToListAsync());
        Assert.Empty(await db.Renewals.Where(r => r.ClosedAt == null).Select(r => $"renewal {r.Id}: {r.State}").ToListAsync());
        Assert.Empty(await db.Revocations.Where(r => r.ClosedAt == null).Select(r => $"revocation {r.Id}: {r.State}").ToListAsync());
        Assert.Empty(await db.PackageRefunds.Where(r => r.ClosedAt == null).Select(r => $"package refund {r.Id}: {r.State}").ToListAsync());

        // What runs on follows a certificate or a package, and has an hour at which it wakes up.
        var awake = await db.Instances.Where(i => i.Status == nameof(WorkflowStatus.Running))
            .Where(i => !db.Deadlines.Any(d => d.InstanceId == i.Id && d.DueAt > now))
            .Select(i => $"{i.DefinitionId} {i.Id}").ToListAsync();
        Assert.Empty(awake);
        var others = await db.Instances.Where(i => i.Status == nameof(WorkflowStatus.Running)).Select(i => i.DefinitionId).Distinct().ToListAsync();
        Assert.Empty(others.Except(["certificate-expiry", "package-expiry", "certificate-hosting"]));
    }

    /// <summary>Every certificate and package is where section 8 lets it rest, and where its dates say.</summary>
    public static async Task EverythingRestsAsync(WorkflowDb db, DateTimeOffset now)
    {
        var kept = now.AddDays(-8); // EX-4: seven natural days, which end with a day
        var certificates = await db.Certificates.AsNoTracking().ToListAsync();
        Assert.Empty(certificates.Where(c => !(c.State switch
        {
            CertificateState.Paid or CertificateState.ReviewFailed => c.ServiceEndsAt > now,
            CertificateState.Issued => c.Expiry > now,
            CertificateState.Expired => c.Expiry <= now && c.Expiry > kept,
            CertificateState.Revoked or CertificateState.Refunded or CertificateState.Released or CertificateState.Superseded or CertificateState.Lapsed => true,
            _ => false,
        })).Select(c => $"{c.Id}: {c.State}, expiry {c.Expiry:u}"));
        var packages = await db.Packages.AsNoTracking().ToListAsync();
        Assert.Empty(packages.Where(p => !(p.State switch
        {
            PackageState.Active or PackageState.InUse => p.ExpiresAt > now,
            PackageState.Expired => p.ExpiresAt <= now && p.ExpiresAt > kept,
            PackageState.Released or PackageState.Deleted => true,
            _ => false,
        })).Select(p => $"{p.Id}: {p.State}, expires {p.ExpiresAt:u}"));
    }

    /// <summary>Each state of each machine was somebody's once.</summary>
    public static async Task EveryStateWasSeenAsync(WorkflowDb db)
    {
        var seen = (await db.Audit.Where(a => a.To != null).Select(a => a.Subject + " " + a.To).Distinct().ToListAsync()).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(States<CertificateState>("certificate").Concat(States<PackageState>("package")).Concat(States<RefundState>("refund"))
            .Concat(States<RenewalState>("renewal")).Concat(States<RevocationState>("revocation")).Concat(States<PackageRefundState>("package-refund"))
            .Concat(States<CreditLotState>("credit-lot")).Concat(States<HostingState>("hosting")).Except(seen));
    }

    /// <summary>Each credit that is gone is one certificate; what was not issued gave its credit back.</summary>
    public static async Task CreditsAddUpAsync(WorkflowDb db)
    {
        var spent = (await db.Certificates.AsNoTracking().Where(c => c.CreditLotId != null && !c.CreditGivenBack).ToListAsync())
            .GroupBy(c => c.CreditLotId!.Value).ToDictionary(lot => lot.Key, lot => lot.Count());
        foreach (var lot in await db.CreditLots.AsNoTracking().ToListAsync())
        {
            Assert.Equal(lot.Spent, spent.GetValueOrDefault(lot.Id));
        }
    }

    /// <summary>What was paid was refunded or kept, to the fen, vouchers apart; each refund paid out its thing's cash, once.</summary>
    public static async Task TheMoneyAddsUpAsync(WorkflowDb db, World world)
    {
        var orders = await db.Orders.AsNoTracking().ToListAsync();
        var things = (await db.Certificates.AsNoTracking().ToListAsync())
            .Select(c => (Cash: c.Cash.Amount, Voucher: c.Voucher.Amount, IsRefunded: c.State == CertificateState.Refunded))
            .Concat((await db.Packages.AsNoTracking().ToListAsync())
                .Select(p => (Cash: p.Cash.Amount, Voucher: p.Voucher.Amount, IsRefunded: p.State is PackageState.Refunded or PackageState.Deleted)))
            .Concat((await db.CreditLots.AsNoTracking().ToListAsync()).Select(l => (Cash: l.Cash.Amount, Voucher: l.Voucher.Amount, IsRefunded: false)))
            .Concat((await db.Hostings.AsNoTracking().ToListAsync()).Select(h => (Cash: h.Cash.Amount, Voucher: h.Voucher.Amount, IsRefunded: false)))
            .ToList();
        Assert.Equal(orders.Sum(o => o.Voucher), things.Sum(t => t.Voucher));

        var (refunded, kept) = (things.Where(t => t.IsRefunded).Sum(t => t.Cash), things.Where(t => !t.IsRefunded).Sum(t => t.Cash));
        Assert.Equal(refunded, world.PaidOut.Values.Sum(p => p.Amount));
        Assert.Equal(orders.Sum(o => o.Total - o.Voucher), refunded + kept);
        Assert.True(refunded > 0 && kept > 0, $"refunded {refunded}, kept {kept}");
    }

    private static IEnumerable<string> States<T>(string subject)
        where T : struct, Enum => Enum.GetValues<T>().Select(state => $"{subject} {CamelCase.Of(state)}");
}
