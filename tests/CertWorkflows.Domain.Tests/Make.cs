using System.Globalization;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;

namespace CertWorkflows.Domain.Tests;

/// <summary>Small builders. Times are written as local time in Shanghai, as the rules speak of them.</summary>
internal static class Make
{
    public const string Operator = "operator";

    public static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static readonly BusinessCalendar Calendar = BusinessCalendar.MainlandChina(Shanghai);

    public static readonly DateTimeOffset PaidAt = Local("2021-03-01 10:00");

    public static DateTimeOffset Local(string text)
    {
        var local = DateTime.ParseExact(
            text, ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None);
        return new DateTimeOffset(local, TimeSpan.FromHours(8)).ToUniversalTime();
    }

    public static Guid Id(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    public static CertificatePurchase Purchase(bool freeDv = false, bool bundled = false, int years = 1) => new(
        new CertificateId(Id(1)),
        new OrderId(Id(2)),
        new CustomerId("c-100"),
        "Example Ltd.",
        "it@example.com",
        null,
        new CertificateSpec("DigiCert", freeDv ? ValidationLevel.DV : ValidationLevel.OV, false, 2, years, freeDv),
        bundled ? new PackageId(Id(3)) : null,
        PaidAt,
        freeDv ? Money.Zero : new Money(4200m),
        freeDv ? Money.Zero : new Money(300m),
        PaymentChannel.Alipay,
        "pay@example.com");

    public static Certificate Certificate(bool freeDv = false, bool bundled = false, int years = 1) =>
        Domain.Certificates.Certificate.Buy(Purchase(freeDv, bundled, years), Calendar, "caller");

    public static ServicePurchase Service() => new(
        new OrderId(Id(2)),
        new CustomerId("c-100"),
        "Example Ltd.",
        "it@example.com",
        null,
        PaidAt,
        new Money(2700m),
        new Money(20m),
        PaymentChannel.Alipay,
        "pay@example.com");

    public static CertificateApplication AnApplication() => new(["www.example.com"], "Example Ltd.");

    public static Certificate Submitted(this Certificate certificate)
    {
        certificate.Submit(AnApplication(), "customer", certificate.PaidAt.AddHours(1));
        return certificate;
    }

    public static Certificate Issued(this Certificate certificate, DateTimeOffset? issuedAt = null)
    {
        var at = issuedAt ?? certificate.PaidAt.AddDays(2);
        certificate.Submitted().Issue(at, Calendar.AddYears(at, certificate.TermYears), "PEM", "01", "ca", at);
        return certificate;
    }

    public static Certificate Revoked(this Certificate certificate, DateTimeOffset? revokedAt = null)
    {
        certificate.Issued();
        var at = revokedAt ?? certificate.IssuedAt!.Value.AddDays(3);
        certificate.StartRevocation("customer", at, "asked");
        certificate.Revoke("customer", at, "confirmed");
        return certificate;
    }

    public static RefundRequest Request(DateTimeOffset at, int approvals = 1) => new(
        new RefundId(Id(9)),
        Id(10),
        RefundReason.NotNeeded,
        RefundChannel.SelfService,
        "customer",
        at,
        ApprovalsNeeded: approvals);

    public static Refund Open(Certificate certificate, DateTimeOffset at, int approvals = 1) =>
        RefundCase.Open(
            Request(at, approvals),
            certificate,
            RefundPolicy.Assess(RefundFacts.Of(certificate, RefundChannel.SelfService, at), Calendar));

    /// <summary>An unissued certificate, paid 6 days before: RF-8.</summary>
    public static (Refund Refund, Certificate Certificate) UnderReview(int approvals = 1)
    {
        var certificate = Certificate();
        var refund = Open(certificate, PaidAt.AddDays(6), approvals);
        RefundCase.Fire(refund, certificate, RefundTrigger.StartReview, "workflow", "manual review", PaidAt.AddDays(6));
        return (refund, certificate);
    }
}
