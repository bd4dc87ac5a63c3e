using System.Net;
using CertWorkflows.Client;
using CertWorkflows.Domain.Credits;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>The extension service over HTTP, on both databases: a credit issues one certificate, or comes back.</summary>
public sealed class CreditScenarios
{
    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "BL-3")]
    public async Task Credit_WhenSpent_IssuesOneFreeCertificateFromTheOldestLot(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var none = await Refused(HttpStatusCode.UnprocessableEntity, "no-credits-left", () => IssueAsync(desk));
        Assert.Equal("BL-3", none.Problem.Rule);
        Assert.Contains("extension-service", none.Problem.Detail, StringComparison.Ordinal);
        var oldest = await BuyLotAsync(desk, 40);
        await desk.AdvanceAsync("P1D");
        await BuyLotAsync(desk, 100);
        await BuyLotAsync(desk, 40, "c-2");

        var key = Desk.Key();
        var issued = await IssueAsync(desk, key: key);
        Assert.Equal(139, issued.CreditsLeft);
        Assert.Equal(issued.Certificate.Id, (await IssueAsync(desk, key: key)).Certificate.Id); // the same request again
        Assert.Equal((CertificateState.UnderReview, ProductKind.FreeDv, false), (issued.Certificate.State, issued.Certificate.Kind, issued.Certificate.Bundled));
        Assert.Equal(("0.00", "0.00", "digicert-free-dv"), (issued.Certificate.Paid.Amount, issued.Certificate.Voucher.Amount, issued.Certificate.Product));
        Assert.Equal((oldest.Id, false), (issued.Certificate.Credit!.LotId, issued.Certificate.Credit.GivenBack));
        Assert.Equal(Desk.Start.AddDays(1).AddYears(1), issued.Certificate.ServiceEndsAt); // from when it was spent

        await desk.SettleAsync();
        var certificate = await desk.Caller.Certificates.GetAsync(issued.Certificate.Id);
        Assert.Equal(CertificateState.Issued, certificate.State);
        Assert.Equal("RF-1", certificate.Actions.Single(a => a.Name == "refund").Rule);
        var credits = await desk.Caller.Credits.ListAsync(new CreditListRequest { CustomerId = "c-1" });
        Assert.Equal(139, credits.Left);
        Assert.Equal([(100, 0, 100), (40, 1, 39)], credits.Items.Select(lot => (lot.Bought, lot.Spent, lot.Left)));
        Golden.Matches(await TraceAsync(desk, certificate.Id), "issued");
        Assert.Equal(179, (await desk.Caller.Credits.ListAsync(new CreditListRequest { Limit = 1 })).Left);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "BL-3")]
    public async Task Credit_WhoseCertificateIsNotIssued_ComesBackOnce(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        var lot = await BuyLotAsync(desk, 40);
        renewals.Refusal = "the name is on a list";

        // The CA refuses, the customer withdraws, an operator cancels the workflow.
        var refused = (await IssueAsync(desk)).Certificate.Id;
        await desk.SettleAsync();
        Assert.Equal(40, await LeftAsync(desk));
        var withdrawn = (await IssueAsync(desk)).Certificate.Id;
        Assert.Equal(39, await LeftAsync(desk));
        Assert.Equal(CertificateState.Lapsed, (await desk.Caller.Certificates.WithdrawApplicationAsync(withdrawn)).State);
        Assert.Equal(40, await LeftAsync(desk));
        var cancelled = (await IssueAsync(desk)).Certificate.Id;
        await desk.Olga.Instances.CancelAsync(await InstanceOfAsync(desk, cancelled), new CancelInstanceRequest { Reason = "a mistake" });
        Assert.Equal(40, await LeftAsync(desk));

        foreach (var (id, trace) in new[] { (refused, "refused"), (withdrawn, "withdrawn"), (cancelled, "cancelled") })
        {
            Golden.Matches(await TraceAsync(desk, id), trace);
            var certificate = await desk.Caller.Certificates.GetAsync(id);
            Assert.Equal((CertificateState.Lapsed, true), (certificate.State, certificate.Credit!.GivenBack));
            Assert.Equal("lapse", certificate.History[^1].Trigger);
            Assert.Contains(lot.Id, certificate.History[^1].Why, StringComparison.Ordinal);
            await Refused(HttpStatusCode.Conflict, "illegal-transition", () => desk.Caller.Certificates.SubmitApplicationAsync(
                id, new SubmitApplicationRequest { Domains = ["www.customer.example"] }, Desk.Key()));
        }

        await Refused(HttpStatusCode.Conflict, "nothing-to-withdraw", () => desk.Caller.Certificates.WithdrawApplicationAsync(withdrawn));
        await desk.AdvanceAsync("P1D");
        Assert.Equal(40, await LeftAsync(desk));
        await using var db = desk.OpenDatabase();
        var audit = await db.Audit.Where(a => a.Subject == "credit-lot").OrderBy(a => a.Id).Select(a => a.Action).ToListAsync(Token);
        Assert.Equal(["buy", "spend", "giveBack", "spend", "giveBack", "spend", "giveBack"], audit);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "BL-3")]
    public async Task Credit_ThatIsTheLastOfTwoRequests_GoesToOneAndComesBackToTheOther(DatabaseKind database)
    {
        var race = new StagedRace();
        await using var renewals = await RenewalDesk.OpenAsync(database, race);
        var desk = renewals.Desk;
        await BuyLotAsync(desk, 40);
        await SpendAllButOneAsync(desk);

        race.Close(StagedStore.Commit);
        var first = TryAsync(() => IssueAsync(desk));
        var second = TryAsync(() => IssueAsync(desk));
        await race.ArrivedAsync(StagedStore.Commit, 2, Token);
        race.Open(StagedStore.Commit);
        var lost = Assert.Single(new[] { await first, await second }.OfType<ApiException>());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "no-credits-left"), (lost.Status, lost.Problem.Code));
        Assert.Equal(0, await LeftAsync(desk));
        Assert.Single((await desk.Caller.Certificates.ListAsync(new CertificateListRequest { CustomerId = "c-1" })).Items);

        renewals.Refusal = "no";
        await desk.SettleAsync();
        Assert.Equal(1, await LeftAsync(desk));
        Assert.Equal(0, (await IssueAsync(desk)).CreditsLeft);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Credit_ForAnApplicationThatCannotBe_IsNotSpent(DatabaseKind database)
    {
        await using var renewals = await RenewalDesk.OpenAsync(database);
        var desk = renewals.Desk;
        await BuyLotAsync(desk, 40);
        await Refused(HttpStatusCode.BadRequest, "invalid-application", () => IssueAsync(desk, "a.customer.example,b.customer.example"));
        await Refused(HttpStatusCode.BadRequest, "invalid-application", () => IssueAsync(desk, "*.customer.example"));
        await Refused(HttpStatusCode.BadRequest, "invalid-application", () => IssueAsync(desk, "co.uk"));
        Assert.Equal(40, await LeftAsync(desk));
        Assert.Empty((await desk.Caller.Certificates.ListAsync(new CertificateListRequest())).Items);
    }

    private static async Task<string> TraceAsync(Desk desk, string certificateId) => await desk.TraceAsync(await InstanceOfAsync(desk, certificateId));

    private static async Task<string> InstanceOfAsync(Desk desk, string certificateId)
    {
        var id = Guid.Parse(certificateId);
        await using var db = desk.OpenDatabase();
        return (await db.Instances.Where(i => i.CaseId == id && i.DefinitionId == "certificate-application").Select(i => i.Id).SingleAsync(Token)).ToString();
    }

    private static Task<CreditIssueDto> IssueAsync(Desk desk, string domains = "www.customer.example", string? key = null) =>
        desk.Caller.Credits.IssueAsync(new IssueByCreditRequest { CustomerId = "c-1", Domains = domains.Split(',') }, key ?? Desk.Key());

    private static async Task<CreditLotDto> BuyLotAsync(Desk desk, int uses, string customer = "c-1") =>
        Assert.Single((await desk.OrderAsync(new OrderItemDto { Product = "extension-service", Quantity = uses }, customer)).CreditLots);

    private static async Task<int> LeftAsync(Desk desk) =>
        (await desk.Caller.Credits.ListAsync(new CreditListRequest { CustomerId = "c-1" })).Left;

    /// <summary>As if the others had been spent long ago.</summary>
    private static async Task SpendAllButOneAsync(Desk desk)
    {
        await using var db = desk.OpenDatabase();
        await db.Set<CreditLot>().ExecuteUpdateAsync(set => set.SetProperty(lot => lot.Spent, lot => lot.Uses - 1), Token);
    }

    private static async Task<ApiException?> TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ApiException refused)
        {
            return refused;
        }
    }

    private static async Task<ApiException> Refused(HttpStatusCode status, string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<ApiException>(call);
        Assert.Equal((status, code), (refused.Status, refused.Problem.Code));
        return refused;
    }
}
