using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Credits;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Credits;

/// <summary>
/// Spends one credit in the turn that starts <c>certificate-application</c>: the oldest lot with something left buys a free DV
/// certificate, whose application is submitted (BL-3). A refused request throws, and no credit is spent.
/// </summary>
public sealed class CreditIssueOpening(ProductCatalogue catalogue, CustomerId customer, CertificateApplication application) : ICaseOpening
{
    /// <summary>The certificate, once <see cref="OpenAsync"/> has run.</summary>
    public Certificate? Certificate { get; private set; }

    /// <summary>What is left of all the customer's lots afterwards.</summary>
    public int Left { get; private set; }

    public async Task OpenAsync(CaseTurn turn, IDictionary<string, object?> input, CancellationToken cancellationToken)
    {
        var lots = turn.Db.CreditLots.Where(lot => lot.CustomerId == customer && lot.State == CreditLotState.Available);
        var oldest = await lots.OrderBy(lot => lot.PaidAt).ThenBy(lot => lot.Id).Select(lot => (CreditLotId?)lot.Id).FirstOrDefaultAsync(cancellationToken)
            ?? throw NoneLeft();
        var left = await lots.SumAsync(lot => lot.Uses - lot.Spent, cancellationToken);
        var lot = await turn.LoadAsync<CreditLot>(oldest, "credit lot", cancellationToken);
        if (lot.Left == 0)
        {
            throw NoneLeft(); // spent between the two looks: whoever else is running this very request took it
        }

        Certificate = lot.Spend(new CertificateId(turn.NewId()), FreeDv(), turn.Calendar, turn.Actor, turn.Now);
        Left = left - 1;
        ApplicationOpening.Submit(turn, Certificate, application, input);
        turn.Add(Certificate);
    }

    private CertificateSpec FreeDv() => catalogue.Certificates.FirstOrDefault(product => product.FreeDv) is { } free
        ? new CertificateSpec(free.Brand, free.Validation, free.Wildcard, free.MaxDomains, free.Years[0], true)
        : throw new DomainException("unknown-product", "The catalogue has no free DV certificate, so a credit cannot issue one.", "BL-3");

    private DomainException NoneLeft() => new(
        "no-credits-left",
        $"Customer '{customer}' has no credit left; order a lot of '{Orders.Products.Extension}' "
        + $"({string.Join(" or ", catalogue.ExtensionLots.Select(lot => $"{lot.Uses} uses at {lot.Price} CNY"))}).",
        "BL-3");
}
