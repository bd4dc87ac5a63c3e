using System.Net;
using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>A desk at which packages are bought, given back and decided on, with a CA that revokes.</summary>
internal sealed class PackageRefundDesk(RevocationDesk revocations) : IAsyncDisposable
{
    public const string WithCertificate = "geotrust-dv-wildcard";

    private static readonly JsonElement Because = JsonDocument.Parse("""{"reason":"The site was served for days."}""").RootElement;

    public Desk Desk => revocations.Desk;

    public static async Task<PackageRefundDesk> OpenAsync(DatabaseKind database, StagedRace? race = null) =>
        new(await RevocationDesk.OpenAsync(database, race));

    public async Task<PackageSummaryDto> BuyAsync(
        string? certificate = null, string edition = "basic", string account = "pay@customer.example", string? voucher = null) =>
        Assert.Single((await Desk.Caller.Orders.CreateAsync(
            new CreateOrderRequest
            {
                CustomerId = "c-1",
                Company = "Example Ltd",
                Email = "it@customer.example",
                Payment = new PaymentDto { Channel = PaymentChannel.Alipay, Account = account },
                Items = [new OrderItemDto { Product = "one-click-https", Edition = edition, Certificate = certificate }],
                Voucher = voucher is null ? null : MoneyDto.Cny(decimal.Parse(voucher, System.Globalization.CultureInfo.InvariantCulture)),
            },
            Desk.Key())).Packages);

    public Task<CertificateDto> ApplyAsync(PackageSummaryDto package) => Desk.Caller.Certificates.SubmitApplicationAsync(
        package.CertificateId!, new SubmitApplicationRequest { Domains = ["*.customer.example"] }, Desk.Key());

    /// <summary>A package whose bundled certificate the CA has signed, some minutes ago.</summary>
    public async Task<PackageSummaryDto> BuyIssuedAsync()
    {
        var package = await BuyAsync(WithCertificate);
        await ApplyAsync(package);
        await Desk.AdvanceAsync("PT11M");
        Assert.Equal(CertificateState.Issued, await CertificateOfAsync(package));
        return package;
    }

    public Task SwitchOverAsync(PackageSummaryDto package, string domain = "www.customer.example") =>
        Desk.Caller.Packages.AddDomainAsync(package.Id, new AddPackageDomainRequest { Domain = domain, Origin = "203.0.113.7" });

    public async Task<PackageRefundDto> RequestAsync(PackageSummaryDto package, string? ticket = "T-7")
    {
        var refund = await Desk.Caller.PackageRefunds.CreateAsync(
            new CreatePackageRefundRequest { PackageId = package.Id, Ticket = ticket }, Desk.Key());
        await Desk.SettleAsync();
        return await GetAsync(refund);
    }

    public async Task<ApiException> RefusedAsync(PackageSummaryDto package, string? ticket = "T-7") =>
        await Assert.ThrowsAsync<ApiException>(() => RequestAsync(package, ticket));

    public Task<PackageRefundDto> GetAsync(PackageRefundDto refund) => Desk.Caller.PackageRefunds.GetAsync(refund.Id);

    public Task<PackageDto> PackageAsync(PackageSummaryDto package) => Desk.Caller.Packages.GetAsync(package.Id);

    public async Task<PackageState> StateOfAsync(PackageSummaryDto package) => (await PackageAsync(package)).State;

    public async Task<CertificateState> CertificateOfAsync(PackageSummaryDto package) =>
        (await Desk.Caller.Certificates.GetAsync(package.CertificateId!)).State;

    /// <summary>The one open task of a case that a person sees.</summary>
    public static async Task<TaskSummaryDto> TaskAsync(CertWorkflowsClient person, string caseId) =>
        Assert.Single(await Desk.InboxAsync(person), task => task.CaseId == caseId);

    public async Task DecideAsync(CertWorkflowsClient person, string caseId, string outcome)
    {
        var task = await TaskAsync(person, caseId);
        await person.Tasks.CompleteAsync(
            task.Id, new CompleteTaskRequest { Outcome = outcome, Data = outcome == "Reject" ? Because : JsonDocument.Parse("{}").RootElement });
        await Desk.SettleAsync();
    }

    public async Task<PackageDto> DeleteAsync(PackageSummaryDto package)
    {
        var deleted = await Desk.Caller.Packages.DeleteAsync(package.Id);
        await Desk.SettleAsync();
        return deleted;
    }

    /// <summary>The links that were mailed since so many had been.</summary>
    public IReadOnlyList<string> Links(int since = 0) => [.. revocations.Links().Skip(since)];

    public async Task ConfirmAsync(string link)
    {
        Assert.Equal(HttpStatusCode.OK, (await revocations.ConfirmAsync(link)).StatusCode);
        await Desk.SettleAsync();
    }

    public Task<RevocationDto> RevokeAsync(PackageSummaryDto package) =>
        revocations.RequestAsync(package.CertificateId!, RevocationReason.CessationOfOperation);

    public Task<string> TraceAsync(PackageRefundDto refund) => Desk.TraceAsync(refund.InstanceId);

    public ValueTask DisposeAsync() => revocations.DisposeAsync();
}
