using CertWorkflows.Domain;
using CertWorkflows.Domain.Catalogue;

namespace CertWorkflows.Application.Orders;

/// <summary>One certificate, package, lot of credits or hosting of an order, with its price.</summary>
/// <param name="Spec">What is certified; null for another thing.</param>
/// <param name="Edition">The package's edition; null for another thing.</param>
/// <param name="CertificateId">The certificate's id; of a package the one that it serves with, null for a third party's (BL-2); of hosting the one that it is for, null for any.</param>
/// <param name="PackageId">The package's id; of a certificate the one that it is bundled in.</param>
/// <param name="IsBundled">Of a package: whether its certificate is bought with it.</param>
internal sealed record OrderedUnit(
    Money Price, CertificateSpec? Spec, PackageEdition? Edition, CertificateId? CertificateId, PackageId? PackageId, bool IsBundled = false)
{
    /// <summary>The lot's credits; null for another thing.</summary>
    public int? Uses { get; init; }

    public bool IsHosting { get; init; }

    /// <summary>Each single thing of the lines; a package comes right before the certificate that is bought with it.</summary>
    public static IReadOnlyList<OrderedUnit> Of(IReadOnlyList<OrderLine> lines, Func<Guid> newId)
    {
        var units = new List<OrderedUnit>();
        for (var at = 0; at < lines.Count; at++)
        {
            var (line, next) = (lines[at], at + 1 < lines.Count ? lines[at + 1] : null);
            if (line.IsLot)
            {
                units.Add(new OrderedUnit(line.Price, null, null, null, null) { Uses = line.Quantity });
                continue;
            }

            for (var one = 0; one < line.Quantity && !line.IsBundled; one++)
            {
                if (line.Spec is { } spec)
                {
                    units.Add(new OrderedUnit(line.UnitPrice, spec, null, new CertificateId(newId()), null));
                }
                else if (line.IsHosting)
                {
                    units.Add(new OrderedUnit(line.UnitPrice, null, null, OwnOf(line), null) { IsHosting = true });
                }
                else
                {
                    units.AddRange(Package(line, next is { IsBundled: true } ? next : null, newId));
                }
            }
        }

        return units;
    }

    private static IEnumerable<OrderedUnit> Package(OrderLine line, OrderLine? bundled, Func<Guid> newId)
    {
        var package = new PackageId(newId());
        var edition = Enum.GetValues<PackageEdition>().Single(edition => CamelCase.Of(edition) == line.Edition);
        if (bundled is null)
        {
            return [new OrderedUnit(line.UnitPrice, null, edition, OwnOf(line), package)];
        }

        var certificate = new CertificateId(newId());
        return
        [
            new OrderedUnit(line.UnitPrice, null, edition, certificate, package, true),
            new OrderedUnit(bundled.UnitPrice, bundled.Spec, null, certificate, package),
        ];
    }

    private static CertificateId? OwnOf(OrderLine line) => Domain.CertificateId.TryParse(line.Certificate, out var own) ? own : null;
}
