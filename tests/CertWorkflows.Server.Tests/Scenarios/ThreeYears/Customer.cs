using CertWorkflows.Client;

namespace CertWorkflows.Server.Tests.Scenarios.ThreeYears;

/// <summary>
/// A customer who buys now and then and, in between, does with what it has one of the things that the API says are possible. What it
/// is said to be permitted has to work.
/// </summary>
internal class Customer(int number, int seed, Desk desk, World world)
{
    private static readonly string[] Products =
        ["geotrust-dv", "geotrust-dv", "digicert-free-dv", "digicert-dv-wildcard", "geotrust-ov", "globalsign-ov"];

    private readonly Random _random = new(unchecked((seed * 1_000_003) + number));
    private int _names;

    public string Id { get; } = $"c-{number}";

    private string Email => $"it@{Id}.example.com";

    /// <summary>Days until it acts again.</summary>
    public virtual int NextWakeAfter() => 1 + _random.Next(60);

    /// <summary>One thing that it does today.</summary>
    public virtual async Task ActAsync()
    {
        await GoOnAsync();
        var certificates = (await desk.Caller.Certificates.ListAsync(new CertificateListRequest { CustomerId = Id, Limit = 200 })).Items;
        var packages = (await desk.Caller.Packages.ListAsync(new PackageListRequest { CustomerId = Id, Limit = 200 })).Items;
        var choice = _random.Next(100);
        if (certificates.Count + packages.Count == 0 || choice < 12)
        {
            await BuyAsync();
        }
        else if (choice < 17)
        {
            await SpendAsync();
        }
        else if (choice < 70 && certificates.Count > 0)
        {
            await UseAsync(certificates);
        }
        else if (packages.Count > 0)
        {
            await UseAsync(packages);
        }
    }

    /// <summary>Ends what waits for the customer, and what would begin anew by itself.</summary>
    public async Task SettleAsync()
    {
        foreach (var hosting in (await desk.Caller.Hostings.ListAsync(new HostingListRequest { CustomerId = Id, State = HostingState.Active })).Items)
        {
            await TryAsync(() => desk.Caller.Certificates.EndHostingAsync(hosting.CertificateId!));
        }

        foreach (var renewal in (await desk.Caller.Renewals.ListAsync(new RenewalListRequest { CustomerId = Id, State = RenewalState.Ordered })).Items)
        {
            await TryAsync(() => desk.Caller.Renewals.CancelAsync(renewal.Id));
        }

        foreach (var package in (await desk.Caller.Packages.ListAsync(new PackageListRequest { CustomerId = Id, State = PackageState.Refunded })).Items)
        {
            await TryAsync(() => desk.Caller.Packages.DeleteAsync(package.Id));
        }
    }

    /// <summary>Goes on with what was begun: mails to answer, renewed certificates to install, reviews that failed.</summary>
    private async Task GoOnAsync()
    {
        if (_random.Next(100) < 70 && world.Links.TryRemove(Email, out var link))
        {
            using var answer = await desk.Anybody().PostAsync(
                new Uri(link), new FormUrlEncodedContent([]), TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode is 200 or 410 or 404, $"{link}: {answer.StatusCode}");
        }

        foreach (var open in (await desk.Caller.Revocations.ListAsync(new RevocationListRequest { CustomerId = Id, State = RevocationState.AwaitingConfirmation })).Items)
        {
            if (_random.Next(100) < 40)
            {
                await TryAsync(() => desk.Caller.Revocations.ForceAsync(open.Id, new ForceRevocationRequest { Ticket = $"T-{open.Id[..8]}" }, idempotencyKey: Desk.Key()));
            }
        }

        foreach (var open in (await desk.Caller.Renewals.ListAsync(new RenewalListRequest { CustomerId = Id, State = RenewalState.Issued })).Items)
        {
            if (_random.Next(100) < 70)
            {
                await InstallAsync(open.Id);
            }
        }

        foreach (var failed in (await desk.Caller.Renewals.ListAsync(new RenewalListRequest { CustomerId = Id, State = RenewalState.Ordered })).Items)
        {
            var renewal = await desk.Caller.Renewals.GetAsync(failed.Id);
            await TryAsync(() => _random.Next(100) < 70
                ? desk.Caller.Renewals.ApplyAsync(failed.Id, new SubmitApplicationRequest { Domains = renewal.Domains, Company = "Example Ltd" })
                : desk.Caller.Renewals.CancelAsync(failed.Id));
        }
    }

