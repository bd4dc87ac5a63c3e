using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Renewals;

namespace CertWorkflows.Domain.Hostings;

/// <summary>A hosting and its certificate move together; nothing else moves a hosting. What is refused changes neither.</summary>
public static class HostingCase
{
    /// <summary>Starts a bought hosting for a certificate.</summary>
    /// <param name="hosting">The hosting.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="calendar">Counts days in the business zone.</param>
    /// <exception cref="DomainException">The codes of <see cref="Refusal"/>; <c>no-hosting-bought</c> (BL-4): this one was
    /// bought by somebody else, or for another certificate.</exception>
    public static void Start(Hosting hosting, Certificate certificate, HostingRequest request, BusinessCalendar calendar)
    {
        if (Refusal(certificate, request.At, calendar) is { } refusal)
        {
            throw refusal;
        }

        if (hosting.CustomerId != certificate.CustomerId || (hosting.IntendedFor is { } wanted && wanted != certificate.Id))
        {
            throw new DomainException(
                "no-hosting-bought", $"Hosting {hosting.Id} was not bought for certificate {certificate.Id}.", "BL-4");
        }

        hosting.Start(certificate.Id, request);
        certificate.Host(hosting.Id);
    }

    /// <summary>Whether and why a certificate cannot be hosted; null when it can be. What cannot be renewed cannot be replaced
    /// either; that it is too early to renew does not matter.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="at">When hosting would start.</param>
    /// <param name="calendar">Counts days in the business zone.</param>
    public static DomainException? Refusal(Certificate certificate, DateTimeOffset at, BusinessCalendar calendar) =>
        certificate.HostingId is not null
            ? new DomainException("already-hosted", $"Certificate {certificate.Id} is hosted already.", "BL-4")
            : RenewalCase.Refusal(certificate, at, calendar) is { Rule: not "RN-1" } refusal ? refusal : null;

    /// <summary>Why hosting has nothing left to replace; null while there is something.</summary>
    /// <param name="certificate">The hosted certificate.</param>
    /// <param name="at">When this is asked.</param>
    /// <param name="calendar">Counts days in the business zone.</param>
    public static string? EndOf(Certificate certificate, DateTimeOffset at, BusinessCalendar calendar) =>
        certificate.State is not (CertificateState.Issued or CertificateState.RevocationPending or CertificateState.Expired)
            ? $"the certificate is {CamelCase.Of(certificate.State)}"
            : RenewalCase.Refusal(certificate, at, calendar) is { Rule: "RN-12" } late ? late.Message : null;

    /// <summary>The site serves the certificate's replacement: that one is hosted from now on.</summary>
    /// <param name="hosting">The hosting.</param>
    /// <param name="old">The certificate that was hosted.</param>
    /// <param name="replacement">The one that took its place.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="at">When.</param>
    /// <exception cref="DomainException"><c>wrong-certificate</c>: the hosting is about another one.</exception>
    public static void Follow(Hosting hosting, Certificate old, Certificate replacement, string actor, DateTimeOffset at)
    {
        EnsureTogether(hosting, old);
        hosting.Follow(replacement.Id, actor, at);
        old.Host(null);
        replacement.Host(hosting.Id);
    }

    /// <summary>Ends it. One that has replaced nothing is bought and unused again; else what was bought is used up (BL-4).</summary>
    /// <param name="hosting">The hosting.</param>
    /// <param name="certificate">The hosted certificate.</param>
    /// <param name="actor">Who ends it.</param>
    /// <param name="reason">Why, for the customer.</param>
    /// <param name="at">When.</param>
    /// <exception cref="DomainException"><c>wrong-certificate</c>: the hosting is about another one.</exception>
    public static void End(Hosting hosting, Certificate certificate, string actor, string reason, DateTimeOffset at)
    {
        EnsureTogether(hosting, certificate);
        hosting.End(actor, reason, at);
        certificate.Host(null);
    }

    private static void EnsureTogether(Hosting hosting, Certificate certificate)
    {
        if (hosting.CertificateId != certificate.Id)
        {
            throw new DomainException(
                "wrong-certificate", $"Hosting {hosting.Id} is about certificate {hosting.CertificateId}, not {certificate.Id}.");
        }
    }
}
