using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Packages;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.PackageRefunds;

/// <summary>What a package's refund means for the cases of the certificate bought with it.</summary>
internal static class BundledRefund
{
    /// <summary>The package that a certificate was bought with; null where it was bought by itself.</summary>
    public static Task<Package?> PackageOfAsync(WorkflowDb db, Certificate certificate, CancellationToken cancellationToken) =>
        certificate.PackageId is { } id
            ? db.Packages.AsNoTracking().SingleOrDefaultAsync(package => package.Id == id, cancellationToken)
            : Task.FromResult<Package?>(null);

    /// <summary>The paid refund of the certificate's package, tracked by the turn; null for none.</summary>
    public static async Task<PackageRefund?> PaidOfAsync(CaseTurn turn, Certificate certificate, CancellationToken cancellationToken)
    {
        if (certificate.PackageId is not { } package)
        {
            return null;
        }

        var ids = await turn.Db.PackageRefunds
            .Where(r => r.PackageId == package && r.State == PackageRefundState.Paid)
            .Select(r => r.Id)
            .ToListAsync(cancellationToken);
        return ids.Count == 0 ? null : await turn.LoadAsync<PackageRefund>(ids[0], "package refund", cancellationToken);
    }

    /// <summary>Who asks for a case of the certificate: whoever asked for the package's refund, where that case starts it, so
    /// that the same person does not decide it.</summary>
    public static async Task<string> RequesterAsync(CaseTurn turn, CancellationToken cancellationToken)
    {
        var parent = turn.Parent.InstanceId;
        var asked = parent is null
            ? null
            : await turn.Db.PackageRefunds.Where(r => r.InstanceId == parent).Select(r => r.RequestedBy).SingleOrDefaultAsync(cancellationToken);
        return asked ?? turn.Actor;
    }
}
