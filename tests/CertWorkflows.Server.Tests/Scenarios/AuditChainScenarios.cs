using System.Net;
using CertWorkflows.Application.Audit;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>The audit trail fits its seals until somebody lays hands on the database.</summary>
public sealed class AuditChainScenarios
{
    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Trail_IsIntactUntilARecordIsChanged(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.BuyAsync();
        var first = await SealAsync(desk);
        await desk.BuyAsync();
        var second = await SealAsync(desk);
        Assert.Equal((first.Number + 1, first.Hash), (second.Number, second.Previous));
        await desk.BuyAsync();

        var intact = await desk.Admin.Administration.VerifyAuditAsync(first.Hash);
        Assert.Equal((true, second.Number, true), (intact.Intact, intact.LastSeal!.Number, intact.HashFound));
        Assert.Equal(first.Records + second.Records, intact.SealedRecords);
        Assert.True(intact.UnsealedRecords > 0);
        var strange = await desk.Admin.Administration.VerifyAuditAsync(new string('0', 64));
        Assert.Equal((false, false, null), (strange.Intact, strange.HashFound, strange.BrokenSeal));

        await using (var db = desk.OpenDatabase())
        {
            var touched = await db.Audit.OrderByDescending(r => r.Id).Where(r => r.Id.CompareTo(second.LastRecordId) <= 0).FirstAsync(Token);
            await db.Audit.Where(r => r.Id == touched.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Actor, "nobody"), Token);
        }

        var broken = await desk.Admin.Administration.VerifyAuditAsync();
        Assert.Equal((false, first.Number, second.Number), (broken.Intact, broken.LastSeal!.Number, broken.BrokenSeal!.Number));
        Assert.Contains("changed", broken.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Trail_FromWhichARecordOrASealIsMissing_IsBroken(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.BuyAsync();
        var first = await SealAsync(desk);
        await desk.BuyAsync();
        await SealAsync(desk);
        await using var db = desk.OpenDatabase();
        await db.AuditSeals.Where(s => s.Number == first.Number).ExecuteDeleteAsync(Token);
        Assert.Contains("missing", (await desk.Olga.Administration.VerifyAuditAsync()).Problem, StringComparison.Ordinal);

        db.AuditSeals.Add(first);
        await db.SaveChangesAsync(Token);
        Assert.True((await desk.Olga.Administration.VerifyAuditAsync()).Intact);
        await db.Audit.Where(r => r.Id == first.LastRecordId).ExecuteDeleteAsync(Token);
        Assert.Contains($"{first.Records - 1}", (await desk.Olga.Administration.VerifyAuditAsync()).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Verification_IsForThoseWhoAnswerForIt(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ApiException>(() => desk.Rita.Administration.VerifyAuditAsync())).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Assert.ThrowsAsync<ApiException>(() => desk.Admin.Administration.VerifyAuditAsync("abc"))).Status);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Seal_IsMadeOnceOfTwoWhoTryAtOnce_AndLeavesOutWhatHasNotSettled(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.BuyAsync();
        var chain = desk.Services.GetRequiredService<AuditChain>();
        Assert.Empty(await chain.SealAsync(Token)); // the records were seen just now
        Assert.Empty(await chain.SealAsync(Token));
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SealOrNothingAsync(desk)));
        Assert.Single(made.OfType<AuditSeal>(), seal => seal.Number == 1);
        Assert.True((await desk.Admin.Administration.VerifyAuditAsync()).Intact);
    }

    private static async Task<AuditSeal> SealAsync(Desk desk) =>
        await SealOrNothingAsync(desk) ?? throw new InvalidOperationException("There was nothing to seal.");

    private static async Task<AuditSeal?> SealOrNothingAsync(Desk desk)
    {
        await desk.SettleAsync();
        await using var db = desk.OpenDatabase();
        var last = await db.Audit.OrderByDescending(r => r.Id).Select(r => r.Id).FirstAsync(Token);
        return await desk.Services.GetRequiredService<AuditChain>().SealUpToAsync(last, Token);
    }
}
