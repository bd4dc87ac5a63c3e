using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Orders;
using CertWorkflows.Application.Renewals;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Packages;

/// <summary>
/// <c>CertWorkflows.OrderFreeCertificate</c>: orders a free DV certificate for a domain whose own has expired, and fills in its
/// application (EX-7). Executed again, it submits the same application again.
/// </summary>
public sealed class OrderFreeCertificateActivity(OrderBook book, ProductCatalogue catalogue) : Activity
{
    private const string Ordered = "Ordered";
    private const string NotNeeded = "NotNeeded";
    private const string Refused = "Refused";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.OrderFreeCertificate", "CertWorkflows", "Order free certificate", "Orders a free DV certificate for a package's domain whose own has expired (EX-7).")
        .Input("PackageId", TypeRef.String, "The package.", required: true)
        .Input("Domain", TypeRef.String, "The domain that it serves.", required: true)
        .Output("CertificateId", TypeRef.String, "The free certificate.")
        .Output("Product", TypeRef.String, "Its product.")
        .Output("Company", TypeRef.String, "The customer's company.")
        .Output("Email", TypeRef.String, "Where the customer gets mail.")
        .Output("Error", TypeRef.String, "Why it was refused; empty otherwise.")
        .Outcomes(Ordered, NotNeeded, Refused)
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var package = await turn.LoadAsync<Package>(PackageId.Parse(context.Input<string>("PackageId")), "package", cancellationToken);
        var domain = context.Input<string>("Domain") ?? "";
        context.SetOutput("Error", "");
        context.SetOutput("Company", package.Company);
        context.SetOutput("Email", package.Email);
        if (await ReasonAgainstAsync(turn, package, domain, cancellationToken) is { } reason)
        {
            context.Journal(NotNeeded, reason);
            return ActivityResult.Outcome(NotNeeded);
        }

        try
        {
            var certificate = turn is { CaseKind: CaseKinds.CertificateApplication, CaseId: { } id }
                ? await AgainAsync(turn, new CertificateId(id), cancellationToken)
                : Order(turn, package, domain);
            context.SetOutput("CertificateId", certificate.Id.ToString());
            context.SetOutput("Product", certificate.ProductName());
            return ActivityResult.Outcome(Ordered);
        }
        catch (DomainException refusal)
        {
            context.SetOutput("Error", refusal.Message);
            return ActivityResult.Outcome(Refused);
        }
    }

    /// <summary>Why the site needs none now; null when it does.</summary>
    internal static async Task<string?> ReasonAgainstAsync(CaseTurn turn, Package package, string domain, CancellationToken cancellationToken)
    {
        var site = package.Domains.FirstOrDefault(one => string.Equals(one.Name, domain, StringComparison.OrdinalIgnoreCase));
        if (package.State != PackageState.InUse || site is null || turn.Now >= package.ExpiresAt)
        {
            return $"Package {package.Id} is {CamelCase.Of(package.State)} and serves {string.Join(", ", package.Domains.Select(one => one.Name))}.";
        }

        if (package.Serving(site) is not { } serving)
        {
            return "A third party's certificate serves it.";
        }

        var certificate = await turn.CertificateAsync(serving, cancellationToken);
        if (certificate.State is CertificateState.Issued or CertificateState.RevocationPending && turn.Now < certificate.Expiry)
        {
            return $"Certificate {serving} serves it.";
        }

        return await RenewalOpening.OpenOneAsync(turn.Db, r => r.OldCertificateId == serving, cancellationToken) is { } renewal
            ? $"Renewal {renewal.Id} of its certificate is under way."
            : null;
    }

    private static async Task<Certificate> AgainAsync(CaseTurn turn, CertificateId id, CancellationToken cancellationToken)
    {
        var certificate = await turn.CertificateAsync(id, cancellationToken);
        if (certificate.State == CertificateState.UnderReview)
        {
            certificate.Withdraw(turn.Actor, turn.Now, "it is applied for again");
        }

        certificate.Submit(certificate.Application!, turn.Actor, turn.Now);
        return certificate;
    }

    private Certificate Order(CaseTurn turn, Package package, string domain)
    {
        var product = catalogue.Certificates.FirstOrDefault(c => c.FreeDv)
            ?? throw new DomainException("unknown-product", "The catalogue has no free DV certificate.", "EX-7");
        var placed = book.Write(
            new PlaceOrder(
                package.CustomerId,
                package.Company,
                package.Email,
                package.Mobile,
                package.PaymentChannel,
                package.PaymentAccount,
                [new OrderItem(Products.IdOf(product), 1, 1, 1)],
                Money.Zero),
            turn.Caller,
            turn.Now,
            turn.Calendar);
        var certificate = placed.Certificates[0];
        certificate.Submit(new CertificateApplication([domain]), turn.Actor, turn.Now);
        turn.Db.Orders.Add(placed.Order);
        turn.Add(certificate);
        turn.WorksOn(CaseKinds.CertificateApplication, certificate.Id.Value);
        return certificate;
    }
}
