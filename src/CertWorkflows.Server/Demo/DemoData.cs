using CertWorkflows.Application.Access;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Orders;
using CertWorkflows.Application.PackageRefunds;
using CertWorkflows.Application.Refunds;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Demo;

/// <summary>Customers, certificates and refunds to look at, made by the same use cases as real ones, once a database.</summary>
internal sealed class DemoData(
    IWorkflowStore store, OrderService orders, WorkflowService workflows, IOptions<RefundOptions> refunds, TimeProvider clock)
{
    private const string SettingKey = "demo.data";

    private static readonly Caller Shop = new("caller", new HashSet<string>([Roles.Caller]), new HashSet<string>());

    private static readonly Customer Aurora = new("demo-aurora", "Aurora Books", "it@aurora-books.example", PaymentChannel.Alipay);
    private static readonly Customer Whale = new("demo-whale", "Blue Whale Logistics", "ops@blue-whale.example", PaymentChannel.Bank);
    private static readonly Customer Cedar = new("demo-cedar", "Cedar Hospital", "web@cedar-hospital.example", PaymentChannel.Balance);
    private static readonly Customer Dragon = new("demo-dragon", "Dragon Bank", "pki@dragon-bank.example", PaymentChannel.Bank);
    private static readonly Customer Lake = new("demo-lake", "East Lake University", "net@east-lake.example", PaymentChannel.Alipay);
    private static readonly Customer Firefly = new("demo-firefly", "Firefly Games", "dev@firefly-games.example", PaymentChannel.Alipay);

    private static readonly Purchase[] Story =
    [
        new(Aurora, "geotrust-dv", DaysAgo: 0),
        new(Aurora, "geotrust-dv-wildcard", DaysAgo: 6, Refund: new(RefundReason.NotNeeded)),
        new(Whale, "digicert-dv", DaysAgo: 20, Refund: new(RefundReason.Other, "The site moves to another provider.")),
        new(Whale, "geotrust-ov", DaysAgo: 6),
        new(Cedar, "globalsign-ov", DaysAgo: 20),
        new(Cedar, "digicert-dv", DaysAgo: 1, Domain: "www.cedar-hospital.example"),
        new(Dragon, "digicert-ev", DaysAgo: 6, Refund: new(RefundReason.NotNeeded, "The branch was merged.")), // above 5,000 CNY
        new(Dragon, "digicert-ov-wildcard", DaysAgo: 0),
        new(Lake, "geotrust-dv", DaysAgo: 6, Refund: new(RefundReason.Blocked, Help: new Assistance(true, Mobile: "13800000000"))),
        new(Lake, "cfca-ov", DaysAgo: 0, Domain: "portal.east-lake.example"),
        new(Firefly, "geotrust-dv", DaysAgo: 2, Refund: new(RefundReason.NotNeeded)), // paid at once (RF-7)
        new(Firefly, "geotrust-dv", DaysAgo: 0),
    ];

    /// <summary>Makes the demo in a database without orders; one that has it, or has had it, is left as it is.</summary>
    /// <returns>Whether the demo is in this database.</returns>
    public async Task<bool> SeedAsync(CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        if (await db.Settings.AnyAsync(s => s.Key == SettingKey, cancellationToken))
        {
            return true;
        }

        if (await db.Orders.AnyAsync(cancellationToken))
        {
            return false;
        }

        // Remembered before it begins: a start that is cut off leaves half a demo rather than a doubled one.
        db.Settings.Add(new Setting { Key = SettingKey, Value = $"{clock.GetUtcNow():O}" });
        try
        {
            await store.CommitAsync(db, cancellationToken);
        }
        catch (DuplicateRowException)
        {
            return true; // another node starts at the same moment and makes it
        }

        foreach (var purchase in Story)
        {
            await TellAsync(purchase, cancellationToken);
        }

        await BuyPackageAsync(Cedar, "enterprise", null, cancellationToken);
        await BuyPackageAsync(Aurora, "basic", "T-1024", cancellationToken);

        return true;
    }

    private async Task TellAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        var placed = await BuyAsync(purchase.By, new OrderItem(purchase.Product), purchase.DaysAgo, cancellationToken);
        var certificate = placed.Certificates[0];
        if (purchase.Domain is { } domain)
        {
            var opening = new ApplicationOpening(certificate.Id, new CertificateApplication([domain], purchase.By.Company), null);
            await workflows.StartAsync(
                new StartWorkflow(CertificateService.ApplicationDefinitionId) { Opening = opening }, Shop, cancellationToken);
        }

        if (purchase.Refund is { } wish)
        {
            var opening = new RefundOpening(
                certificate.Id, wish.Reason, RefundChannel.SelfService, wish.Help, wish.Comment, refunds.Value.SecondReviewerAbove);
            await workflows.StartAsync(new StartWorkflow(RefundOpening.DefinitionId) { Opening = opening }, Shop, cancellationToken);
        }
    }

    /// <param name="ticket">The ticket that asks for its refund; null when the customer keeps it.</param>
    private async Task BuyPackageAsync(Customer customer, string edition, string? ticket, CancellationToken cancellationToken)
    {
        var placed = await BuyAsync(customer, new OrderItem("one-click-https", Edition: edition), 1, cancellationToken);
        if (ticket is not null)
        {
            var opening = new PackageRefundOpening(placed.Packages[0].Id, ticket, "Bought by mistake.", refunds.Value.SecondReviewerAbove);
            await workflows.StartAsync(new StartWorkflow(PackageRefundOpening.DefinitionId) { Opening = opening }, Shop, cancellationToken);
        }
    }

    private Task<PlacedOrder> BuyAsync(Customer customer, OrderItem item, int daysAgo, CancellationToken cancellationToken)
    {
        var order = new PlaceOrder(
            CustomerId.Parse(customer.Id),
            customer.Company,
            customer.Email,
            null,
            customer.Channel,
            customer.Email,
            [item],
            Money.Zero,
            clock.GetUtcNow().AddDays(-daysAgo));
        return orders.PlaceAsync(order, Shop, _ => null, cancellationToken);
    }

    private sealed record Customer(string Id, string Company, string Email, PaymentChannel Channel);

    /// <param name="Domain">Submitted to the CA; null when the customer has not got round to it.</param>
    private sealed record Purchase(Customer By, string Product, int DaysAgo, string? Domain = null, Wish? Refund = null);

    private sealed record Wish(RefundReason Reason, string? Comment = null, Assistance? Help = null);
}
