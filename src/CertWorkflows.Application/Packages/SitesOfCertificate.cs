using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Packages;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Packages;

/// <summary>Where a certificate serves: only its customer's packages can have it.</summary>
internal static class SitesOfCertificate
{
    /// <summary>The customer's packages that have not ended.</summary>
    public static Task<List<Package>> PackagesAsync(WorkflowDb db, Certificate certificate, CancellationToken cancellationToken) =>
        db.Packages
            .Where(p => p.CustomerId == certificate.CustomerId && (p.State == PackageState.Active || p.State == PackageState.InUse))
            .OrderBy(p => p.Id)
            .ToListAsync(cancellationToken);
}
