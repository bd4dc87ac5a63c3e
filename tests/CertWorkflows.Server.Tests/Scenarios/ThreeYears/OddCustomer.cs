using CertWorkflows.Client;

namespace CertWorkflows.Server.Tests.Scenarios.ThreeYears;

/// <summary>One of those few who do what hardly anybody does, and bring things into states that chance alone would rarely reach.</summary>
internal sealed class OddCustomer(int number, int seed, Desk desk, World world) : Customer(number, seed, desk, world)
{
    /// <summary>Every how manyth customer is one.</summary>
    public const int OneOf = 25;

    /// <summary>What is bought later could still be under way when everybody goes home.</summary>
    private static readonly DateTimeOffset BuysUntil = Desk.Start.AddMonths(18);

    private readonly Desk _desk = desk;
    private readonly World _world = world;
    private readonly int _habit = number / OneOf % 5;

    public override int NextWakeAfter() => 4;

    public override async Task ActAsync()
    {
        if (_habit is 0 or 3)
        {
            _world.Forgotten.TryAdd(Id, true);
        }

        var now = (await _desk.Olga.Clock.GetAsync()).Now;
        var packages = (await _desk.Caller.Packages.ListAsync(new PackageListRequest { CustomerId = Id, Limit = 200 })).Items;
        await (_habit switch
        {
            0 => RefundLateAsync(now),
            1 when now < BuysUntil && packages.Count < 3 => ChangeMindAsync(),
            2 when now < BuysUntil => KeepCertificateAsync(packages),
            3 when now < BuysUntil && packages.Count < 2 => WaitForEverAsync(),
            4 => UseUpAsync(now),
            _ => Task.CompletedTask,
        });
    }

    /// <summary>Never applies, and asks for the money so late that reviewers, who forget it, do not manage (RF-23).</summary>
    private async Task RefundLateAsync(DateTimeOffset now)
    {
        var mine = (await _desk.Caller.Certificates.ListAsync(new CertificateListRequest { CustomerId = Id, State = CertificateState.Paid, Limit = 200 })).Items;
        if (mine.Count < 5 && now < BuysUntil)
        {
            await OrderAsync(new OrderItemDto { Product = "geotrust-dv", Years = 1, Domains = 1 });
        }

        foreach (var summary in mine)
        {
            var certificate = await _desk.Caller.Certificates.GetAsync(summary.Id);
            if (certificate.ServiceEndsAt < now.AddDays(20) && certificate.Actions.Single(a => a.Name == "refund").Permitted)
            {
                await _desk.Caller.Refunds.CreateAsync(
                    new CreateRefundRequest { CertificateId = certificate.Id, Reason = RefundReason.NotNeeded }, Desk.Key());
            }
        }
    }

    private async Task ChangeMindAsync()
    {
        var refund = await RefundAsync(await BuyPackageAsync(null));
        await _desk.Caller.PackageRefunds.CancelAsync(refund.Id);
    }

    /// <summary>Has the bundled certificate issued, regrets the package four days later and never confirms the revocation (PK-7).</summary>
    private async Task KeepCertificateAsync(IReadOnlyList<PackageSummaryDto> packages)
    {
        foreach (var package in packages)
        {
            if ((await _desk.Caller.Packages.GetAsync(package.Id)).Actions.Single(a => a.Name == "refund").Permitted)
            {
                await RefundAsync(package.Id);
            }
        }

        if (packages.Count < 4)
        {
            var id = await BuyPackageAsync("geotrust-dv-wildcard");
            var certificate = (await _desk.Caller.Packages.GetAsync(id)).CertificateId!;
            await _desk.Caller.Certificates.SubmitApplicationAsync(
                certificate, new SubmitApplicationRequest { Domains = [NewName(true)], Company = "Example Ltd" }, Desk.Key());
        }
    }

    /// <summary>Wants the money back; reviewers forget it until the package has expired (PK-3).</summary>
    private async Task WaitForEverAsync() => await RefundAsync(await BuyPackageAsync(null));

    /// <summary>Spends all credits of a lot (BL-3).</summary>
    private async Task UseUpAsync(DateTimeOffset now)
    {
        var credits = await _desk.Caller.Credits.ListAsync(new CreditListRequest { CustomerId = Id });
        if (credits.Items.Count == 0 && now < BuysUntil)
        {
            await OrderAsync(new OrderItemDto { Product = "extension-service", Quantity = 40 });
        }

        for (var left = Math.Min(credits.Left, 5); left > 0; left--)
        {
            await _desk.Caller.Credits.IssueAsync(new IssueByCreditRequest { CustomerId = Id, Domains = [NewName(false)] }, Desk.Key());
        }
    }

    private async Task<string> BuyPackageAsync(string? certificate)
    {
        var order = await OrderAsync(new OrderItemDto { Product = "one-click-https", Edition = "basic", Certificate = certificate });
        return Assert.Single(order.Packages).Id;
    }

    private Task<PackageRefundDto> RefundAsync(string packageId) =>
        _desk.Caller.PackageRefunds.CreateAsync(new CreatePackageRefundRequest { PackageId = packageId, Ticket = $"T-{packageId[..8]}" }, Desk.Key());
}