    private async Task InstallAsync(string renewalId)
    {
        var renewal = await desk.Caller.Renewals.GetAsync(renewalId);
        var bought = await desk.Caller.Certificates.GetAsync(renewal.NewCertificateId);
        world.Sites[renewal.Verification.Host] = (bought.IssuedAt!.Value, bought.ExpiresAt!.Value);
        if (_random.Next(100) < 50)
        {
            await TryAsync(() => desk.Caller.Renewals.InstalledAsync(renewalId));
        }
    }

    private async Task BuyAsync()
    {
        var item = _random.Next(100) switch
        {
            < 35 => new OrderItemDto
            {
                Product = "one-click-https",
                Edition = _random.Next(3) switch { 0 => "basic", 1 => "professional", _ => "enterprise" },
                Certificate = _random.Next(2) == 0 ? "geotrust-dv-wildcard" : null,
            },
            < 42 => new OrderItemDto { Product = "hosting-service" },
            < 47 => new OrderItemDto { Product = "extension-service", Quantity = 40 },
            _ => new OrderItemDto { Product = Products[_random.Next(Products.Length)], Years = 1, Domains = 1 },
        };
        var order = await OrderAsync(item);
        foreach (var package in order.Packages.Where(_ => _random.Next(100) < 40))
        {
            await RegretAsync(package.Id);
        }
    }

    protected Task<OrderDto> OrderAsync(OrderItemDto item) =>
        desk.Caller.Orders.CreateAsync(
            new CreateOrderRequest
            {
                CustomerId = Id,
                Company = "Example Ltd",
                Email = Email,
                Mobile = number % 2 == 0 ? "13800000000" : null,
                Payment = new PaymentDto { Channel = (PaymentChannel)_random.Next(3), Account = $"pay-{Id}" },
                Items = [item],
                Voucher = item.Certificate is not null && _random.Next(3) == 0
                    ? new MoneyDto { Amount = $"{_random.Next(1, 900)}.{_random.Next(10, 100)}", Currency = "CNY" }
                    : null,
            },
            Desk.Key());

    /// <summary>A package that is not wanted after all, while there is time (PK-1); some are in use by then.</summary>
    private async Task RegretAsync(string packageId)
    {
        if (_random.Next(2) == 0)
        {
            await desk.Caller.Packages.AddDomainAsync(
                packageId, new AddPackageDomainRequest { Domain = NewName(false), Origin = "192.0.2.10" }, idempotencyKey: Desk.Key());
        }

        await desk.Caller.PackageRefunds.CreateAsync(
            new CreatePackageRefundRequest { PackageId = packageId, Ticket = $"T-{packageId[..8]}" }, Desk.Key());
    }

    /// <summary>Free certificates for credits, as far as there are any; a few customers use them up.</summary>
    private async Task SpendAsync()
    {
        var left = (await desk.Caller.Credits.ListAsync(new CreditListRequest { CustomerId = Id })).Left;
        for (var wanted = number % 50 == 0 ? 20 : 1; wanted > 0 && left > 0; wanted--, left--)
        {
            await desk.Caller.Credits.IssueAsync(new IssueByCreditRequest { CustomerId = Id, Domains = [NewName(false)] }, Desk.Key());
        }
    }

