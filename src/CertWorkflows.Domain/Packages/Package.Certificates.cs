using System.Globalization;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Names;

namespace CertWorkflows.Domain.Packages;

/// <content>Which certificate serves a domain (EX-7).</content>
public sealed partial class Package
{
    /// <summary>The certificate that serves a domain; null for a third party's.</summary>
    /// <param name="domain">A domain that is switched over.</param>
    public CertificateId? Serving(PackageDomain domain) => domain.CertificateId ?? InstalledCertificateId ?? CertificateId;

    /// <summary>The domains that a certificate serves.</summary>
    /// <param name="certificate">The certificate.</param>
    public IReadOnlyList<PackageDomain> ServedWith(CertificateId certificate) =>
        [.. Domains.Where(domain => Serving(domain) == certificate)];

    /// <summary>Installs another certificate for the whole package: all its domains are served with it.</summary>
    /// <param name="certificate">The customer's own, in service, for every domain that is switched over.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="at">When.</param>
    /// <exception cref="DomainException"><c>wrong-customer</c>; <c>bundled-in-package</c>: it was bought inside another
    /// package; <c>not-in-service</c>: not issued, or not any more; <c>names-differ</c>: it lacks domains, which the message
    /// lists; <c>expired</c> (EX-3): the package is.</exception>
    public void Install(Certificate certificate, string actor, DateTimeOffset at)
    {
        EnsureInstallable(certificate, Domains, at);
        Move(PackageTrigger.InstallCertificate, actor, at, $"it serves with certificate {certificate.Id}");
        InstalledCertificateId = certificate.Id;
        Domains = [.. Domains.Select(domain => domain with { CertificateId = null })];
    }

    /// <summary>Installs a certificate for one domain (EX-7).</summary>
    /// <param name="domain">The domain, switched over.</param>
    /// <param name="certificate">The customer's own, in service, for that domain.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="at">When.</param>
    /// <exception cref="DomainException"><c>unknown-domain</c>: it is not switched over; else as
    /// <see cref="Install"/>.</exception>
    public void InstallFor(string domain, Certificate certificate, string actor, DateTimeOffset at)
    {
        EnsureServing(PackageTrigger.InstallCertificate, at);
        var found = Find(domain) ?? throw NotSwitchedOver(domain);
        EnsureInstallable(certificate, [found], at);
        Move(PackageTrigger.InstallCertificate, actor, at, $"{found.Name} is served with certificate {certificate.Id}");
        Domains = [.. Domains.Select(one => one == found ? one with { CertificateId = certificate.Id } : one)];
    }

    /// <summary>A verified renewal takes the place of a certificate wherever it serves, and of those that domains got when the
    /// package's certificate had expired (EX-7). Where that cannot be, the package has ended or the old one serves nothing,
    /// nothing changes.</summary>
    /// <param name="old">The certificate that was renewed.</param>
    /// <param name="renewed">Its renewal.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="at">When.</param>
    /// <returns>Whether anything changed.</returns>
    public bool TakeRenewal(CertificateId old, Certificate renewed, string actor, DateTimeOffset at)
    {
        var wholly = (InstalledCertificateId ?? CertificateId) == old;
        if ((!wholly && Domains.All(domain => domain.CertificateId != old))
            || !Lifecycle.Machine.CanFire(PackageTrigger.InstallCertificate))
        {
            return false;
        }

        Move(PackageTrigger.InstallCertificate, actor, at, $"certificate {renewed.Id} renewed {old}");
        InstalledCertificateId = wholly ? renewed.Id : InstalledCertificateId;
        Domains =
        [
            .. Domains.Select(domain =>
                wholly && Lacking(renewed, [domain]).Count == 0 ? domain with { CertificateId = null }
                : domain.CertificateId == old ? domain with { CertificateId = renewed.Id }
                : domain),
        ];
        return true;
    }

    private DomainException NotSwitchedOver(string domain) => new(
        "unknown-domain",
        $"{domain} is not switched over to this package; these are: {string.Join(", ", Domains.Select(one => one.Name))}.");

    private void EnsureInstallable(Certificate certificate, IReadOnlyList<PackageDomain> domains, DateTimeOffset at)
    {
        EnsureServing(PackageTrigger.InstallCertificate, at);
        if (certificate.CustomerId != CustomerId)
        {
            throw new DomainException("wrong-customer", $"Certificate {certificate.Id} belongs to another customer.");
        }

        if (certificate.PackageId is { } bundledIn && bundledIn != Id)
        {
            throw new DomainException(
                "bundled-in-package", $"Certificate {certificate.Id} was bought inside package {bundledIn}.", "RF-2");
        }

        if (certificate.State != CertificateState.Issued || at >= certificate.Expiry)
        {
            var until = string.Create(CultureInfo.InvariantCulture, $"{certificate.Expiry:u}");
            throw new DomainException(
                "not-in-service",
                $"Certificate {certificate.Id} is {CamelCase.Of(certificate.State)} and its service ends at {until}; "
                + "one that is issued and has not expired can be installed.",
                "EX-3");
        }

        if (Lacking(certificate, domains) is { Count: > 0 } lacking)
        {
            throw new DomainException(
                "names-differ",
                $"Certificate {certificate.Id} is for {string.Join(", ", certificate.Application?.Domains ?? [])}; "
                + $"it lacks {string.Join(", ", lacking)}.");
        }
    }

    private static List<string> Lacking(Certificate certificate, IReadOnlyList<PackageDomain> domains)
    {
        var names = certificate.Application?.CertifiedNames() ?? [];
        return [.. domains.Select(domain => domain.Name).Where(domain => !names.Any(name => Covers(name, domain)))];
    }

    /// <summary>Whether a name of a certificate stands for a domain: itself, or a wildcard right above it.</summary>
    private static bool Covers(string name, string domain)
    {
        var host = CertifiedName.Read(domain, out _)?.Value ?? domain;
        var (wildcard, dot) = (name.StartsWith("*.", StringComparison.Ordinal), host.IndexOf('.', StringComparison.Ordinal));
        return wildcard ? dot > 0 && host[dot..] == name[1..] : host == name;
    }
}
