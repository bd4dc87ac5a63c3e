using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Revocations;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Customers;

/// <summary>Reads of a case what its customer may see.</summary>
internal static class CustomerRequests
{
    /// <returns>Null when there is no such case.</returns>
    public static Task<CustomerRequest?> FindAsync(WorkflowDb db, string kind, Guid id, CancellationToken cancellationToken) => kind switch
    {
        _ when id == Guid.Empty => Task.FromResult<CustomerRequest?>(null),
        "refunds" => RefundAsync(db, new RefundId(id), cancellationToken),
        "package-refunds" => PackageRefundAsync(db, new PackageRefundId(id), cancellationToken),
        "renewals" => RenewalAsync(db, new RenewalId(id), cancellationToken),
        "revocations" => RevocationAsync(db, new RevocationId(id), cancellationToken),
        _ => Task.FromResult<CustomerRequest?>(null),
    };

    private static async Task<CustomerRequest?> RefundAsync(WorkflowDb db, RefundId id, CancellationToken cancellationToken)
    {
        if (await db.Refunds.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken) is not { } refund)
        {
            return null;
        }

        var certificate = await CertificateAsync(db, refund.CertificateId, cancellationToken);
        return new CustomerRequest
        {
            Kind = "refund",
            State = CamelCase.Of(refund.State),
            Product = certificate.ProductName(),
            Domains = DomainsOf(certificate),
            AskedAt = refund.SubmittedAt,
            Until = refund.State == RefundState.UnderReview ? refund.DecideBy : null,
            ClosedAt = refund.ClosedAt,
            Amount = refund.Amount,
            Account = refund.PayToAccount,
            RefusedBecause = refund.State == RefundState.Rejected ? refund.DecisionReason : null,
        };
    }

    private static async Task<CustomerRequest?> PackageRefundAsync(WorkflowDb db, PackageRefundId id, CancellationToken cancellationToken)
    {
        if (await db.PackageRefunds.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken) is not { } refund)
        {
            return null;
        }

        var package = await db.Packages.AsNoTracking().SingleAsync(one => one.Id == refund.PackageId, cancellationToken);
        return new CustomerRequest
        {
            Kind = "package-refund",
            State = CamelCase.Of(refund.State),
            Product = $"HTTPS {package.Edition}",
            Domains = [.. package.Domains.Select(domain => domain.Name)],
            AskedAt = refund.SubmittedAt,
            Until = refund.ClosedAt is null ? refund.PayBy : null,
            ClosedAt = refund.ClosedAt,
            Amount = refund.Amount,
            Account = refund.PayToAccount,
            RefusedBecause = refund.State == PackageRefundState.Rejected ? refund.DecisionReason : null,
        };
    }

    private static async Task<CustomerRequest?> RenewalAsync(WorkflowDb db, RenewalId id, CancellationToken cancellationToken)
    {
        if (await db.Renewals.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken) is not { } renewal)
        {
            return null;
        }

        return new CustomerRequest
        {
            Kind = "renewal",
            State = CamelCase.Of(renewal.State),
            Product = (await CertificateAsync(db, renewal.NewCertificateId, cancellationToken)).ProductName(),
            Domains = renewal.Application.Domains,
            AskedAt = renewal.OpenedAt,
            Until = renewal.ClosedAt is null ? renewal.OldExpiresAt : null,
            ClosedAt = renewal.ClosedAt,
        };
    }

    private static async Task<CustomerRequest?> RevocationAsync(WorkflowDb db, RevocationId id, CancellationToken cancellationToken)
    {
        if (await db.Revocations.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken) is not { } revocation)
        {
            return null;
        }

        var certificate = await CertificateAsync(db, revocation.CertificateId, cancellationToken);
        return new CustomerRequest
        {
            Kind = "revocation",
            State = CamelCase.Of(revocation.State),
            Product = certificate.ProductName(),
            Domains = DomainsOf(certificate),
            AskedAt = revocation.RequestedAt,
            Until = revocation.State == RevocationState.AwaitingConfirmation ? revocation.ConfirmBy : null,
            ClosedAt = revocation.ClosedAt,
        };
    }

    private static Task<Certificate> CertificateAsync(WorkflowDb db, CertificateId id, CancellationToken cancellationToken) =>
        db.Certificates.AsNoTracking().SingleAsync(one => one.Id == id, cancellationToken);

    private static IReadOnlyList<string> DomainsOf(Certificate certificate) => certificate.Application?.Domains ?? [];
}