    private async Task UseAsync(IReadOnlyList<CertificateSummaryDto> certificates)
    {
        var certificate = await desk.Caller.Certificates.GetAsync(certificates[_random.Next(certificates.Count)].Id);
        var permitted = certificate.Actions.Where(a => a.Permitted).Select(a => a.Name).ToList();
        if (permitted.Count == 0)
        {
            return;
        }

        switch (permitted[_random.Next(permitted.Count)])
        {
            case "apply":
                await desk.Caller.Certificates.SubmitApplicationAsync(
                    certificate.Id, new SubmitApplicationRequest { Domains = [NewName(certificate.Wildcard)], Company = "Example Ltd" }, Desk.Key());
                break;
            case "withdraw" when _random.Next(4) == 0:
                await desk.Caller.Certificates.WithdrawApplicationAsync(certificate.Id);
                break;
            case "revoke" when _random.Next(2) == 0:
                await desk.Caller.Revocations.CreateAsync(
                    new CreateRevocationRequest { CertificateId = certificate.Id, Reason = RevocationReason.CessationOfOperation }, Desk.Key());
                break;
            case "refund" when _random.Next(2) == 0:
                await RefundAsync(certificate.Id);
                break;
            case "renew":
                await desk.Caller.Renewals.CreateAsync(
                    new CreateRenewalRequest { CertificateId = certificate.Id, TermYears = 1 }, Desk.Key());
                break;
            case "startHosting":
                await desk.Caller.Certificates.StartHostingAsync(certificate.Id, idempotencyKey: Desk.Key());
                break;
            case "endHosting" when _random.Next(10) == 0:
                await desk.Caller.Certificates.EndHostingAsync(certificate.Id);
                break;
        }
    }

    private async Task RefundAsync(string certificateId)
    {
        var reason = _random.Next(3) == 0 ? RefundReason.Blocked : RefundReason.NotNeeded;
        var refund = await desk.Caller.Refunds.CreateAsync(
            new CreateRefundRequest
            {
                CertificateId = certificateId,
                Reason = reason,
                Assistance = reason == RefundReason.Blocked ? new AssistanceDto { Wanted = true, Mobile = "13800000000" } : null,
            },
            Desk.Key());
        if (refund.State == RefundState.UnderReview && _random.Next(5) == 0)
        {
            await desk.Caller.Refunds.CancelAsync(refund.Id);
        }
    }

    private async Task UseAsync(IReadOnlyList<PackageSummaryDto> packages)
    {
        var package = await desk.Caller.Packages.GetAsync(packages[_random.Next(packages.Count)].Id);
        var permitted = package.Actions.Where(a => a.Permitted).Select(a => a.Name).ToList();
        if (permitted.Count == 0)
        {
            return;
        }

        switch (permitted[_random.Next(permitted.Count)])
        {
            case "switchOver":
                await desk.Caller.Packages.AddDomainAsync(
                    package.Id, new AddPackageDomainRequest { Domain = NewName(false), Origin = "192.0.2.10" }, idempotencyKey: Desk.Key());
                break;
            case "switchBack":
                await desk.Caller.Packages.SwitchBackAsync(package.Id, package.Domains[0].Domain);
                break;
            case "refund":
                await desk.Caller.PackageRefunds.CreateAsync(
                    new CreatePackageRefundRequest { PackageId = package.Id, Ticket = $"T-{package.Id[..8]}" }, Desk.Key());
                break;
            case "renew" when _random.Next(3) == 0:
                await desk.Caller.Packages.RenewAsync(package.Id, new RenewPackageRequest(), idempotencyKey: Desk.Key());
                break;
            case "upgrade" when _random.Next(4) == 0:
                await desk.Caller.Packages.UpgradeAsync(
                    package.Id,
                    new UpgradePackageRequest { Edition = package.Edition == PackageEdition.Enterprise ? PackageEdition.Basic : PackageEdition.Enterprise },
                    idempotencyKey: Desk.Key());
                break;
            case "delete":
                await desk.Caller.Packages.DeleteAsync(package.Id);
                break;
        }
    }

    protected string NewName(bool wildcard) => $"{(wildcard ? "*." : "")}n{++_names}.{Id}.example.com";

    /// <summary>Somebody else may have been faster: a conflict is an answer, anything else is not.</summary>
    private static async Task TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
        }
        catch (ApiException conflict) when (conflict.Status == System.Net.HttpStatusCode.Conflict)
        {
            // The case went on by itself in the meantime.
        }
    }
}
